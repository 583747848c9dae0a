//! Checks of input against the very schema that the OpenAPI document shows, so the documented rules are the enforced
//! ones. Every field that cannot be accepted is named at once. The checks know the part of JSON Schema that utoipa
//! makes of our inputs.

use crate::json::escape;
use portico_domain::error::FieldError;
use portico_domain::text;
use serde_json::{Map, Value};
use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// Schema of an input, with everything that it refers to.
#[derive(Debug)]
pub struct InputSchema {
    root: Value,
    components: HashMap<String, Value>,
}

/// State of checking a value against a schema.
struct Held {
    errors: Vec<FieldError>,
    markdown: bool,
}

static SCHEMAS: LazyLock<RwLock<HashMap<TypeId, Arc<InputSchema>>>> = LazyLock::new(RwLock::default);

impl InputSchema {
    /// Returns the schema of `T`, which is made once.
    pub fn of<T: ToSchema + 'static>() -> Arc<Self> {
        let id = TypeId::of::<T>();
        if let Some(made) = SCHEMAS.read().ok().and_then(|schemas| schemas.get(&id).cloned()) {
            return made;
        }
        let mut referred: Vec<(String, RefOr<Schema>)> = Vec::new();
        T::schemas(&mut referred);
        let json = |schema: &RefOr<Schema>| serde_json::to_value(schema).unwrap_or(Value::Bool(true));
        let made = Arc::new(Self {
            root: json(&T::schema()),
            components: referred.iter().map(|(name, schema)| (name.clone(), json(schema))).collect(),
        });
        if let Ok(mut schemas) = SCHEMAS.write() {
            schemas.insert(id, made.clone());
        }
        made
    }

    /// Trims the texts of `value` and names everything in it that the schema does not allow. Texts of more than one
    /// line are Markdown, and one that draws nothing counts as missing.
    pub fn check(&self, value: &mut Value) -> Vec<FieldError> {
        self.held(value, true)
    }

    /// Checks query parameters in the same way; their texts are not Markdown.
    pub fn check_parameters(&self, value: &mut Value) -> Vec<FieldError> {
        self.held(value, false)
    }

    fn held(&self, value: &mut Value, markdown: bool) -> Vec<FieldError> {
        let mut held = Held { errors: Vec::new(), markdown };
        self.walk(&self.root, value, "", &mut held);
        held.errors
    }

    /// Converts the texts of query parameters to the types that the schema wants, if possible.
    pub fn coerce(&self, parameters: impl IntoIterator<Item = (String, String)>) -> Value {
        let properties = self.resolve(&self.root).get("properties").cloned().unwrap_or_default();
        let typed = |name: &str, text: String| {
            let schema = properties.get(name).map(|schema| self.resolve(schema).clone()).unwrap_or_default();
            let wants = |kind: &str| types(&schema).contains(&kind);
            if wants("integer") || wants("number") {
                // Numbers are taken as JSON writes them: not `+7` or `007`.
                let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
                number.map_or(Value::String(text), Value::from)
            } else if wants("boolean") {
                text.parse::<bool>().map(Value::from).unwrap_or(Value::String(text))
            } else {
                Value::String(text)
            }
        };
        Value::Object(parameters.into_iter().map(|(name, text)| (name.clone(), typed(&name, text))).collect())
    }

    /// Follows references; of "this or null" takes the one that is not null.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.rsplit('/').next().unwrap_or_default();
            return self.components.get(name).map_or(schema, |schema| self.resolve(schema));
        }
        for one_of in ["oneOf", "anyOf", "allOf"] {
            if let Some(choices) = schema.get(one_of).and_then(Value::as_array) {
                let mut real =
                    choices.iter().filter(|choice| choice.get("type").and_then(Value::as_str) != Some("null"));
                if let (Some(only), None) = (real.next(), real.next()) {
                    return self.resolve(only);
                }
            }
        }
        schema
    }

    /// Of several choices, the one that takes values of this type, and the types of all of them.
    fn choice<'a>(&'a self, schema: &'a Value, value: &Value) -> (&'a Value, Vec<&'a str>) {
        let Some(choices) = schema.get("oneOf").and_then(Value::as_array) else { return (schema, types(schema)) };
        let choices: Vec<&Value> = choices.iter().map(|choice| self.resolve(choice)).collect();
        let takes = |choice: &&&Value| types(choice).iter().any(|kind| is(value, kind));
        let chosen = choices.iter().find(takes).copied().unwrap_or(schema);
        (chosen, choices.into_iter().flat_map(types).collect())
    }

    fn walk(&self, schema: &Value, value: &mut Value, at: &str, held: &mut Held) {
        let nullable = nullable(schema);
        let schema = self.resolve(schema);
        if value.is_null() && (nullable || self::nullable(schema)) {
            return;
        }
        let (schema, allowed) = self.choice(schema, value);
        if !allowed.is_empty() && !allowed.iter().any(|kind| is(value, kind)) {
            held.errors.push(FieldError::new(at, "wrong_type", format!("This should be {}.", in_words(&allowed))));
            return;
        }
        match value {
            Value::Object(fields) => self.object(schema, fields, at, held),
            Value::Array(items) => {
                if let Some(most) = limit(schema, "maxItems")
                    && items.len() as u64 > most
                {
                    held.errors.push(FieldError::new(at, "too_many", format!("At most {most} are possible.")));
                    return;
                }
                if let Some(of) = schema.get("items") {
                    for (index, item) in items.iter_mut().enumerate() {
                        self.walk(of, item, &format!("{at}/{index}"), held);
                    }
                }
            }
            Value::String(text) => string(schema, text, at, held),
            Value::Number(number) => {
                let number = number.as_f64().unwrap_or_default();
                let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
                if bound("minimum").is_some_and(|least| number < least) {
                    held.errors.push(FieldError::new(at, "too_small", format!("At least {}.", schema["minimum"])));
                } else if bound("maximum").is_some_and(|most| number > most) {
                    held.errors.push(FieldError::new(at, "too_large", format!("At most {}.", schema["maximum"])));
                }
            }
            _ => {}
        }
    }

    fn object(&self, schema: &Value, fields: &mut Map<String, Value>, at: &str, held: &mut Held) {
        let known = schema.get("properties").and_then(Value::as_object);
        let extra = schema.get("additionalProperties");
        if let Some(most) = limit(schema, "maxProperties")
            && fields.len() as u64 > most
        {
            held.errors.push(FieldError::new(at, "too_many", format!("At most {most} are possible.")));
            return;
        }
        for required in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
        {
            if !fields.contains_key(required) {
                held.errors.push(FieldError::new(format!("{at}/{}", escape(required)), "required", "This is missing."));
            }
        }
        for (name, value) in fields {
            let pointer = format!("{at}/{}", escape(name));
            if let Some(schema) = known.and_then(|known| known.get(name)) {
                self.walk(schema, value, &pointer, held);
            } else if extra == Some(&Value::Bool(false)) {
                held.errors.push(FieldError::new(pointer, "unknown_field", "There is no such field."));
            } else if let Some(schema) = extra.filter(|extra| extra.is_object()) {
                if name.chars().count() > 100 {
                    held.errors.push(FieldError::new(pointer, "too_long", "A name can have 100 characters at most."));
                } else {
                    self.walk(schema, value, &pointer, held);
                }
            }
        }
    }
}

