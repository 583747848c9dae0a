//! From a change to the steps of one transaction: which items are put, updated and deleted, and on which conditions.
//! Nothing is called here.

use super::condition::Condition;
use super::items::{Item, ItemBuilder, SCHEMA, document, expiry, number, text};
use super::keys::{
    AccountKey, ArticleKey, AudienceKey, AwayKey, ClaimKey, CredentialKey, DeflectionKey, DraftKey, EntitlementKey,
    EntityKey, InternalItemKey, InvitationKey, JobKey, Key, LayoutKey, ParticipantKey, PersonKey, ProductFilter,
    PublicItemKey, SessionKey, SettingsKey, TicketKey, TicketNumberKey, TouchKey, TurnKey, UploadKey, VoteKey, WordKey,
    account_place, account_touch_place, article_place, assignee_place, draft_place, job_place, own_place,
    partner_place, queue_place, record_touch_place,
};
use super::words::words_of;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use portico_domain::caller::HatKind;
use portico_domain::change::{Change, Claim, Draft, KeptForm, Write};
use portico_domain::ids::{ArticleId, HatId, PersonId, ProductId, TicketId};
use portico_domain::jobs::Job;
use portico_domain::knowledge::{Article, ArticleKind, ArticleState, Audience, Vote};
use portico_domain::people::{Credential, Person, PersonStatus};
use portico_domain::ports::{StoreError, StoreResult};
use portico_domain::settings::{Section, TicketSettings};
use portico_domain::signing::VERIFICATION_KEYS;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::list::TicketRow;
use portico_domain::touch::Touch;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many items one transaction can write.
const MOST_STEPS: usize = 100;

/// One write.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    Put {
        item: Item,
        condition: Condition,
    },
    Delete {
        key: Key,
        condition: Condition,
    },
    /// Writes nothing.
    Check {
        key: Key,
        condition: Condition,
    },
    Update {
        key: Key,
        change: String,
        condition: &'static str,
        /// The attributes named `#…` in the expressions.
        names: Vec<&'static str>,
        /// The values named `:…`.
        values: Vec<(&'static str, AttributeValue)>,
    },
}

/// What a step is for: decides what its refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Record,
    Claim,
    /// The credential of a person who may have got another e-mail address.
    Credential(PersonId),
    /// A vote, which may have been given meanwhile.
    Vote,
}

/// One step of a transaction.
#[derive(Clone, Debug)]
pub(super) struct TransactItem {
    pub(super) what: &'static str,
    pub(super) purpose: Purpose,
    pub(super) operation: Operation,
}

#[derive(Serialize)]
struct Deflection {
    article: ArticleId,
    person: PersonId,
    solved: bool,
    at: Timestamp,
}

/// Somebody who cannot be given tickets.
#[derive(Serialize, Deserialize)]
pub(super) struct Away {
    pub(super) person: PersonId,
}

/// Which ticket has a number.
#[derive(Serialize, Deserialize)]
pub(super) struct Numbered {
    pub(super) id: TicketId,
}

#[derive(Serialize)]
struct ListedArticle {
    id: ArticleId,
    version: u64,
}

/// What a place among the newest or under a word says of its article, so that what was not asked for is not read. Older
/// places say nothing.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ListingRow {
    id: Option<ArticleId>,
    version: u64,
    pub(super) audiences: Vec<Audience>,
    pub(super) kind: Option<ArticleKind>,
    pub(super) products: Vec<ProductId>,
}

/// A draft as it is kept: the form's content as text, for it may be nested deeper than an item can be.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptDraft {
    pub(super) data: String,
    pub(super) updated_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hat: Option<HatId>,
}

/// What had to be read before a change could be planned. Usually nothing.
#[derive(Debug, Default)]
pub(super) struct ReplanContext {
    /// The votes that were found to have been given meanwhile.
    pub(super) votes: HashMap<(ArticleId, PersonId), Vote>,
    /// The credentials of people under the e-mail address they had.
    pub(super) moved: HashMap<PersonId, Credential>,
}

#[derive(Default)]
struct Plan {
    steps: Vec<TransactItem>,
}

