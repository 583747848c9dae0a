//! Filling a database: many records made from one that the product wrote, each with ids, times and places of its own.

use crate::database::Database;
use crate::lists::Whose;
use crate::peers::{self, tickets};
use crate::portal::Portal;
use crate::request::Request;
use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Longest time for indexing the demo company.
const INDEXED_WITHIN: Duration = Duration::from_mins(1);
/// Length of a time in a key, in bytes.
const TIME: usize = "2026-11-22T00:00:00.000000Z".len();
/// Largest length of a text in copied records, in characters: no list shows more of a text.
const LEAN: usize = 160;

/// Pattern for copies of a ticket: its item, and the item that finds it by its number.
#[derive(Clone, Debug)]
pub struct TicketPattern {
    id: String,
    number: String,
    items: Vec<Value>,
}

/// Values that a copied ticket gets in place of those of the pattern.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Number of the ticket.
    pub number: usize,
    /// Time in the sort keys of the indexes: the last change or the due time.
    pub at: Timestamp,
    /// IDs of the pattern, each with its replacement.
    pub instead: &'a [(String, String)],
}

impl TicketPattern {
    /// Reads the ticket with this ID as a pattern.
    pub async fn read(database: &Database, id: &str) -> Result<Self> {
        let item = database.item(&format!("ticket#{id}"), "ticket").await?;
        let number = item["data"]["M"]["number"]["N"].as_str().context("a ticket without a number")?.to_owned();
        let found_by = database.item(&format!("ticket-number#{number}"), "ticket-number").await?;
        Ok(Self { id: id.to_owned(), number, items: vec![item, found_by] })
    }

    /// Returns the ID in a field of the ticket: `queue`, `requester`, `account`.
    pub fn id_of(&self, name: &str) -> Result<String> {
        let id = self.items[0]["data"]["M"][name]["M"]["id"]["S"].as_str();
        Ok(id.with_context(|| format!("a ticket without {name}"))?.to_owned())
    }

    /// Returns the items of a copy of the ticket.
    pub fn another(&self, place: &Place<'_>) -> Vec<String> {
        let id = Uuid::now_v7().to_string();
        let time = place.at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
        self.items
            .iter()
            .map(|item| {
                let mut item = item.clone();
                for key in ["gsi1sk", "gsi2sk", "gsi3sk", "gsi4sk"] {
                    if let Some(text) = item[key]["S"].as_str() {
                        item[key]["S"] = at_time(text, &time).into();
                    }
                }
                let (was, is) = (format!("\"{}\"", self.number), format!("\"{}\"", place.number));
                let mut text = item.to_string().replace(&self.id, &id);
                text = text.replace(&format!("\"number\":{{\"N\":{was}}}"), &format!("\"number\":{{\"N\":{is}}}"));
                text = text.replace(
                    &format!("\"ticket-number#{}\"", self.number),
                    &format!("\"ticket-number#{}\"", place.number),
                );
                place.instead.iter().fold(text, |text, (was, is)| text.replace(was, is))
            })
            .collect()
    }
}

/// A sort key of an index, with another time: `1#<time>#<id>` and `<time>#<id>`.
fn at_time(key: &str, time: &str) -> String {
    let Some((before, id)) = key.rsplit_once('#') else { return key.to_owned() };
    let prefix = &before[..before.len().saturating_sub(TIME)];
    format!("{prefix}{time}#{id}")
}

/// One record of each list, as a pattern for copies.
#[derive(Clone, Debug)]
pub struct Crowd {
    ticket: TicketPattern,
    instead: Vec<(String, String)>,
    /// Patterns of the other lists: the items that belong together, and the ID they share.
    others: Vec<(Vec<Value>, String)>,
    /// Records and people whose lists are filled.
    pub whose: Whose,
}