fn limit(schema: &Value, key: &str) -> Option<u64> {
    schema.get(key).and_then(Value::as_u64)
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn nullable(schema: &Value) -> bool {
    types(schema).contains(&"null")
        || ["oneOf", "anyOf"].iter().any(|key| {
            schema
                .get(key)
                .and_then(Value::as_array)
                .is_some_and(|choices| choices.iter().any(|choice| types(choice).contains(&"null")))
        })
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    }
}

fn in_words(kinds: &[&str]) -> String {
    let words = kinds.iter().filter(|kind| **kind != "null").map(|kind| match *kind {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        other => other,
    });
    words.collect::<Vec<_>>().join(" or ")
}

/// Mark of texts that are one line: names, a synopsis, an address. It is the only pattern that inputs have in the code.
pub const ONE_LINE: &str = r"^[^\r\n\t]*$";
/// Pattern of one line in full, as the document shows it. White space around a text is taken off.
pub const LINE_PATTERN: &str = r"^\s*[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]*\s*$";
/// Pattern of texts of more than one line.
pub const TEXT_PATTERN: &str = r"^\s*[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*\s*$";
/// Pattern of a language tag: language, script, region.
pub const LANGUAGE_PATTERN: &str = r"^\s*(?![Uu][Nn][Dd])[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?\s*$";
/// Pattern of the name of a time zone.
pub const TIME_ZONE_PATTERN: &str = r"^\s*[A-Za-z][A-Za-z0-9+_-]*(/[A-Za-z0-9+_-]+){0,2}\s*$";
/// Pattern of a cursor.
pub const CURSOR_PATTERN: &str = r"^[A-Za-z0-9_-]{1,2000}$";

