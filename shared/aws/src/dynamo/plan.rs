//! From a change to the steps of one transaction: which items are put, updated and deleted, and on which conditions.
//! Nothing is called here.

use super::items::{Draft, Item, SCHEMA, document, expiry, number, text};
use super::keys::{
    AccountKey, ArticleKey, AudienceKey, ClaimKey, CredentialKey, DeflectionKey, DraftKey, EntitlementKey, EntityKey,
    InternalItemKey, JobKey, Key, LayoutKey, ParticipantKey, PersonKey, PublicItemKey, SessionKey, SettingsKey,
    TicketKey, TicketNumberKey, TouchKey, UploadKey, VoteKey, WordKey, account_place, account_touch_place,
    article_place, assignee_place, job_place, own_place, queue_place, record_touch_place,
};
use super::words::words_of;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use portico_domain::change::{Change, Claim, Draft as Typed, Write};
use portico_domain::ids::{ArticleId, PersonId, TicketId, TouchId};
use portico_domain::jobs::Job;
use portico_domain::knowledge::{Article, ArticleState};
use portico_domain::people::{Credential, Person};
use portico_domain::ports::{Found, PortFailure};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::list::TicketRow;
use portico_domain::touch::Touch;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many items one transaction can write.
const MOST_STEPS: usize = 100;

/// What an item must be for a step to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Must {
    Anything,
    BeAbsent,
    BeAt(u64),
    /// Absent, or past its end.
    BeForgotten(Timestamp),
}

impl Must {
    /// What a record must be to be written when its version was `expected`; 0: it did not exist.
    pub(super) fn expect(expected: u64) -> Self {
        if expected == 0 { Self::BeAbsent } else { Self::BeAt(expected) }
    }
}

/// One write.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    Put {
        item: Item,
        must: Must,
    },
    Delete {
        key: Key,
        must: Must,
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
pub(super) enum Role {
    Record,
    Claim,
    /// The credential of a person who may have got another e-mail address.
    Credential(PersonId),
    /// A vote, which may have been given meanwhile.
    Vote,
}

/// One step of a transaction.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) what: &'static str,
    pub(super) role: Role,
    pub(super) operation: Operation,
}

/// A vote as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Vote {
    pub(super) article: ArticleId,
    pub(super) person: PersonId,
    pub(super) helpful: bool,
    pub(super) comment: Option<String>,
    pub(super) at: Timestamp,
    pub(super) version: u64,
}

#[derive(Serialize)]
struct Deflection {
    article: ArticleId,
    person: PersonId,
    solved: bool,
    at: Timestamp,
}

/// Which ticket has a number.
#[derive(Serialize, Deserialize)]
pub(super) struct Numbered {
    pub(super) id: TicketId,
}

#[derive(Serialize)]
struct Listed {
    id: ArticleId,
    version: u64,
}

/// A draft as it is kept: the form's content as text, for it may be nested deeper than an item can be.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptDraft {
    pub(super) data: String,
    pub(super) updated_at: Timestamp,
}

/// What had to be read before a change could be planned. Usually nothing.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The votes given so far.
    pub(super) votes: HashMap<(ArticleId, PersonId), Vote>,
    /// The credentials of people under the e-mail address they had.
    pub(super) moved: HashMap<PersonId, Credential>,
}

#[derive(Default)]
struct Plan {
    steps: Vec<Step>,
}

impl Plan {
    fn step(&mut self, what: &'static str, role: Role, operation: Operation) {
        self.steps.push(Step { what, role, operation });
    }

    fn put(&mut self, what: &'static str, item: Item, must: Must) {
        self.step(what, Role::Record, Operation::Put { item, must });
    }

    fn delete<K: EntityKey>(&mut self, key: &K, must: Must) {
        self.step(K::TYPE, Role::Record, Operation::Delete { key: key.key(), must });
    }
}

/// The steps of a change.
pub(super) fn plan(change: &Change, known: &Known) -> Found<Vec<Step>> {
    let mut plan = Plan::default();
    let mut passwords = passwords(&change.writes);
    for write in &change.writes {
        plan.write(write, Some(change.touch.id), known, &mut passwords)?;
    }
    for (email, hash) in passwords {
        plan.step("credential", Role::Record, new_password(email, hash));
    }
    for job in &change.jobs {
        plan.put("job", job_item(job)?, Must::BeAbsent);
    }
    if let Some(claim) = &change.claim {
        let must = Must::BeForgotten(change.touch.at);
        plan.step("claim", Role::Claim, Operation::Put { item: claim_item(claim)?, must });
    }
    plan.put("touch", touch_item(&change.touch)?, Must::Anything);
    checked(plan.steps)
}