impl Plan {
    fn step(&mut self, what: &'static str, purpose: Purpose, operation: Operation) {
        self.steps.push(TransactItem { what, purpose, operation });
    }

    fn put(&mut self, what: &'static str, item: Item, condition: Condition) {
        self.step(what, Purpose::Record, Operation::Put { item, condition });
    }

    fn delete<K: EntityKey>(&mut self, key: &K, condition: Condition) {
        self.step(K::TYPE, Purpose::Record, Operation::Delete { key: key.key(), condition });
    }
}

/// The steps of a change.
pub(super) fn plan(change: &Change, known: &ReplanContext) -> StoreResult<Vec<TransactItem>> {
    let mut plan = Plan::default();
    let mut passwords = passwords(&change.writes);
    for write in &change.writes {
        plan.write(write, known, &mut passwords)?;
    }
    for (email, password) in passwords {
        plan.step("credential", Purpose::Record, new_password(email, password));
    }
    for job in &change.jobs {
        plan.put("job", job_item(job)?, Condition::NotExists);
    }
    if let Some(claim) = &change.claim {
        let condition = Condition::NotExistsOrExpired(change.touch.at);
        plan.step("claim", Purpose::Claim, Operation::Put { item: claim_item(claim)?, condition });
    }
    plan.put("touch", touch_item(&change.touch)?, Condition::Unconditional);
    checked(plan.steps)
}

/// New records as items to be loaded, whatever is there.
pub(super) fn load(writes: &[Write]) -> StoreResult<Vec<Item>> {
    let mut plan = Plan::default();
    let mut passwords = passwords(writes);
    for write in writes {
        plan.write(write, &ReplanContext::default(), &mut passwords)?;
    }
    if let Some(email) = passwords.keys().next() {
        return Err(StoreError::Broken(format!("the password of {email} comes without the person")));
    }
    let steps = plan.steps.into_iter().map(|step| match step.operation {
        Operation::Put { item, .. } => Ok(item),
        _ => Err(StoreError::Broken(format!("{}: only new records can be loaded", step.what))),
    });
    steps.collect()
}

/// A new password, and the one it takes the place of where that is told.
#[derive(Clone, Copy)]
struct Password<'a> {
    hash: &'a str,
    expected: Option<&'a str>,
}

/// New passwords, by e-mail address.
fn passwords(writes: &[Write]) -> HashMap<&str, Password<'_>> {
    let passwords = writes.iter().filter_map(|write| match write {
        Write::Password { email, hash, expected } => Some((&**email, Password { hash, expected: expected.as_deref() })),
        _ => None,
    });
    passwords.collect()
}

/// A transaction cannot write an item twice, nor more than a hundred.
fn checked(steps: Vec<TransactItem>) -> StoreResult<Vec<TransactItem>> {
    if steps.len() > MOST_STEPS {
        return Err(StoreError::Broken(format!("a change of {} items; the most is {MOST_STEPS}", steps.len())));
    }
    let mut seen = HashSet::new();
    for step in &steps {
        let key = match &step.operation {
            Operation::Put { item, .. } => Key::of(item),
            Operation::Delete { key, .. } | Operation::Check { key, .. } | Operation::Update { key, .. } => {
                Some(key.clone())
            }
        };
        let key = key.ok_or_else(|| StoreError::Broken(format!("{}: an item without key", step.what)))?;
        if let Some(twice) = seen.replace(key) {
            return Err(StoreError::Broken(format!("a change writes {} {} twice", twice.pk, twice.sk)));
        }
    }
    Ok(steps)
}

