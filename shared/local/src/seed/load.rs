//! Writing the demo company into an empty table and bucket.

use super::ids::{id_in_order, place_of};
use super::source::{self, Source};
use super::tickets::{World, history};
use super::{DEMO_PASSWORD, id_of, settings};
use crate::state::Login;
use anyhow::{Context, Result, anyhow, bail};
use jiff::{SignedDuration, Timestamp};
use portico_auth::password;
use portico_aws::{Aws, S3};
use portico_domain::accounts::changes::account_number;
use portico_domain::accounts::products::{Product, ProductVersion};
use portico_domain::accounts::{Account, Entitlement};
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::files::ports::FileStore;
use portico_domain::hats::{Hat, HatKind};
use portico_domain::jobs::Job;
use portico_domain::knowledge::Article;
use portico_domain::knowledge::jobs::Reindex;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::tickets::canned::CannedReply;
use portico_domain::tickets::jobs::IndexQueue;
use portico_domain::tickets::settings::TicketSettings;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Any part of a store that seeding does not need.
pub trait Part: Send + Sync + 'static {}
impl<T: Send + Sync + 'static> Part for T {}

/// Number of records that are written at once. An account is in up to a dozen lists.
const RECORDS_AT_ONCE: usize = 6;
/// Number of files and histories that are written in parallel.
const SIDE_BY_SIDE: usize = 8;

/// Age of every person's record.
const PEOPLE_ARE_KNOWN: SignedDuration = SignedDuration::from_hours(150 * 7 * 24);

/// Result of seeding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeded {
    /// Customer accounts.
    pub accounts: usize,
    /// People.
    pub people: usize,
    /// Articles.
    pub articles: usize,
    /// Tickets.
    pub tickets: usize,
    /// Files of tickets.
    pub files: usize,
}

impl Source {
    /// Returns the people who can sign in, by face and role.
    pub fn logins(&self) -> Vec<Login> {
        let of = |person: &source::Person| {
            let logins = person.hats.iter().take(1).map(|hat| Login {
                face: name_of(&hat.kind),
                role: name_of(&hat.role),
                name: person.name.clone(),
                email: person.email.clone(),
                password: DEMO_PASSWORD.to_owned(),
            });
            logins.collect::<Vec<_>>()
        };
        self.people.iter().filter(|person| person.demo_login).flat_map(of).collect()
    }
}

/// Returns the name that JSON gives an enumerated value.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Writes everything. Leaves due jobs that fill the search index and that of the tickets.
pub async fn load<X: Part, M: Part, K: Part>(store: &Aws<S3, X, M, K>, source: &Source) -> Result<Seeded> {
    let now = source.days.now();
    let act = ActionContext {
        caller: Caller::system(),
        action: Action::RunJob,
        now,
        request_id: "seed".into(),
        ids: IdGenerator(Arc::new(Uuid::now_v7)),
    };
    let people = people(source)?;
    let ticket_settings = settings::tickets(source)?;

    let mut records = settings::writes(source)?;
    records.extend(products(source).iter().map(Write::create));
    records.extend(accounts(source)?);
    records.extend(canned_replies(source, now)?);
    commit(store, &act, records).await?;
    let hash = password::hash(DEMO_PASSWORD).map_err(|failure| anyhow!("{failure:?}"))?;
    let credentials = source.people.iter().filter_map(|entry| {
        let person = people.get(&entry.key)?;
        Some(person.create(entry.demo_login.then(|| hash.clone())))
    });
    commit(store, &act, credentials.flatten().collect()).await?;
    articles(store, &act, source).await?;

    let world = World { now, source, people: &people, settings: &ticket_settings };
    let mut files = 0;
    let mut histories = Vec::new();
    for entry in &source.tickets {
        let (changes, carried) = history(&world, entry)?;
        for file in &carried {
            let link = store.upload_link(&file.upload, now).await.map_err(|failure| anyhow!("{failure}"))?;
            send(&link.url, &link.headers, file.bytes.clone()).await?;
            files += 1;
        }
        histories.push(changes);
    }
    for batch in histories.chunks(SIDE_BY_SIDE) {
        let each = batch.iter().map(|changes| async move {
            for change in changes {
                store
                    .commit(change.clone())
                    .await
                    .map_err(|failure| anyhow!("{}: {failure}", change.touch.request_id))?;
            }
            anyhow::Ok(())
        });
        futures::future::try_join_all(each).await?;
    }
    index(store, &act, &ticket_settings).await?;
    reserve_numbers(store, source).await?;
    Ok(Seeded {
        accounts: source.accounts.len(),
        people: people.len(),
        articles: source.articles.len(),
        tickets: source.tickets.len(),
        files,
    })
}