/// Whether a character is white space by ECMA-262, so that the patterns mean the same everywhere.
fn is_space(char: char) -> bool {
    (char.is_whitespace() && char != '\u{85}') || char == '\u{feff}'
}

fn string(schema: &Value, text: &mut String, at: &str, held: &mut Held) {
    let mut refuse = |code: &str, detail: String| held.errors.push(FieldError::new(at, code, detail));
    if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
        if !choices.iter().any(|choice| choice.as_str() == Some(text)) {
            let choices: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
            refuse("not_one_of", format!("Possible are: {}.", choices.join(", ")));
        }
        return;
    }
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    let one_line = schema.get("pattern").and_then(Value::as_str) == Some(ONE_LINE);
    // Length of the text as it came: characters that are trimmed count too.
    let length = text.chars().count() as u64;
    if format != "password" {
        let trimmed = text.trim_matches(is_space);
        if trimmed.len() != text.len() {
            *text = trimmed.to_owned();
        }
        if text.contains(text::is_control) {
            refuse("control_characters", "This holds characters that cannot be shown.".into());
            return;
        }
    }
    if one_line {
        if text.contains(text::breaks_line) {
            refuse(
                "line_break",
                "This is one line: it cannot hold line breaks or marks that turn the direction of writing.".into(),
            );
            return;
        }
        if text.contains(text::WITHOUT_WIDTH) {
            // Invisible characters come along when text is copied, and would make two names of one.
            text.retain(|char| !text::WITHOUT_WIDTH.contains(&char));
            let trimmed = text.trim().to_owned();
            *text = trimmed;
        }
    }
    let least = limit(schema, "minLength").unwrap_or_default();
    let mut shown = length;
    if format != "password" {
        shown = text::shown(text) as u64;
        if least > 0 && held.markdown && !one_line && format.is_empty() && !text::shows_something(text) {
            shown = 0;
        }
        if shown == 0 {
            // A text that shows nothing counts as empty.
            text.clear();
        }
    }
    if shown < least {
        if shown == 0 {
            refuse("required", "This is missing.".into());
        } else {
            refuse("too_short", format!("At least {least} characters are needed."));
        }
    } else if let Some(most) = limit(schema, "maxLength").filter(|most| length > *most) {
        refuse("too_long", format!("At most {most} characters are possible; these are {length}."));
    } else {
        let fits = match format {
            "uuid" => text.len() == 36 && uuid::Uuid::try_parse(text).is_ok(),
            "date-time" => is_date_time(text),
            "date" => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
            "email" => text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.')),
            _ => true,
        };
        if !fits {
            refuse("wrong_format", format!("This is not a {}.", format.replace('-', " ")));
        }
    }
}