impl Plan {
    fn write(
        &mut self,
        write: &Write,
        known: &ReplanContext,
        passwords: &mut HashMap<&str, Password<'_>>,
    ) -> StoreResult<()> {
        match write {
            Write::Person { person, expected } => {
                let password = passwords.remove(&*person.email);
                self.person(person, *expected, password, known.moved.get(&person.id))?;
            }
            Write::PersonStays { person, expected } => {
                let check =
                    Operation::Check { key: PersonKey::new(*person).key(), condition: Condition::VersionIs(*expected) };
                self.step("person", Purpose::Record, check);
            }
            // Written with the person, or after everything else.
            Write::Password { .. } => {}
            Write::Invitation { invitation, expected } => {
                let key = InvitationKey::new(invitation.person, invitation.id);
                let item = ItemBuilder::new(&key, invitation.version).data(invitation)?;
                self.put("invitation", item.expires(invitation.expires_at).done(), Condition::expect(*expected));
            }
            Write::DropInvitation { person, invitation } => {
                self.delete(&InvitationKey::new(*person, *invitation), Condition::Unconditional);
            }
            Write::Session { session, expected } => {
                let item = ItemBuilder::new(&SessionKey::new(session.id), session.version).data(session)?;
                self.put("session", item.expires(session.expires_at).done(), Condition::expect(*expected));
            }
            Write::Layout { person, hat, layout, expected } => {
                let item = ItemBuilder::new(&LayoutKey::new(*person, *hat), layout.version).data(layout)?;
                self.put("layout", item.done(), Condition::expect(*expected));
            }
            Write::Draft(draft) => self.put("draft", draft_item(draft)?, Condition::Unconditional),
            Write::DropDraft { person, form } => self.delete(&DraftKey::new(*person, form), Condition::Unconditional),
            Write::Upload { upload, expected } => {
                let item = ItemBuilder::new(&UploadKey::new(upload.id), upload.version).data(upload)?;
                self.put("upload", item.done(), Condition::expect(*expected));
            }
            Write::DropUpload { upload } => {
                self.delete(&UploadKey::new(upload.id), Condition::VersionIs(upload.version));
            }
            Write::Ticket { ticket, before } => self.ticket(ticket, before.as_ref())?,
            Write::Stays { ticket, expected } => {
                let check =
                    Operation::Check { key: TicketKey::new(*ticket).key(), condition: Condition::VersionIs(*expected) };
                self.step("ticket", Purpose::Record, check);
            }
            Write::Public { ticket, item } => {
                let draft = ItemBuilder::new(&PublicItemKey::new(*ticket, item.id()), 1).data(item)?;
                self.put("timeline item", draft.done(), Condition::NotExists);
            }
            Write::Internal { ticket, item } => {
                let draft = ItemBuilder::new(&InternalItemKey::new(*ticket, item.id()), 1).data(item)?;
                self.put("internal item", draft.done(), Condition::NotExists);
            }
            Write::RoundRobinCursor(turn) => {
                let item = ItemBuilder::new(&TurnKey::new(turn.queue), turn.version).data(turn)?;
                self.put("turn", item.done(), Condition::expect(turn.version - 1));
            }
            Write::OffRota { person } => self.delete(&AwayKey::new(*person), Condition::Unconditional),
            Write::Account { account, expected } => {
                let item = ItemBuilder::new(&AccountKey::new(account.id), account.version).data(account)?;
                self.put("account", item.done(), Condition::expect(*expected));
            }
            Write::Entitlement(owned) => {
                let key = EntitlementKey::new(owned.account, owned.product, owned.product_version, owned.id);
                self.put("entitlement", ItemBuilder::new(&key, 1).data(owned)?.done(), Condition::Unconditional);
            }
            Write::Article { article, before } => self.article(article, before.as_ref())?,
            Write::Vote { vote, before } => {
                let before = known.votes.get(&(vote.article, vote.person)).or(before.as_ref());
                let version = before.map_or(0, |before| before.version) + 1;
                self.vote(&Vote { version, ..vote.clone() }, before)?;
            }
            Write::Deflection { article, person, solved, at } => {
                let deflection = Deflection { article: *article, person: *person, solved: *solved, at: *at };
                let day = at.to_zoned(TimeZone::UTC).date();
                let draft = ItemBuilder::new(&DeflectionKey::new(*article, day, *person), 1).data(&deflection)?;
                self.put("deflection", draft.done(), Condition::NotExists);
            }
            Write::Job { job, expected } => self.put("job", job_item(job)?, Condition::expect(*expected)),
            Write::DropJob { job } => self.delete(&JobKey::new(job.id), Condition::VersionIs(job.version)),
            Write::KeySet { keys, expected } => {
                let draft = ItemBuilder::new(&SettingsKey::new(VERIFICATION_KEYS), expected + 1).data(keys)?;
                self.put("key set", draft.done(), Condition::expect(*expected));
            }
            Write::Queues { settings, expected } => {
                let draft = ItemBuilder::new(&SettingsKey::new(TicketSettings::NAME), expected + 1).data(settings)?;
                self.put("queues", draft.done(), Condition::expect(*expected));
            }
            Write::Settings { section, document } => {
                let draft = ItemBuilder::new(&SettingsKey::new(section), 1).data(document)?;
                self.put("settings", draft.done(), Condition::Unconditional);
            }
        }
        Ok(())
    }