/// New records as items to be loaded, whatever is there.
pub(super) fn load(writes: &[Write]) -> Found<Vec<Item>> {
    let mut plan = Plan::default();
    let mut passwords = passwords(writes);
    for write in writes {
        plan.write(write, None, &Known::default(), &mut passwords)?;
    }
    if let Some(email) = passwords.keys().next() {
        return Err(PortFailure::Broken(format!("the password of {email} comes without the person")));
    }
    let steps = plan.steps.into_iter().map(|step| match step.operation {
        Operation::Put { item, .. } => Ok(item),
        _ => Err(PortFailure::Broken(format!("{}: only new records can be loaded", step.what))),
    });
    steps.collect()
}

/// The hashes of new passwords, by e-mail address.
fn passwords(writes: &[Write]) -> HashMap<&str, &str> {
    let hashes = writes.iter().filter_map(|write| match write {
        Write::Password { email, hash } => Some((&**email, &**hash)),
        _ => None,
    });
    hashes.collect()
}

/// A transaction cannot write an item twice, nor more than a hundred.
fn checked(steps: Vec<Step>) -> Found<Vec<Step>> {
    if steps.len() > MOST_STEPS {
        return Err(PortFailure::Broken(format!("a change of {} items; the most is {MOST_STEPS}", steps.len())));
    }
    let mut seen = HashSet::new();
    for step in &steps {
        let key = match &step.operation {
            Operation::Put { item, .. } => Key::of(item),
            Operation::Delete { key, .. } | Operation::Update { key, .. } => Some(key.clone()),
        };
        let key = key.ok_or_else(|| PortFailure::Broken(format!("{}: an item without key", step.what)))?;
        if let Some(twice) = seen.replace(key) {
            return Err(PortFailure::Broken(format!("a change writes {} {} twice", twice.pk, twice.sk)));
        }
    }
    Ok(steps)
}

impl Plan {
    fn write(
        &mut self,
        write: &Write,
        touch: Option<TouchId>,
        known: &Known,
        passwords: &mut HashMap<&str, &str>,
    ) -> Found<()> {
        match write {
            Write::Person { person, expected } => {
                let password = passwords.remove(&*person.email);
                self.person(person, *expected, password, known.moved.get(&person.id))?;
            }
            // Written with the person, or after everything else.
            Write::Password { .. } => {}
            Write::Session { session, expected } => {
                let item = Draft::new(&SessionKey::new(session.id), session.version).data(session)?;
                self.put("session", item.expires(session.expires_at).done(), Must::expect(*expected));
            }
            Write::Layout { person, hat, layout, expected } => {
                let item = Draft::new(&LayoutKey::new(*person, *hat), layout.version).data(layout)?;
                self.put("layout", item.done(), Must::expect(*expected));
            }
            Write::Draft(draft) => self.put("draft", draft_item(draft)?, Must::Anything),
            Write::DropDraft { person, form } => self.delete(&DraftKey::new(*person, form), Must::Anything),
            Write::Upload { upload, expected } => {
                let item = Draft::new(&UploadKey::new(upload.id), upload.version).data(upload)?;
                self.put("upload", item.done(), Must::expect(*expected));
            }
            Write::DropUpload { upload } => self.delete(&UploadKey::new(upload.id), Must::BeAt(upload.version)),
            Write::Ticket { ticket, before } => self.ticket(ticket, before.as_ref())?,
            Write::Public { ticket, item } => {
                let draft = Draft::new(&PublicItemKey::new(*ticket, item.id()), 1).data(item)?;
                self.put("timeline item", draft.done(), Must::BeAbsent);
            }
            Write::Internal { ticket, item } => {
                let draft = Draft::new(&InternalItemKey::new(*ticket, item.id()), 1).data(item)?;
                self.put("internal item", draft.done(), Must::BeAbsent);
            }
            Write::Account { account, expected } => {
                let item = Draft::new(&AccountKey::new(account.id), account.version).data(account)?;
                self.put("account", item.done(), Must::expect(*expected));
            }
            Write::Entitlement(owned) => {
                let key = EntitlementKey::new(owned.account, owned.product, owned.product_version, owned.id);
                self.put("entitlement", Draft::new(&key, 1).data(owned)?.done(), Must::Anything);
            }
            Write::Article { article, before } => self.article(article, before.as_ref())?,
            Write::Vote { article, person, helpful, comment, at } => {
                let before = known.votes.get(&(*article, *person));
                let version = before.map_or(0, |vote| vote.version) + 1;
                let (article, person, comment) = (*article, *person, comment.clone());
                self.vote(&Vote { article, person, helpful: *helpful, comment, at: *at, version }, before)?;
            }
            Write::Deflection { article, person, solved, at } => {
                let deflection = Deflection { article: *article, person: *person, solved: *solved, at: *at };
                let touch = touch.ok_or_else(|| PortFailure::Broken("a deflection comes with its touch".into()))?;
                let draft = Draft::new(&DeflectionKey::new(*article, touch), 1).data(&deflection)?;
                self.put("deflection", draft.done(), Must::BeAbsent);
            }
            Write::Job { job, expected } => self.put("job", job_item(job)?, Must::expect(*expected)),
            Write::DropJob { job } => self.delete(&JobKey::new(job.id), Must::BeAt(job.version)),
            Write::Settings { section, document } => {
                let draft = Draft::new(&SettingsKey::new(section), 1).data(document)?;
                self.put("settings", draft.done(), Must::Anything);
            }
        }
        Ok(())
    }