/// Whether a text is a time by RFC 3339, section 5.6. The library reads more than that.
fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let at = |index: usize, marks: &[u8]| bytes.get(index).is_some_and(|byte| marks.contains(byte));
    let clock =
        digits(0, 4) && at(4, b"-") && at(7, b"-") && at(10, b"Tt") && at(13, b":") && at(16, b":") && digits(17, 19);
    let zone = text.get(19..).unwrap_or_default().trim_start_matches(|char: char| char == '.' || char.is_ascii_digit());
    // The offset is less than a day: the library reads larger ones.
    let zone = matches!(zone, "Z" | "z")
        || (zone.len() == 6 && zone.as_bytes()[3] == b':' && zone.get(1..3).is_some_and(|hours| hours < "24"));
    clock && zone && text.parse::<jiff::Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;
    use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};

    #[derive(Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    #[allow(dead_code, reason = "its schema is the subject")]
    enum Colour {
        Red,
        Green,
    }

    #[derive(Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "its schema is the subject")]
    struct Sample {
        #[schema(min_length = 5, max_length = 10)]
        name: String,
        colour: Colour,
        second: Option<Colour>,
        #[schema(max_items = 2)]
        #[serde(default)]
        ids: Vec<portico_domain::ids::TicketId>,
        #[schema(minimum = 1, maximum = 100)]
        limit: Option<u32>,
        #[schema(format = Password)]
        password: Option<String>,
        #[schema(pattern = r"^[^\r\n\t]*$")]
        line: Option<String>,
        #[schema(schema_with = choices)]
        any: Option<Value>,
    }

    /// A text, a boolean or a list of texts.
    fn choices() -> Schema {
        let text = || ObjectBuilder::new().schema_type(Type::String).max_length(Some(3));
        let choices = OneOfBuilder::new()
            .item(text())
            .item(ObjectBuilder::new().schema_type(Type::Boolean))
            .item(ArrayBuilder::new().items(text()).max_items(Some(2)));
        Schema::OneOf(choices.build())
    }

    #[test]
    fn of_several_choices_that_of_the_type_counts() {
        let with = |any: Value| codes(json!({"name": "hello", "colour": "red", "any": any}));
        for good in [json!("abc"), json!(true), json!([]), json!(["abc", "d"])] {
            assert_eq!(with(good), []);
        }
        let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        assert_eq!(with(json!("abcd")), one("/any", "too_long"));
        assert_eq!(with(json!(["a", "b", "c"])), one("/any", "too_many"));
        assert_eq!(with(json!(["a", 2])), one("/any/1", "wrong_type"));
        assert_eq!(with(json!(2)), one("/any", "wrong_type"));
        assert_eq!(with(json!({})), one("/any", "wrong_type"));
        let mut value = json!(2);
        let asked = InputSchema { root: serde_json::to_value(choices()).unwrap(), components: HashMap::new() };
        assert_eq!(asked.check(&mut value)[0].detail, "This should be a text or true or false or a list.");
    }

    fn codes(mut value: Value) -> Vec<(String, String)> {
        let mut found: Vec<_> = InputSchema::of::<Sample>()
            .check(&mut value)
            .into_iter()
            .map(|error| (error.pointer, error.code))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn good_input_passes() {
        let good = json!({"name": "  hello  ", "colour": "red", "second": null, "ids": ["0191b2c4-0000-7000-8000-000000000000"], "limit": 3});
        assert_eq!(codes(good), vec![]);
    }

    #[test]
    fn every_bad_field_is_named() {
        let bad = json!({"name": "    x    ", "second": "blue", "ids": ["x", 3], "limit": 0, "surprise": 1, "a/b": 2});
        let expected = [
            ("/a~1b", "unknown_field"),
            ("/colour", "required"),
            ("/ids/0", "wrong_format"),
            ("/ids/1", "wrong_type"),
            ("/limit", "too_small"),
            ("/name", "too_short"),
            ("/second", "not_one_of"),
            ("/surprise", "unknown_field"),
        ];
        assert_eq!(codes(bad), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())).to_vec());
    }

    #[test]
    fn too_many_and_too_long_and_control_characters() {
        let id = "0191b2c4-0000-7000-8000-000000000000";
        let bad = json!({"name": "hello\u{0}there", "colour": "green", "ids": [id, id, id]});
        assert_eq!(codes(bad), vec![("/ids".into(), "too_many".into()), ("/name".into(), "control_characters".into())]);
        assert_eq!(
            codes(json!({"name": "hello hello hello", "colour": "green"})),
            vec![("/name".into(), "too_long".into())]
        );
    }

    #[test]
    fn what_nobody_can_see_is_nothing() {
        for name in [
            "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
            "\u{feff}\u{2060}\u{ad}\u{3164}\u{2800}",
            "\u{200d} \u{200d}  \u{200d}",
        ] {
            assert_eq!(
                codes(json!({"name": name, "colour": "red"})),
                vec![("/name".into(), "required".into())],
                "{name:?}"
            );
        }
        // Four letters are four, whatever is between them.
        let padded = json!({"name": "a\u{200b}b\u{200b}c\u{200b}d", "colour": "red"});
        assert_eq!(codes(padded), vec![("/name".into(), "too_short".into())]);
        // Between letters it can be right: a joiner of Persian, an emoji of a family.
        for name in ["می\u{200c}خواهم", "Ann 👩\u{200d}👩\u{200d}👧"] {
            let mut value = json!({"name": name, "colour": "red"});
            assert_eq!(InputSchema::of::<Sample>().check(&mut value), vec![]);
            assert_eq!(value["name"], name);
        }
    }

    #[test]
    fn a_line_holds_no_marks_without_width() {
        let mut value = json!({"name": "hello", "colour": "red", "line": "\u{feff} \u{200b}Ann\u{200b} Lee \u{ad}"});
        assert_eq!(InputSchema::of::<Sample>().check(&mut value), vec![]);
        assert_eq!(value["line"], "Ann Lee");
        assert_eq!(
            codes(json!({"name": "hello", "colour": "red", "line": "\u{202e}eeL nnA"})),
            vec![("/line".into(), "line_break".into())]
        );
    }

    #[test]
    fn passwords_are_not_trimmed() {
        let mut value = json!({"name": "hello", "colour": "red", "password": " x "});
        assert!(InputSchema::of::<Sample>().check(&mut value).is_empty());
        assert_eq!(value["password"], " x ");
    }

    #[test]
    fn times_are_those_of_rfc_3339() {
        for time in ["2026-11-29T10:00:00Z", "2026-11-29t10:00:00.5+23:59", "2026-11-29T10:00:00-00:30"] {
            assert!(is_date_time(time), "{time}");
        }
        for other in [
            "2026-11-29T10:00:00",
            "2026-11-29 10:00:00Z",
            "2026-11-29T10:00:00+25:00",
            "2026-11-29T10:00:00+24:00",
            "2026-11-29T10:00:00+é5:0",
            "2026-02-29T10:00:00Z",
            "2026-11-29T10:00Z",
        ] {
            assert!(!is_date_time(other), "{other}");
        }
    }

    #[test]
    fn something_else_than_an_object_is_refused() {
        assert_eq!(codes(json!([1])), vec![(String::new(), "wrong_type".into())]);
    }

    #[test]
    fn query_parameters_become_numbers_where_wanted() {
        let value = InputSchema::of::<Sample>().coerce([("limit".into(), "7".into()), ("name".into(), "7".into())]);
        assert_eq!(value, json!({"limit": 7, "name": "7"}));
    }
}