    fn person(
        &mut self,
        person: &Person,
        expected: u64,
        password: Option<Password<'_>>,
        moved: Option<&Credential>,
    ) -> StoreResult<()> {
        let item = ItemBuilder::new(&PersonKey::new(person.id), person.version).data(person)?;
        self.put("person", item.done(), Condition::expect(expected));
        self.unavailable_agent(person, expected)?;
        let key = CredentialKey::new(&person.email);
        let whole = |hash: Option<String>| -> StoreResult<Item> {
            let credential = Credential { person: person.clone(), password_hash: hash };
            Ok(ItemBuilder::new(&key, person.version).data(&credential)?.done())
        };
        match moved {
            // The e-mail address is unique: its row must not be there.
            None if expected == 0 => {
                self.put("credential", whole(password.map(|new| new.hash.to_owned()))?, Condition::NotExists);
            }
            Some(moved) => {
                self.put(
                    "credential",
                    whole(password.map(|new| new.hash.to_owned()).or_else(|| moved.password_hash.clone()))?,
                    Condition::NotExists,
                );
                let before = CredentialKey::new(&moved.person.email);
                self.delete(&before, Condition::VersionIs(moved.person.version));
            }
            None => {
                let mut change = "SET #data.#person = :person, #version = :version, #schema = :schema".to_owned();
                let mut names = vec!["data", "person", "version", "schema", "id"];
                let mut values = vec![
                    ("person", document("credential", person)?),
                    ("version", number(person.version)),
                    ("schema", number(SCHEMA)),
                    ("id", text(person.id.to_string())),
                ];
                let mut condition = "#data.#person.#id = :id";
                if let Some(new) = password {
                    change.push_str(", #data.#password_hash = :hash");
                    names.push("password_hash");
                    values.push(("hash", text(new.hash)));
                    if let Some(expected) = new.expected {
                        condition = "#data.#person.#id = :id AND #data.#password_hash = :expected";
                        values.push(("expected", text(expected)));
                    }
                }
                let operation = Operation::Update { key: key.key(), change, condition, names, values };
                self.step("credential", Purpose::Credential(person.id), operation);
            }
        }
        Ok(())
    }

    /// Staff who cannot sign in are on the rota, so that they are known where tickets are given out.
    fn unavailable_agent(&mut self, person: &Person, expected: u64) -> StoreResult<()> {
        let key = AwayKey::new(person.id);
        if !person.hats.iter().any(|hat| hat.kind == HatKind::Staff) {
            return Ok(());
        }
        if person.status != PersonStatus::Active {
            let item = ItemBuilder::new(&key, person.version).data(&Away { person: person.id })?;
            self.put("away", item.done(), Condition::Unconditional);
        } else if expected > 0 {
            self.delete(&key, Condition::Unconditional);
        }
        Ok(())
    }

