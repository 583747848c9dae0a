//! Response examples of the OpenAPI document: the views of sample records. Each area has a file with those of its
//! responses. IDs are numbered, so that the document does not change from one run to the next.

pub(crate) mod accounts;
pub(crate) mod auth;
pub(crate) mod files;
pub(crate) mod jobs;
pub(crate) mod knowledge;
pub(crate) mod people;
pub(crate) mod profile;
pub(crate) mod settings;
pub(crate) mod tickets;
pub(crate) mod touches;

use crate::areas::Area;
use anyhow::Context;
use jiff::Timestamp;
use portico_domain::accounts::Account;
use portico_domain::caller::Caller;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::people::Person;
use portico_testing::records;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Name of a schema and a value of it.
pub(crate) type Sample = (String, Value);

/// The examples of all areas, by the name of their schema.
pub(crate) struct Samples(BTreeMap<String, Value>);

impl Samples {
    pub(crate) fn of(areas: &[Area]) -> Self {
        let cast = Cast::new();
        let all = areas.iter().flat_map(|area| (area.samples)(&cast));
        Self(all.map(|(name, value)| (name, numbered(&value))).collect())
    }

    /// The example of a schema. One of a list is a page with one item.
    pub(crate) fn get(&self, schema: &str) -> anyhow::Result<Value> {
        let name = schema.strip_prefix("List_").unwrap_or(schema);
        let found = self.0.get(name).with_context(|| {
            format!("{name} has no example: add one to tests/src/bin/contracts/samples, in the file of its area")
        })?;
        Ok(if name == schema { found.clone() } else { json!({ "items": [found], "next_cursor": null }) })
    }
}

/// A value as the example of its type.
pub(crate) fn sample<T: Serialize + ToSchema>(value: &T) -> Sample {
    (T::name().into_owned(), serde_json::to_value(value).unwrap_or_default())
}

/// The people of the examples, on a Monday morning.
pub(crate) struct Cast {
    pub(crate) now: Timestamp,
    pub(crate) account: Account,
    pub(crate) customer: Person,
    pub(crate) agent: Person,
}

impl Cast {
    fn new() -> Self {
        let now = "2026-03-16T09:30:00Z".parse().unwrap_or_default();
        let account = Account { name: "Fjord Robotics".into(), number: "A-2041".into(), ..records::account() };
        let mut staff = records::hat(HatKind::Staff, Role::Agent);
        staff.queues = vec![records::fresh()];
        let named = |name: &str, email: &str, hat: Hat| {
            let person = records::person(vec![hat], now);
            Person { name: name.into(), email: email.into(), ..person }
        };
        Self {
            now,
            customer: named("Ingrid Solberg", "ingrid@fjord.example", records::hat_of(&account, Role::Member)),
            agent: named("Daniel Okafor", "daniel@xyz.example", staff),
            account,
        }
    }
}

/// A person with their first hat on.
pub(crate) fn caller(person: &Person) -> Caller {
    records::caller(person, &person.hats[0])
}

/// The same value with its IDs numbered in the order in which they occur.
fn numbered(value: &Value) -> Value {
    fn walk(value: &Value, seen: &mut Vec<Uuid>) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| walk(item, seen)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, field)| (name.clone(), walk(field, seen)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            Value::String(text) => match text.parse::<Uuid>() {
                Ok(id) => {
                    let place = seen.iter().position(|known| *known == id).unwrap_or_else(|| {
                        seen.push(id);
                        seen.len() - 1
                    });
                    format!("0195a2f4-1c00-7000-8000-{:012}", place + 1).into()
                }
                Err(_) => value.clone(),
            },
            other => other.clone(),
        }
    }
    walk(value, &mut Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_id_gets_the_same_number() {
        let [one, other]: [Uuid; 2] = [records::fresh(), records::fresh()];
        let told = numbered(&json!({ "a": one, "b": [other, one], "c": "text" }));
        assert_eq!(told["a"], told["b"][1]);
        assert_ne!(told["a"], told["b"][0]);
        assert_eq!(told["c"], "text");
    }
}
