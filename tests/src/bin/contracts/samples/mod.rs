//! Response examples of the OpenAPI document: the views of sample records. Each area has a file with those of its
//! responses: one for each schema, and one for an operation whose answer differs from it.

pub(crate) mod accounts;
pub(crate) mod auth;
pub(crate) mod files;
pub(crate) mod imports;
pub(crate) mod jobs;
pub(crate) mod knowledge;
pub(crate) mod people;
pub(crate) mod profile;
mod scenario;
pub(crate) mod settings;
pub(crate) mod tickets;
pub(crate) mod touches;

use crate::areas::Area;
use anyhow::{Context, bail};
pub(crate) use scenario::{Scenario, caller, id};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// Name of a schema or an operation, and an example of its answer.
pub(crate) type Sample = (String, Value);

/// The examples of all areas, by the name of their schema or operation.
pub(crate) struct Samples {
    all: BTreeMap<String, Value>,
    used: BTreeSet<String>,
}

impl Samples {
    pub(crate) fn of(areas: &[Area]) -> anyhow::Result<Self> {
        let scenario = Scenario::new()?;
        let mut all = BTreeMap::new();
        for (name, value) in areas.iter().flat_map(|area| (area.samples)(&scenario)) {
            if value.is_null() || all.insert(name.clone(), numbered(&value)).is_some() {
                bail!("the example of {name} is empty, or there are two");
            }
        }
        Ok(Self { all, used: BTreeSet::new() })
    }

    /// The example of an operation's answer: its own, or that of the schema. One of a list is a page with one item.
    pub(crate) fn get(&mut self, operation: &str, schema: &str) -> anyhow::Result<Value> {
        let item = schema.strip_prefix("List_").unwrap_or(schema);
        let name = [operation, schema, item].into_iter().find(|name| self.all.contains_key(*name));
        let name = name.with_context(|| {
            format!("{item} has no example: add one to tests/src/bin/contracts/samples, in the file of its area")
        })?;
        self.used.insert(name.to_owned());
        let found = self.all[name].clone();
        Ok(if name == item && item != schema { json!({ "items": [found], "next_cursor": null }) } else { found })
    }

    /// Fails if there is an example of nothing.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        match self.all.keys().find(|name| !self.used.contains(*name)) {
            Some(name) => bail!("nothing answers with the example {name}"),
            None => Ok(()),
        }
    }
}

/// A value as the example of its schema.
pub(crate) fn sample<T: Serialize + ToSchema>(value: &T) -> Sample {
    sample_of(&T::name(), value)
}

/// A value as the example of what an operation answers.
pub(crate) fn sample_of<T: Serialize>(operation: &str, value: &T) -> Sample {
    (operation.to_owned(), serde_json::to_value(value).unwrap_or_default())
}

/// The same value with those of its IDs numbered that are new in each run.
fn numbered(value: &Value) -> Value {
    fn walk(value: &Value, seen: &mut Vec<Uuid>) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| walk(item, seen)).collect(),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, field)| (name.clone(), walk(field, seen)));
                fields.collect::<serde_json::Map<_, _>>().into()
            }
            Value::String(text) => match text.parse::<Uuid>() {
                Ok(known) if known.as_u128() >> 32 == scenario::FIRST_ID >> 32 => value.clone(),
                Ok(new) => {
                    let place = seen.iter().position(|known| *known == new).unwrap_or_else(|| {
                        seen.push(new);
                        seen.len() - 1
                    });
                    json!(id::<Uuid>(0x100 + place))
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
        let [one, other] = [Uuid::now_v7(), Uuid::now_v7()];
        let known: Uuid = id(7);
        let told = numbered(&json!({ "a": one, "b": [other, one], "c": "text", "d": known }));
        assert_eq!(told["a"], told["b"][1]);
        assert_ne!(told["a"], told["b"][0]);
        assert_eq!(told["a"], json!(id::<Uuid>(0x100)));
        assert_eq!((told["c"].as_str(), &told["d"]), (Some("text"), &json!(known)));
    }
}