    fn ticket(&mut self, ticket: &Ticket, before: Option<&Ticket>) -> StoreResult<()> {
        let row = TicketRow::from(ticket);
        let mut item = ItemBuilder::new(&TicketKey::new(ticket.id), ticket.version).data(ticket)?.row(&row)?;
        item = item.listed(own_place(ticket.requester.id, ticket)).listed(queue_place(ticket));
        if let Some(account) = &ticket.account {
            item = item.listed(account_place(account.id, ticket));
        }
        if let Some(partner) = ticket.partner.as_ref().filter(|_| ticket.account.is_none()) {
            item = item.listed(partner_place(partner.id, ticket));
        }
        if let Some(agent) = &ticket.assignee {
            item = item.listed(assignee_place(agent.id, ticket));
        }
        self.put("ticket", item.done(), Condition::expect(before.map_or(0, |before| before.version)));
        if before.is_none() {
            let number = ItemBuilder::new(&TicketNumberKey::new(ticket.number), 1).data(&Numbered { id: ticket.id })?;
            self.put("ticket number", number.done(), Condition::NotExists);
        }
        let takes_part = participants(ticket);
        for person in &takes_part {
            let draft = ItemBuilder::new(&ParticipantKey::new(ticket.id, *person), ticket.version).row(&row)?;
            self.put("participant", draft.listed(own_place(*person, ticket)).done(), Condition::Unconditional);
        }
        for person in before.map(participants).unwrap_or_default().difference(&takes_part) {
            self.delete(&ParticipantKey::new(ticket.id, *person), Condition::Unconditional);
        }
        Ok(())
    }

    /// Votes are counted beside the record, so that an editor's change does not undo those given meanwhile.
    fn article(&mut self, article: &Article, before: Option<&Article>) -> StoreResult<()> {
        let key = ArticleKey::new(article.id);
        let listed = ListedArticle { id: article.id, version: article.version };
        if let Some(before) = before {
            let values = vec![
                ("data", document("article", article)?),
                ("row", document("article", &listed)?),
                ("version", number(article.version)),
                ("schema", number(SCHEMA)),
                ("expected", number(before.version)),
            ];
            let operation = Operation::Update {
                key: key.key(),
                change: "SET #data = :data, #row = :row, #version = :version, #schema = :schema".into(),
                condition: "#version = :expected",
                names: vec!["data", "row", "version", "schema"],
                values,
            };
            self.step("article", Purpose::Record, operation);
        } else {
            let item =
                ItemBuilder::new(&key, article.version).data(article)?.row(&listed)?.listed(article_place(article.id));
            let item = item.with("helpful", number(article.helpful)).with("unhelpful", number(article.unhelpful));
            self.put("article", item.done(), Condition::NotExists);
        }
        let stands = listing_items(article)?;
        let mut legacy_listing_items = before.map(legacy_listing_items).transpose()?.unwrap_or_default();
        for (key, item) in stands {
            legacy_listing_items.remove(&key);
            // All of them: what an older version wrote is brought up to date.
            self.put("shelf", item, Condition::Unconditional);
        }
        for key in legacy_listing_items {
            self.step("shelf", Purpose::Record, Operation::Delete { key, condition: Condition::Unconditional });
        }
        Ok(())
    }

    fn vote(&mut self, vote: &Vote, before: Option<&Vote>) -> StoreResult<()> {
        let condition = Condition::expect(before.map_or(0, |before| before.version));
        let item = ItemBuilder::new(&VoteKey::new(vote.article, vote.person), vote.version).data(vote)?.done();
        self.step("vote", Purpose::Vote, Operation::Put { item, condition });
        let change = match (before.map(|before| before.helpful), vote.helpful) {
            (None, true) => "ADD #helpful :one",
            (None, false) => "ADD #unhelpful :one",
            (Some(true), false) => "ADD #helpful :less, #unhelpful :one",
            (Some(false), true) => "ADD #helpful :one, #unhelpful :less",
            (Some(_), _) => return Ok(()),
        };
        let names = ["helpful", "unhelpful"].into_iter().filter(|name| change.contains(&format!("#{name}"))).collect();
        let mut values = vec![("one", number(1))];
        if change.contains(":less") {
            values.push(("less", number(-1)));
        }
        let condition = "attribute_exists(pk)";
        let key = ArticleKey::new(vote.article).key();
        self.step(
            "article",
            Purpose::Record,
            Operation::Update { key, change: change.into(), condition, names, values },
        );
        Ok(())
    }
}

fn new_password(email: &str, password: Password<'_>) -> Operation {
    let mut values = vec![("hash", text(password.hash))];
    let condition = if let Some(expected) = password.expected {
        values.push(("expected", text(expected)));
        "#data.#password_hash = :expected"
    } else {
        "attribute_exists(pk)"
    };
    Operation::Update {
        key: CredentialKey::new(email).key(),
        change: "SET #data.#password_hash = :hash".into(),
        condition,
        names: vec!["data", "password_hash"],
        values,
    }
}

