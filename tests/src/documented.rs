//! Checks answers against the OpenAPI document: each must be one that the document names for its operation, and of the
//! shape it gives.

use http::{Method, StatusCode};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../openapi.json");
    serde_json::from_str(text).expect("the committed document is JSON")
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Checks an answer against the document. An answer of no operation, such as that for an unknown path, must be a
/// problem.
///
/// # Panics
/// Panics if the answer does not fit.
#[track_caller]
pub fn hold_to_document(method: &Method, path: &str, status: StatusCode, body: &[u8]) {
    let path = path.split('?').next().unwrap_or_default();
    let place = format!("{method} {path} {}", status.as_u16());
    let Some(operation) = operation(method, path) else {
        assert!(status.is_client_error() || *method == Method::OPTIONS, "{place}: the document has no such operation");
        return;
    };
    let responses = &operation["responses"];
    let response = &responses[status.as_str()];
    assert!(!response.is_null(), "{place}: the document does not name this status for {}", operation["operationId"]);
    let response = resolve(response);
    let media_type = if status.is_client_error() || status.is_server_error() {
        "application/problem+json"
    } else {
        "application/json"
    };
    let schema = &response["content"][media_type]["schema"];
    if schema.is_null() || *method == Method::HEAD {
        assert!(body.is_empty(), "{place}: the document names no body, and there is one");
        return;
    }
    let json: Value = serde_json::from_slice(body).unwrap_or_else(|error| panic!("{place}: not JSON: {error}"));
    let validator = validator(schema);
    let errors: Vec<_> =
        validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{place}: not as documented: {}\n{json}", errors.join("; "));
}

/// Returns the dates that requests contain, by operation ID and pointer into the body.
pub fn dates() -> Vec<(String, String)> {
    let mut dates = Vec::new();
    for item in DOCUMENT["paths"].as_object().into_iter().flatten().map(|(_, item)| item) {
        for operation in item.as_object().into_iter().flatten().map(|(_, operation)| operation) {
            let body = &resolve(&operation["requestBody"])["content"]["application/json"]["schema"];
            let mut pointers = Vec::new();
            dates_in(body, "", &mut pointers, 0);
            let id = operation["operationId"].as_str().unwrap_or_default();
            dates.extend(pointers.into_iter().map(|pointer| (id.to_owned(), pointer)));
        }
    }
    dates
}

/// Largest depth of nesting in a request.
const DEEPEST: usize = 12;

fn dates_in(schema: &'static Value, pointer: &str, found: &mut Vec<String>, depth: usize) {
    assert!(depth < DEEPEST, "a request that is nested without end, at {pointer}");
    let schema = resolve(schema);
    if matches!(schema["format"].as_str(), Some("date" | "date-time")) {
        found.push(pointer.to_owned());
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        dates_in(inner, &format!("{pointer}/{name}"), found, depth + 1);
    }
    for inner in ["oneOf", "anyOf", "allOf"].iter().filter_map(|of| schema[of].as_array()).flatten() {
        dates_in(inner, pointer, found, depth + 1);
    }
    if schema["items"].is_object() {
        dates_in(&schema["items"], &format!("{pointer}/0"), found, depth + 1);
    }
}

/// A parameter of an operation.
pub struct Parameter {
    /// Name of the parameter.
    pub name: String,
    /// Place of the parameter: `query`, `header` or `path`.
    pub place: String,
    integer: bool,
    boolean: bool,
    validator: Arc<Validator>,
}

impl Parameter {
    /// Whether the document allows this text. Numbers, true and false are spelt as JSON spells them.
    pub fn allows(&self, text: &str) -> bool {
        let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
        let integer = number.filter(|_| self.integer).map(Value::from);
        let boolean = text.parse::<bool>().ok().filter(|_| self.boolean).map(Value::from);
        let value = integer.or(boolean).unwrap_or_else(|| Value::from(text));
        self.validator.is_valid(&value)
    }
}

/// Returns the parameters of an operation.
///
/// # Panics
/// Panics if the document has no such operation.
pub fn parameters(method: &Method, path: &str) -> Vec<Parameter> {
    let operation = operation(method, path).unwrap_or_else(|| panic!("the document has no {method} {path}"));
    let each = operation["parameters"].as_array().into_iter().flatten().map(|parameter| {
        let parameter = resolve(parameter);
        let kind = &parameter["schema"]["type"];
        let kinds = kind.as_array().cloned().unwrap_or_else(|| vec![kind.clone()]);
        Parameter {
            name: parameter["name"].as_str().unwrap_or_default().to_owned(),
            place: parameter["in"].as_str().unwrap_or_default().to_owned(),
            integer: kinds.iter().any(|kind| kind == "integer"),
            boolean: kinds.iter().any(|kind| kind == "boolean"),
            validator: validator(&parameter["schema"]),
        }
    });
    each.collect()
}

/// Returns the validator of an operation's body.
///
/// # Panics
/// Panics if the document has no such operation, or if the operation takes no body.
pub fn body(method: &Method, path: &str) -> Arc<Validator> {
    let operation = operation(method, path).unwrap_or_else(|| panic!("the document has no {method} {path}"));
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    assert!(!schema.is_null(), "{method} {path} takes no body");
    validator(schema)
}

/// The operation ids and paths of the document.
pub fn operations() -> Vec<(String, String, String)> {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten();
    let each = paths.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, operation)| {
            let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
            (method.to_uppercase(), path.clone(), id)
        })
    });
    each.collect()
}

/// The id of the operation that answers this, if any does.
pub fn operation_id(method: &Method, path: &str) -> Option<&'static str> {
    operation(method, path.split('?').next().unwrap_or_default())?["operationId"].as_str()
}

fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let asked: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let segments: Vec<&str> = template.split('/').collect();
        segments.len() == asked.len()
            && segments
                .iter()
                .zip(&asked)
                .all(|(segment, asked)| segment == asked || (segment.starts_with('{') && !asked.is_empty()))
    };
    let method = if *method == Method::HEAD { "get".to_owned() } else { method.as_str().to_lowercase() };
    let mut paths: Vec<_> = DOCUMENT["paths"].as_object()?.iter().filter(|(template, _)| fits(template)).collect();
    // Text goes before a parameter.
    paths.sort_by_key(|(template, _)| template.matches('{').count());
    paths.into_iter().map(|(_, item)| &item[&method]).find(|operation| !operation.is_null())
}

fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => DOCUMENT.pointer(pointer).unwrap_or(&Value::Null),
        None => value,
    }
}

fn validator(schema: &Value) -> Arc<Validator> {
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let made = validators.entry(schema.to_string()).or_insert_with(|| {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": DOCUMENT["components"],
            "allOf": [schema],
        });
        let options = jsonschema::options().should_validate_formats(true);
        Arc::new(options.build(&whole).expect("a schema of the document"))
    });
    Arc::clone(made)
}
