//! Filling a database: many records made from one that the product wrote, each with ids, times and places of its own.

use crate::database::Database;
use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::Uuid;

/// How long a time in a key is.
const TIME: usize = "2026-11-22T00:00:00.000000Z".len();

/// A ticket to make others of: its item, and the item that finds it by its number.
#[derive(Clone, Debug)]
pub struct TicketPattern {
    id: String,
    number: String,
    items: Vec<Value>,
}

/// Whose a ticket is to be, and where.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Its number.
    pub number: usize,
    /// When it last changed, or is due.
    pub at: Timestamp,
    /// Ids of the pattern, and what stands for each here.
    pub instead: &'a [(String, String)],
}

impl TicketPattern {
    /// The ticket of this id.
    pub async fn read(database: &Database, id: &str) -> Result<Self> {
        let item = database.item(&format!("ticket#{id}"), "ticket").await?;
        let number = item["data"]["M"]["number"]["N"].as_str().context("a ticket without a number")?.to_owned();
        let found_by = database.item(&format!("ticket-number#{number}"), "ticket-number").await?;
        Ok(Self { id: id.to_owned(), number, items: vec![item, found_by] })
    }

    /// What it says under this name: the id of its queue, its requester, its account.
    pub fn id_of(&self, name: &str) -> Result<String> {
        let id = self.items[0]["data"]["M"][name]["M"]["id"]["S"].as_str();
        Ok(id.with_context(|| format!("a ticket without {name}"))?.to_owned())
    }

    /// Another ticket like it.
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

/// Copies of one item, each with another id in place of its own and with other times in the keys of its lists: touches,
/// items of a timeline, articles, jobs, what an account purchased.
pub fn copies(item: &Value, id: &str, count: usize) -> impl Iterator<Item = String> {
    copies_of(vec![item.clone()], id, count)
}

/// The same of items that belong together and share the id.
pub fn copies_of(items: Vec<Value>, id: &str, count: usize) -> impl Iterator<Item = String> {
    let texts: Vec<String> = items.iter().map(Value::to_string).collect();
    let id = id.to_owned();
    (0..count).flat_map(move |_| {
        let another = Uuid::now_v7().to_string();
        texts.iter().map(|text| text.replace(&id, &another)).collect::<Vec<_>>()
    })
}

/// Times in the past, each some seconds before the one before.
pub fn ago(seconds: usize) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX / 4);
    Timestamp::now().checked_sub(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::UNIX_EPOCH)
}