/// Who else has a ticket in their list: everybody who takes part but whoever opened it.
fn participants(ticket: &Ticket) -> BTreeSet<PersonId> {
    ticket.participants.iter().map(|person| person.id).filter(|id| *id != ticket.requester.id).collect()
}

/// Where a published article is looked up: among the newest of its audiences, and under its words. An article for the
/// public stands nowhere else, for every reader reads what is.
fn listing_items(article: &Article) -> StoreResult<BTreeMap<Key, Item>> {
    let mut listing_items = BTreeMap::new();
    if article.state != ArticleState::Published {
        return Ok(listing_items);
    }
    let (audiences, products) = (article.audiences.clone(), article.products.clone());
    let (id, version) = (Some(article.id), article.version);
    let shelved = ListingRow { id, version, audiences, kind: Some(article.kind), products };
    let mut shelve = |key: Key, draft: ItemBuilder| -> StoreResult<()> {
        let draft = draft.data(&shelved)?;
        // What nobody may read any more goes by itself.
        let draft = if let Some(at) = article.expires_at { draft.expires(at) } else { draft };
        listing_items.insert(key, draft.done());
        Ok(())
    };
    let public = article.audiences.contains(&Audience::Public);
    let audiences = article.audiences.iter().filter(|audience| !public || **audience == Audience::Public);
    for audience in audiences {
        let products = article.products.iter().map(|product| ProductFilter::Product(*product));
        let nothing = article.products.is_empty().then_some(ProductFilter::Nothing);
        for about in products.chain(nothing).chain([ProductFilter::Anything]) {
            let key = AudienceKey::new(*audience, about, article.publish_at, article.id);
            shelve(key.key(), ItemBuilder::new(&key, 1))?;
        }
    }
    for word in words_of(article) {
        let key = WordKey::new(&word, article.id);
        shelve(key.key(), ItemBuilder::new(&key, 1))?;
    }
    Ok(listing_items)
}

/// Where an article may stand until now: an older version had one for the public among the newest of others as well.
fn legacy_listing_items(article: &Article) -> StoreResult<BTreeSet<Key>> {
    let mut legacy_listing_items: BTreeSet<Key> = listing_items(article)?.into_keys().collect();
    let among = |audience: &Audience| {
        AudienceKey::new(*audience, ProductFilter::Anything, article.publish_at, article.id).key()
    };
    legacy_listing_items.extend(article.audiences.iter().map(among));
    Ok(legacy_listing_items)
}

fn draft_item(draft: &Draft) -> StoreResult<Item> {
    let data = serde_json::to_string(&draft.data).map_err(|error| StoreError::Broken(error.to_string()))?;
    let kept = KeptDraft { data, updated_at: draft.updated_at, hat: draft.hat };
    let form = KeptForm { form: draft.form.clone(), updated_at: draft.updated_at };
    let item = ItemBuilder::new(&DraftKey::new(draft.person, &draft.form), 1).data(&kept)?.row(&form)?;
    Ok(item.listed(draft_place(draft.person, &draft.form, draft.updated_at)).done())
}

fn claim_item(claim: &Claim) -> StoreResult<Item> {
    let draft = ItemBuilder::new(&ClaimKey::new(claim.person, &claim.key), 1).data(claim)?;
    Ok(draft.with("expires", expiry(claim.expires_at)).done())
}

pub(super) fn job_item(job: &Job) -> StoreResult<Item> {
    Ok(ItemBuilder::new(&JobKey::new(job.id), job.version).row(job)?.listed(job_place(job)).done())
}

pub(super) fn touch_item(touch: &Touch) -> StoreResult<Item> {
    let mut draft = ItemBuilder::new(&TouchKey::new(touch.person, touch.id), 1).row(touch)?;
    if let Some(account) = touch.account {
        draft = draft.listed(account_touch_place(account, touch.id, touch.at));
    }
    if let Some(record) = &touch.record {
        draft = draft.listed(record_touch_place(&record.id, touch.id, touch.at));
    }
    Ok(draft.done())
}