    fn person(
        &mut self,
        person: &Person,
        expected: u64,
        password: Option<&str>,
        moved: Option<&Credential>,
    ) -> Found<()> {
        let item = Draft::new(&PersonKey::new(person.id), person.version).data(person)?;
        self.put("person", item.done(), Must::expect(expected));
        let key = CredentialKey::new(&person.email);
        let whole = |hash: Option<String>| -> Found<Item> {
            let credential = Credential { person: person.clone(), password_hash: hash };
            Ok(Draft::new(&key, person.version).data(&credential)?.done())
        };
        let password = password.map(str::to_owned);
        match moved {
            // The e-mail address is unique: its row must not be there.
            None if expected == 0 => self.put("credential", whole(password)?, Must::BeAbsent),
            Some(moved) => {
                self.put("credential", whole(password.or_else(|| moved.password_hash.clone()))?, Must::BeAbsent);
                let before = CredentialKey::new(&moved.person.email);
                self.delete(&before, Must::BeAt(moved.person.version));
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
                if let Some(hash) = password {
                    change.push_str(", #data.#password_hash = :hash");
                    names.push("password_hash");
                    values.push(("hash", text(hash)));
                }
                let condition = "#data.#person.#id = :id";
                let operation = Operation::Update { key: key.key(), change, condition, names, values };
                self.step("credential", Role::Credential(person.id), operation);
            }
        }
        Ok(())
    }

    fn ticket(&mut self, ticket: &Ticket, before: Option<&Ticket>) -> Found<()> {
        let row = TicketRow::from(ticket);
        let mut item = Draft::new(&TicketKey::new(ticket.id), ticket.version).data(ticket)?.row(&row)?;
        item = item.listed(own_place(ticket.requester.id, ticket)).listed(queue_place(ticket));
        if let Some(account) = &ticket.account {
            item = item.listed(account_place(account.id, ticket));
        }
        if let Some(agent) = &ticket.assignee {
            item = item.listed(assignee_place(agent.id, ticket));
        }
        self.put("ticket", item.done(), Must::expect(before.map_or(0, |before| before.version)));
        if before.is_none() {
            let number = Draft::new(&TicketNumberKey::new(ticket.number), 1).data(&Numbered { id: ticket.id })?;
            self.put("ticket number", number.done(), Must::BeAbsent);
        }
        let takes_part = participants(ticket);
        for person in &takes_part {
            let draft = Draft::new(&ParticipantKey::new(ticket.id, *person), ticket.version).row(&row)?;
            self.put("participant", draft.listed(own_place(*person, ticket)).done(), Must::Anything);
        }
        for person in before.map(participants).unwrap_or_default().difference(&takes_part) {
            self.delete(&ParticipantKey::new(ticket.id, *person), Must::Anything);
        }
        Ok(())
    }