/// Reserves the numbers that tickets and accounts have.
async fn reserve_numbers<X: Part, M: Part, K: Part>(store: &Aws<S3, X, M, K>, source: &Source) -> Result<()> {
    let ticket = source.tickets.iter().map(|ticket| ticket.number).max().unwrap_or(1000);
    let numbers = source.accounts.iter().filter_map(|account| account_number(&account.number));
    let account = numbers.max().unwrap_or(1000);
    let dynamo = store.dynamo();
    futures::future::try_join(dynamo.reserve_ticket_numbers(ticket), dynamo.reserve_account_numbers(account))
        .await
        .map(|_| ())
        .map_err(|failure| anyhow!("{failure}"))
}

/// Writes records that do not depend on each other, some at a time.
async fn commit(store: &impl Commit, act: &ActionContext, writes: Vec<Write>) -> Result<()> {
    for some in writes.chunks(RECORDS_AT_ONCE) {
        let change = Change::new(act.touch(None, None)).writes(some.iter().cloned());
        store.commit(change).await.map_err(|failure| anyhow!("the seed could not be written: {failure}"))?;
    }
    Ok(())
}

async fn send(url: &str, headers: &[(String, String)], bytes: Vec<u8>) -> Result<()> {
    let mut request = reqwest::Client::new().put(url).body(bytes);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.send().await.and_then(reqwest::Response::error_for_status).context("a file could not be stored")?;
    Ok(())
}

fn products(source: &Source) -> Vec<Product> {
    let version = |version: &source::Version| ProductVersion {
        id: id_of("version", &version.key),
        label: version.label.clone(),
        released_on: version.released_on,
        supported_until: version.supported_until,
    };
    let product = |entry: &source::Product| Product {
        id: id_of("product", &entry.key),
        version: 1,
        name: entry.name.clone(),
        code: entry.code.clone(),
        versions: entry.versions.iter().map(version).collect(),
    };
    source.products.iter().map(product).collect()
}

fn accounts(source: &Source) -> Result<Vec<Write>> {
    let mut writes = Vec::new();
    for entry in &source.accounts {
        let account = Account {
            id: id_of("account", &entry.key),
            version: 1,
            name: entry.name.clone(),
            number: entry.number.clone(),
            plan: entry.plan,
            territory: entry.territory.clone(),
            address: entry.address.clone(),
            delivery_address: None,
        };
        for owned in &entry.entitlements {
            writes.push(Write::put(&entitlement(source, &account, owned).with_context(|| entry.key.clone())?));
        }
        writes.push(Write::create(&account));
    }
    Ok(writes)
}

fn canned_replies(source: &Source, now: Timestamp) -> Result<Vec<Write>> {
    let written = now - PEOPLE_ARE_KNOWN;
    let replies = source.canned_replies.iter().map(|entry| {
        let known = |key: &String| source.queues.iter().any(|queue| &queue.key == key);
        if let Some(queue) = entry.queue.as_ref().filter(|key| !known(key)) {
            bail!("{}: there is no queue {queue}", entry.key);
        }
        Ok(Write::create(&CannedReply {
            id: id_of("canned-reply", &entry.key),
            version: 1,
            name: entry.name.clone(),
            text: entry.text.trim().to_owned(),
            queue: entry.queue.as_ref().map(|key| id_of("queue", key)),
            retired: false,
            created_at: written,
            updated_at: written,
        }))
    });
    replies.collect()
}

fn entitlement(source: &Source, account: &Account, owned: &source::Entitlement) -> Result<Entitlement> {
    let product = source.products.iter().find(|product| product.key == owned.product);
    let product = product.ok_or_else(|| anyhow!("there is no product {}", owned.product))?;
    let version = product.versions.iter().find(|version| version.key == owned.version);
    let version = version.ok_or_else(|| anyhow!("{} has no version {}", product.name, owned.version))?;
    Ok(Entitlement {
        id: id_of("entitlement", &format!("{}/{}", account.number, owned.version)),
        version: 1,
        account: account.id,
        product: id_of("product", &product.key),
        product_name: product.name.clone(),
        product_code: product.code.clone(),
        product_version: id_of("version", &version.key),
        version_label: version.label.clone(),
        supported_until: version.supported_until,
        quantity: owned.quantity,
        serials: owned.serials.clone(),
        purchased_on: owned.purchased_on,
        warranty_until: owned.warranty_until,
        support_until: owned.support_until,
    })
}

