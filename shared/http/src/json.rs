//! JSON in which a name given twice is an error (RFC 7493, section 2.3): elsewhere it is open which of the two counts
//! (RFC 8259, section 4), and a check and a use of the same text must not differ.

use portico_domain::error::FieldError;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// Reads one JSON value, with an error for each name that an object holds twice, however it is spelt.
pub fn read(text: &[u8]) -> Result<(Value, Vec<FieldError>), serde_json::Error> {
    let repeated = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Place { at: &At::Root, repeated: &repeated }.deserialize(&mut reader)?;
    reader.end()?;
    Ok((value, repeated.into_inner()))
}

/// Escapes a name in a JSON pointer (RFC 6901, section 3).
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A position, from the inside out.
enum At<'a> {
    Root,
    Field(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

impl At<'_> {
    fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Field(outer, name) => format!("{}/{}", outer.pointer(), escape(name)),
            Self::Item(outer, index) => format!("{}/{index}", outer.pointer()),
        }
    }
}

#[derive(Clone, Copy)]
struct Place<'a> {
    at: &'a At<'a>,
    repeated: &'a RefCell<Vec<FieldError>>,
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = items.next_element_seed(Place { at: &At::Item(self.at, read.len()), ..self })? {
            read.push(item);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let at = At::Field(self.at, &name);
            if read.contains_key(&name) {
                let error = FieldError::new(at.pointer(), "duplicate", "This is given twice. Give it once.");
                self.repeated.borrow_mut().push(error);
            }
            let value = fields.next_value_seed(Place { at: &at, ..self })?;
            read.insert(name, value);
        }
        Ok(Value::Object(read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated(text: &str) -> Vec<String> {
        let (_, repeated) = read(text.as_bytes()).expect("JSON");
        repeated.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn json_is_read_as_it_always_was() {
        let long = format!("[{}]", "1,".repeat(1000) + "2");
        for text in [
            "null",
            "true",
            "-7",
            "18446744073709551615",
            "1.5e3",
            r#""\u00e9\n""#,
            r#"{"a": [{"b": {}}, [], "x"], "A": 1, "a/b": 2}"#,
            &long,
        ] {
            let (value, repeated) = read(text.as_bytes()).expect(text);
            assert_eq!(value, serde_json::from_str::<Value>(text).expect(text));
            assert_eq!(repeated, []);
        }
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        for text in ["", "{", "{} {}", "NaN", "1e999", "{'a': 1}", r#""\ud800""#, &deep] {
            assert_eq!(
                read(text.as_bytes()).expect_err("no JSON").to_string(),
                serde_json::from_str::<Value>(text).expect_err("no JSON").to_string()
            );
        }
    }

    #[test]
    fn a_name_given_twice_is_named_wherever_it_is_and_however_it_is_spelt() {
        assert_eq!(repeated(r#"{"severity": "low", "\u0073everity": "critical"}"#), ["/severity duplicate"]);
        assert_eq!(
            repeated(r#"{"a": [1, {"b/c": 1, "b/c": {"d": 1, "d": 1}}], "a": 2}"#),
            ["/a/1/b~1c duplicate", "/a/1/b~1c/d duplicate", "/a duplicate"]
        );
    }
}