    /// Votes are counted beside the record, so that an editor's change does not undo those given meanwhile.
    fn article(&mut self, article: &Article, before: Option<&Article>) -> Found<()> {
        let key = ArticleKey::new(article.id);
        let listed = Listed { id: article.id, version: article.version };
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
            self.step("article", Role::Record, operation);
        } else {
            let item = Draft::new(&key, article.version).data(article)?.row(&listed)?.listed(article_place(article.id));
            let item = item.with("helpful", number(article.helpful)).with("unhelpful", number(article.unhelpful));
            self.put("article", item.done(), Must::BeAbsent);
        }
        let (words, had) = (words_of(article), before.map(words_of).unwrap_or_default());
        for word in words.difference(&had) {
            let draft = Draft::new(&WordKey::new(word, article.id), 1);
            self.put("word", draft.done(), Must::Anything);
        }
        for word in had.difference(&words) {
            self.delete(&WordKey::new(word, article.id), Must::Anything);
        }
        let (stands, stood) = (newest_of(article), before.map(newest_of).unwrap_or_default());
        for (audience, at) in stands.difference(&stood) {
            let draft = Draft::new(&AudienceKey::new(*audience, *at, article.id), 1);
            self.put("audience", draft.data(&listed)?.done(), Must::Anything);
        }
        for (audience, at) in stood.difference(&stands) {
            self.delete(&AudienceKey::new(*audience, *at, article.id), Must::Anything);
        }
        Ok(())
    }

    fn vote(&mut self, vote: &Vote, before: Option<&Vote>) -> Found<()> {
        let must = Must::expect(before.map_or(0, |before| before.version));
        let item = Draft::new(&VoteKey::new(vote.article, vote.person), vote.version).data(vote)?.done();
        self.step("vote", Role::Vote, Operation::Put { item, must });
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
        self.step("article", Role::Record, Operation::Update { key, change: change.into(), condition, names, values });
        Ok(())
    }
}

fn new_password(email: &str, hash: &str) -> Operation {
    Operation::Update {
        key: CredentialKey::new(email).key(),
        change: "SET #data.#password_hash = :hash".into(),
        condition: "attribute_exists(pk)",
        names: vec!["data", "password_hash"],
        values: vec![("hash", text(hash))],
    }
}

/// Who else has a ticket in their list: everybody who takes part but whoever opened it.
fn participants(ticket: &Ticket) -> BTreeSet<PersonId> {
    ticket.participants.iter().map(|person| person.id).filter(|id| *id != ticket.requester.id).collect()
}

fn newest_of(article: &Article) -> BTreeSet<(portico_domain::knowledge::Audience, Timestamp)> {
    let published = article.state == ArticleState::Published;
    article.audiences.iter().filter(|_| published).map(|audience| (*audience, article.publish_at)).collect()
}

fn draft_item(draft: &Typed) -> Found<Item> {
    let data = serde_json::to_string(&draft.data).map_err(|error| PortFailure::Broken(error.to_string()))?;
    let kept = KeptDraft { data, updated_at: draft.updated_at };
    Ok(Draft::new(&DraftKey::new(draft.person, &draft.form), 1).data(&kept)?.done())
}

fn claim_item(claim: &Claim) -> Found<Item> {
    let draft = Draft::new(&ClaimKey::new(claim.person, &claim.key), 1).data(claim)?;
    Ok(draft.with("expires", expiry(claim.expires_at)).done())
}

pub(super) fn job_item(job: &Job) -> Found<Item> {
    Ok(Draft::new(&JobKey::new(job.id), job.version).row(job)?.listed(job_place(job)).done())
}

pub(super) fn touch_item(touch: &Touch) -> Found<Item> {
    let mut draft = Draft::new(&TouchKey::new(touch.person, touch.id), 1).row(touch)?;
    if let Some(account) = touch.account {
        draft = draft.listed(account_touch_place(account, touch.id));
    }
    if let Some(record) = &touch.record {
        draft = draft.listed(record_touch_place(&record.id, touch.id));
    }
    Ok(draft.done())
}
