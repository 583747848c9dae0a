//! Items: how an entity is laid out in the table, and read back.
//!
//! An item is its keys, `type`, `schema`, `version`, and the record in `data`. What a list shows is in `row`, which the
//! indexes carry. Where a list shows the whole record it stands in `row` alone.

use super::keys::{EntityKey, Key, Place};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use portico_domain::ports::{Found, PortFailure};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::aws_sdk_dynamodb_1::{from_attribute_value, to_attribute_value};
use std::collections::HashMap;
use std::fmt::Display;

/// An item as the SDK has it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// How items are laid out now. Older ones are still read.
pub(super) const SCHEMA: u64 = 1;

pub(super) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(super) fn number(value: impl Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// A record as an attribute.
pub(super) fn document(what: &str, record: &impl Serialize) -> Found<AttributeValue> {
    to_attribute_value(record).map_err(|error| PortFailure::Broken(format!("{what} cannot be stored: {error}")))
}

/// When an item of this end is forgotten: TTL counts in whole seconds.
pub(super) fn expiry(at: Timestamp) -> AttributeValue {
    number(at.as_second())
}

/// The attributes of an item's primary key.
pub(super) const KEY: [&str; 2] = ["pk", "sk"];

impl Key {
    pub(super) fn item(&self) -> Item {
        HashMap::from([("pk".into(), text(&*self.pk)), ("sk".into(), text(&*self.sk))])
    }

    pub(super) fn of(item: &Item) -> Option<Self> {
        let part = |name: &str| item.get(name)?.as_s().ok().cloned();
        Some(Self { pk: part("pk")?, sk: part("sk")? })
    }
}

/// An item being laid out.
pub(super) struct Draft {
    what: &'static str,
    item: Item,
}

impl Draft {
    pub(super) fn new<K: EntityKey>(key: &K, version: u64) -> Self {
        let mut item = key.key().item();
        item.insert("type".into(), text(K::TYPE));
        item.insert("schema".into(), number(SCHEMA));
        item.insert("version".into(), number(version));
        Self { what: K::TYPE, item }
    }

    pub(super) fn data(self, record: &impl Serialize) -> Found<Self> {
        let value = document(self.what, record)?;
        Ok(self.with("data", value))
    }

    pub(super) fn row(self, row: &impl Serialize) -> Found<Self> {
        let value = document(self.what, row)?;
        Ok(self.with("row", value))
    }

    pub(super) fn with(mut self, name: &str, value: AttributeValue) -> Self {
        self.item.insert(name.into(), value);
        self
    }

    pub(super) fn listed(self, place: Place) -> Self {
        let Place { index, pk, sk } = place;
        self.with(index.pk(), text(pk)).with(index.sk(), text(sk))
    }

    pub(super) fn expires(self, at: Timestamp) -> Self {
        self.with("expires", expiry(at))
    }

    pub(super) fn done(self) -> Item {
        self.item
    }
}

fn read<T: DeserializeOwned>(item: Item, names: &[&str]) -> Found<T> {
    let (key, mut item) = (Key::of(&item), item);
    let place = || key.as_ref().map_or_else(|| "an item without key".into(), |key| format!("{} {}", key.pk, key.sk));
    let value = names.iter().find_map(|name| item.remove(*name));
    let value = value.ok_or_else(|| PortFailure::Broken(format!("{} holds no record", place())))?;
    from_attribute_value(value).map_err(|error| PortFailure::Broken(format!("{} cannot be read: {error}", place())))
}

/// The record of an item.
pub(super) fn record<T: DeserializeOwned>(item: Item) -> Found<T> {
    read(item, &["data", "row"])
}

/// What a list shows of an item.
pub(super) fn row<T: DeserializeOwned>(item: Item) -> Found<T> {
    read(item, &["row"])
}

/// A number kept beside the record.
pub(super) fn count(item: &Item, name: &str) -> Option<u64> {
    item.get(name)?.as_n().ok()?.parse().ok()
}
