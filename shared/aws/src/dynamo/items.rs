//! Items: the layout of a record in the table, and reading it back.
//!
//! An item consists of its keys, `type`, `schema`, `version`, and the record in `data`. The part that lists show is in
//! `row`, which the indexes carry. If lists show the whole record, it is in `row` alone.

use super::keys::column;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use portico_domain::fault::Fault;
use portico_domain::record::{Membership, RecordKey};
use portico_domain::store::{StoreError, StoreResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::{from_attribute_value, to_attribute_value};
use std::collections::HashMap;
use std::fmt::Display;

/// An item as the SDK has it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// Layout of items today. Earlier ones are still read.
pub(super) const SCHEMA: u64 = 1;

pub(super) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(super) fn number(value: impl Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// Converts a record to an attribute.
pub(super) fn document<T: Serialize + ?Sized>(kind: &str, record: &T) -> StoreResult<AttributeValue> {
    to_attribute_value(record)
        .map_err(|error| StoreError::corrupt(Fault::caused(format!("{kind} cannot be stored"), error)))
}

/// Expiry attribute: TTL counts in whole seconds.
pub(super) fn expiry(at: Timestamp) -> AttributeValue {
    number(at.as_second())
}

/// The attributes of an item's primary key.
pub(super) const KEY: [&str; 2] = ["pk", "sk"];

/// The key attributes of an item.
pub(super) fn key_item(key: &RecordKey) -> Item {
    HashMap::from([("pk".into(), text(&*key.partition)), ("sk".into(), text(&*key.sort))])
}

/// The key of an item.
pub(super) fn key_of(item: &Item) -> Option<RecordKey> {
    Some(RecordKey { partition: text_of(item, "pk")?.to_owned(), sort: text_of(item, "sk")?.to_owned() })
}

/// A text attribute of an item.
pub(super) fn text_of<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

/// Builder of an item.
pub(super) struct ItemBuilder {
    kind: &'static str,
    item: Item,
}

impl ItemBuilder {
    pub(super) fn new(key: &RecordKey, kind: &'static str, version: u64) -> Self {
        let mut item = key_item(key);
        item.insert("type".into(), text(kind));
        item.insert("schema".into(), number(SCHEMA));
        item.insert("version".into(), number(version));
        Self { kind, item }
    }

    pub(super) fn data<T: Serialize + ?Sized>(self, record: &T) -> StoreResult<Self> {
        let value = document(self.kind, record)?;
        Ok(self.with("data", value))
    }

    pub(super) fn row<T: Serialize + ?Sized>(self, row: &T) -> StoreResult<Self> {
        let value = document(self.kind, row)?;
        Ok(self.with("row", value))
    }

    pub(super) fn with(mut self, name: &str, value: AttributeValue) -> Self {
        self.item.insert(name.into(), value);
        self
    }

    /// Lists the item in the membership's index.
    pub(super) fn listed(self, membership: &Membership) -> Self {
        let Some(column) = column(membership.list.home) else { return self };
        self.with(column.partition, text(&*membership.list.partition)).with(column.sort, text(&*membership.sort))
    }

    pub(super) fn expires(self, at: Option<Timestamp>) -> Self {
        if let Some(at) = at { self.with("expires", expiry(at)) } else { self }
    }

    pub(super) fn build(self) -> Item {
        self.item
    }
}

/// Type that can be read from an item. `stored!` registers each type in the file of its area, so that this crate
/// compiles its reading. A generic function would be compiled again in every binary.
pub(super) trait Stored: Sized {
    /// Reads the value from the attribute that holds it.
    fn of(value: AttributeValue) -> serde_dynamo::Result<Self>;
}

macro_rules! stored {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::dynamo::items::Stored for $type {
            #[inline(never)]
            fn of(value: aws_sdk_dynamodb::types::AttributeValue) -> serde_dynamo::Result<Self> {
                serde_dynamo::aws_sdk_dynamodb_1::from_attribute_value(value)
            }
        }
    )+};
}
pub(super) use stored;

/// Returns the first of these attributes that an item has, and the item's key for error messages.
fn taken(item: Item, names: &[&str]) -> StoreResult<(AttributeValue, Option<RecordKey>)> {
    let (key, mut item) = (key_of(&item), item);
    match names.iter().find_map(|name| item.remove(*name)) {
        Some(value) => Ok((value, key)),
        None => Err(broken(key.as_ref(), "holds no record")),
    }
}

fn broken(key: Option<&RecordKey>, what: &str) -> StoreError {
    let place = key.map_or_else(|| "an item without key".into(), |key| format!("{} {}", key.partition, key.sort));
    StoreError::corrupt(format!("{place} {what}"))
}

fn unreadable(key: Option<&RecordKey>, error: &serde_dynamo::Error) -> StoreError {
    broken(key, &format!("cannot be read: {error}"))
}

fn read<T: Stored>(item: Item, names: &[&str]) -> StoreResult<T> {
    let (value, key) = taken(item, names)?;
    T::of(value).map_err(|error| unreadable(key.as_ref(), &error))
}

/// Reads the record of an item.
pub(super) fn record<T: Stored>(item: Item) -> StoreResult<T> {
    read(item, &["data", "row"])
}

/// Reads the part of an item that lists show.
pub(super) fn row<T: Stored>(item: Item) -> StoreResult<T> {
    read(item, &["row"])
}

/// Reads a section of the settings, whose type only its own area knows.
pub(super) fn section<T: DeserializeOwned>(item: Item) -> StoreResult<T> {
    let (value, key) = taken(item, &["data", "row"])?;
    from_attribute_value(value).map_err(|error| unreadable(key.as_ref(), &error))
}

/// Reads a number that is stored next to the record.
pub(super) fn count(item: &Item, name: &str) -> Option<u64> {
    item.get(name)?.as_n().ok()?.parse().ok()
}