fn people(source: &Source) -> Result<HashMap<String, Person>> {
    let created_at = source.days.now().checked_sub(PEOPLE_ARE_KNOWN).context("a time too far back")?;
    let mut people = HashMap::new();
    for entry in &source.people {
        let hats = entry.hats.iter().enumerate().map(|(index, hat)| hat_of(source, &entry.key, index, hat));
        let person = Person {
            id: id_of("person", &entry.key),
            version: 1,
            name: entry.name.clone(),
            email: entry.email.to_lowercase(),
            phone: entry.phone.clone(),
            locale: entry.locale.clone().unwrap_or_else(|| source.company.locale.clone()),
            time_zone: entry.time_zone.clone().unwrap_or_else(|| source.company.time_zone.clone()),
            status: entry.status.unwrap_or(PersonStatus::Active),
            hats: hats.collect::<Result<_>>()?,
            created_at,
            updated_at: created_at,
            sessions_from: None,
            epoch: 0,
            mail_stop: None,
            invitation: None,
            second_factor: false,
            mails_off: Vec::new(),
        };
        people.insert(entry.key.clone(), person);
    }
    Ok(people)
}

fn hat_of(source: &Source, person: &str, index: usize, hat: &source::Hat) -> Result<Hat> {
    let organisation = match (hat.kind, &hat.account, &hat.partner) {
        (HatKind::Customer, Some(key), _) => {
            source.accounts.iter().find(|account| &account.key == key).map(|account| account.name.clone())
        }
        (HatKind::Partner, _, Some(key)) => {
            source.partners.iter().find(|partner| &partner.key == key).map(|partner| partner.name.clone())
        }
        (HatKind::Employee | HatKind::Staff, None, None) => Some(source.company.name.clone()),
        _ => None,
    };
    Ok(Hat {
        id: id_of("hat", &format!("{person}/{index}")),
        kind: hat.kind,
        role: hat.role,
        account: hat.account.as_ref().map(|key| id_of("account", key)),
        partner: hat.partner.as_ref().map(|key| id_of("partner", key)),
        organisation: organisation.ok_or_else(|| anyhow!("a hat of {person} belongs to nothing"))?,
        queues: hat.queues.iter().map(|key| id_of("queue", key)).collect(),
    })
}

/// Name of the person with this key.
fn owner_name(source: &Source, key: &str) -> Result<String> {
    let owner = source.people.iter().find(|person| person.key == key);
    owner.map(|owner| owner.name.clone()).ok_or_else(|| anyhow!("an article belongs to {key}, who is not there"))
}

async fn articles(store: &impl Commit, act: &ActionContext, source: &Source) -> Result<()> {
    for entry in &source.articles {
        let head = &entry.head;
        let products: Vec<&source::Product> = head
            .products
            .iter()
            .map(|key| source.products.iter().find(|product| &product.key == key))
            .collect::<Option<_>>()
            .ok_or_else(|| anyhow!("article {} is about a product that is not there", entry.key))?;
        let article = Article {
            id: id_in_order("article", &entry.key, place_of(source, head.publish_at)?),
            version: 1,
            kind: head.kind,
            title: head.title.clone(),
            summary: head.summary.clone(),
            body: entry.body.clone(),
            products: products.iter().map(|product| id_of("product", &product.key)).collect(),
            product_names: products.iter().map(|product| product.name.clone()).collect(),
            audiences: head.audiences.clone(),
            tags: head.tags.clone(),
            language: head.language.clone(),
            state: head.state,
            publish_at: head.publish_at,
            expires_at: head.expires_at,
            owner: id_of("person", &head.owner),
            owner_name: owner_name(source, &head.owner)?,
            updated_at: head.publish_at,
            helpful: 0,
            unhelpful: 0,
            review_by: None,
            asked_publish_at: None,
            working: None,
            has_history: false,
        };
        commit(store, act, vec![Write::create(&article)]).await?;
    }
    // One job fills the index, instead of one for each article.
    let change = Change::new(act.touch(None, None)).job(Job::now(act, &Reindex {}));
    store.commit(change).await.map_err(|failure| anyhow!("the seed could not be written: {failure}"))
}

/// Leaves jobs that index the words of the tickets of all queues.
async fn index<X: Part, M: Part, K: Part>(
    store: &Aws<S3, X, M, K>,
    act: &ActionContext,
    settings: &TicketSettings,
) -> Result<()> {
    let queues: Vec<_> = settings.queues.iter().map(|queue| queue.id).collect();
    let jobs = IndexQueue::all_of(&queues).into_iter().map(|index| Job::now(act, &index));
    let change = Change::new(act.touch(None, None)).jobs(jobs);
    store.commit(change).await.map_err(|failure| anyhow!("the seed could not be written: {failure}"))
}