impl Crowd {
    /// Reads the patterns from a new dev server: records of the customer and the agent that the lists are read by.
    pub async fn read(server: &Portal) -> Result<Self> {
        let database = Database::at(&server.state.endpoints.dynamodb)?;
        indexed(&database).await?;
        let (member, agent) = (peers::customer(server).await?, peers::agent(server).await?);

        // The shortest ticket of the agent's, as if all were of one customer.
        let assigned = server.ask(&tickets("view=assigned", &agent)).await?;
        let mut patterns = Vec::new();
        for ticket in assigned["items"].as_array().into_iter().flatten() {
            patterns.push(TicketPattern::read(&database, text(&ticket["id"])?).await?);
        }
        let shortest = patterns.into_iter().min_by_key(|pattern| pattern.items[0].to_string().len());
        let mut ticket = shortest.context("an agent without tickets")?;
        let own = server.ask(&tickets("view=mine&status=active", &member)).await?;
        let own = &own["items"][0];
        let (of_ticket, account) = (text(&own["id"])?, text(&own["account"]["id"])?);
        let person = text(&own["requester"]["id"])?;
        let queue = ticket.id_of("queue")?;
        let instead =
            vec![(ticket.id_of("requester")?, person.to_owned()), (ticket.id_of("account")?, account.to_owned())];
        // No list finds a ticket by its number.
        ticket.items.truncate(1);

        let items = database.partition(&format!("ticket#{of_ticket}")).await?;
        let item =
            items.into_iter().find(|item| item["sk"]["S"].as_str().is_some_and(|key| key.starts_with("public#")));
        let item = item.context("a ticket without a timeline")?;

        let path = format!("/v1/tickets/{of_ticket}");
        server.ask(&Request::get("tickets-get", "/v1/tickets/{id}", path).by(&member)).await?;
        let touches = database.partition(&format!("touch#{person}")).await?;
        let about = |touch: &Value| touch["gsi2pk"]["S"] == format!("touches-of-record#{of_ticket}");
        let touch = touches.into_iter().rev().find(about).context("no touch of the ticket")?;

        let owned = database.partition(&format!("account#{account}")).await?;
        let owned =
            owned.into_iter().find(|item| item["type"]["S"] == "entitlement").context("nothing was purchased")?;

        let newest = database.partition("audience#customer").await?.into_iter().next_back().context("no article")?;
        let article = database.item(&format!("article#{}", after_mark(&newest["sk"]["S"])?), "article").await?;
        let job = a_job(&database).await?;

        let by = |item: &Value, key: &str| Ok::<_, anyhow::Error>(after_mark(&item[key]["S"])?.to_owned());
        let ids = [by(&item, "sk")?, by(&touch, "sk")?, by(&owned, "sk")?, by(&newest, "sk")?, by(&job, "pk")?];
        let kinds = [vec![item], vec![touch], vec![owned], vec![article, newest], vec![job]];
        let mut others: Vec<(Vec<Value>, String)> = kinds.into_iter().zip(ids).collect();
        let items = others.iter_mut().flat_map(|(items, _)| items);
        items.chain(&mut ticket.items).for_each(shorten);
        let whose = Whose { ticket: of_ticket.into(), person: person.into(), account: account.into(), queue };
        Ok(Self { ticket, instead, others, whose })
    }

    /// The items of `count` more tickets, the oldest first.
    pub fn tickets(self, count: usize) -> impl Iterator<Item = String> + Send {
        let Self { ticket, instead, .. } = self;
        (0..count).flat_map(move |index| {
            ticket.another(&Place { number: 100_000 + index, at: ago((count - index) * 7), instead: &instead })
        })
    }

    /// The items of `count` more records in every list that is not of tickets.
    pub fn others(self, count: usize) -> impl Iterator<Item = String> + Send {
        self.others.into_iter().flat_map(move |(items, id)| copies_of(&items, &id, count))
    }
}

/// Returns copies of items that belong together and share the ID, each with another ID in its place. The items are
/// touches, articles, jobs, purchases or parts of a timeline.
pub fn copies_of(items: &[Value], id: &str, count: usize) -> impl Iterator<Item = String> + use<> {
    let texts: Vec<String> = items.iter().map(Value::to_string).collect();
    let id = id.to_owned();
    (0..count).flat_map(move |_| {
        let another = Uuid::now_v7().to_string();
        texts.iter().map(|text| text.replace(&id, &another)).collect::<Vec<_>>()
    })
}

/// Shortens texts that no list shows in full.
fn shorten(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some((end, _)) = text.char_indices().nth(LEAN) {
                text.truncate(end);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(shorten),
        Value::Object(values) => values.values_mut().for_each(shorten),
        _ => {}
    }
}

/// Kinds of jobs that go through all articles or all tickets of a queue.
const INDEXING: [&str; 4] = ["\"reindex\"", "\"index_queue\"", "\"index_ticket\"", "\"recount_queue\""];

/// Waits until the demo company's articles and tickets have been indexed. Otherwise the server would index a million
/// others during the measurement.
pub async fn indexed(database: &Database) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < INDEXED_WITHIN {
        let mut due = Vec::new();
        for shard in 0..4 {
            due.extend(database.indexed("gsi1", &format!("due#{shard}")).await?);
        }
        let indexes = |job: &Value| INDEXING.iter().any(|kind| job.to_string().contains(kind));
        if !due.iter().any(indexes) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("the demo company was not indexed within {INDEXED_WITHIN:?}")
}

/// Returns a job of the database, changed to a parked one.
async fn a_job(database: &Database) -> Result<Value> {
    for shard in 0..4 {
        if let Some(found) = database.indexed("gsi1", &format!("due#{shard}")).await?.pop() {
            let mut job = database.item(text(&found["pk"]["S"])?, "job").await?;
            job["gsi1pk"]["S"] = "parked".into();
            job["row"]["M"]["parked"]["BOOL"] = true.into();
            return Ok(job);
        }
    }
    anyhow::bail!("the demo company owes nothing")
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("{value} is not a text"))
}

/// Returns the part of a key after its last `#`.
fn after_mark(key: &Value) -> Result<&str> {
    Ok(text(key)?.rsplit('#').next().unwrap_or_default())
}

/// Returns the time so many seconds ago.
pub fn ago(seconds: usize) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX / 4);
    Timestamp::now().checked_sub(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::UNIX_EPOCH)
}
