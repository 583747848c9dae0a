//! Rules of the log: one line for each request, with just what operations needs. It contains no text that anybody
//! typed, no name, no credential and no address.
//!
//! The endpoints of the suites run in this process and log as deployed ones do, into memory. The client holds every
//! request it makes to these rules, and a sweep every job.

#![allow(clippy::missing_panics_doc, reason = "a log that is not as it must be ends the test")]

use portico_http::log::Lines;
use serde_json::Value;
use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use tracing_subscriber::filter::LevelFilter;
use uuid::Uuid;

/// The namespace of metrics in tests.
pub const NAMESPACE: &str = "portico-test";

#[derive(Default)]
struct Kept {
    /// Lines of requests, by request ID.
    requests: HashMap<String, Vec<String>>,
    /// Lines that belong to no request.
    others: Vec<String>,
}

static KEPT: OnceLock<Mutex<Kept>> = OnceLock::new();

fn kept() -> MutexGuard<'static, Kept> {
    KEPT.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

struct Keep;

impl io::Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in String::from_utf8_lossy(bytes).lines() {
            let json: Value = serde_json::from_str(line).unwrap_or_default();
            let mut kept = kept();
            match json["request_id"].as_str() {
                Some(id) => kept.requests.entry(id.to_owned()).or_default().push(line.to_owned()),
                None => kept.others.push(line.to_owned()),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps this process's log from now on, as a function writes it.
pub fn keep() {
    let lines = Lines::with_metrics_of(Some(NAMESPACE.into()));
    let subscriber = tracing_subscriber::fmt().with_max_level(LevelFilter::INFO).event_format(lines);
    subscriber.with_writer(|| Keep).try_init().expect("nobody else keeps the log of this process");
}

/// Takes the lines of a request so far.
pub fn of_request(id: &str) -> Vec<String> {
    kept().requests.remove(id).unwrap_or_default()
}

/// Takes the lines that belong to no request and were not taken before.
pub fn of_nobody() -> Vec<String> {
    std::mem::take(&mut kept().others)
}

/// Fails unless a line is that of a request, with everything operations needs.
#[track_caller]
pub fn is_of_request(line: &str, operation: &str, status: u16) {
    let json: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    assert_eq!((&json["operation"], &json["status"]), (&operation.into(), &status.into()), "{line}");
    let text = |name: &str| json[name].as_str().unwrap_or_else(|| panic!("no {name}: {line}"));
    assert_eq!((text("level"), text("message")), ("INFO", "request"), "{line}");
    assert!(text("timestamp").parse::<jiff::Timestamp>().is_ok(), "{line}");
    assert!(["done", "denied", "failed"].contains(&text("outcome")), "{line}");
    assert_eq!(text("outcome") == "done", status < 400, "{line}");
    let hat = json.get("hat").map(|hat| hat.as_str().unwrap_or_default());
    assert!(hat.is_none_or(|hat| ["customer", "partner", "employee", "staff"].contains(&hat)), "{line}");
    assert!(json["duration_ms"].as_f64().is_some_and(|spent| spent >= 0.0), "{line}");
    assert!(json["cold"].is_boolean() && json["_aws"]["CloudWatchMetrics"].is_array(), "{line}");
    assert_eq!((&json["requests"], json["cold_starts"].is_number()), (&1.into(), true), "{line}");
}

/// Panics if a line contains one of these texts, or any e-mail address.
#[track_caller]
pub fn holds_none(line: &str, secrets: &[String]) {
    assert!(!line.contains('@'), "an address is in the log: {line}");
    for secret in secrets {
        // As it is, and as JSON writes it.
        let written = Value::from(secret.as_str()).to_string();
        let bare = written.trim_matches('"');
        assert!(!line.contains(secret.as_str()) && !line.contains(bare), "{secret:?} is in the log: {line}");
    }
}

/// Whether a log must not contain a text. IDs, times and the words of the API are allowed.
pub fn tells(text: &str) -> bool {
    let id_or_time = Uuid::try_parse(text).is_ok() || text.parse::<jiff::Timestamp>().is_ok();
    !id_or_time && (text.contains([' ', '@']) || text.len() >= 12) && text.trim().len() >= 4
}

/// The texts anywhere in a JSON document that a log must not hold.
pub fn told_in(json: &Value, into: &mut Vec<String>) {
    match json {
        Value::String(text) if tells(text) => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| told_in(item, into)),
        Value::Object(fields) => fields.values().for_each(|value| told_in(value, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_people_type_is_told_from_ids_times_and_words_of_the_api() {
        let body = json!({"synopsis": "Two cannot sign in", "type": "issue", "ids": [Uuid::nil(), "a@b.example"],
            "until": "2999-01-01T00:00:00Z", "sha256": "0123456789abcdef"});
        let mut told = Vec::new();
        told_in(&body, &mut told);
        told.sort();
        assert_eq!(told, ["0123456789abcdef", "Two cannot sign in", "a@b.example"]);
    }

    #[test]
    #[should_panic(expected = "is in the log")]
    fn a_text_is_found_as_json_writes_it() {
        holds_none(r#"{"cause":"he said \"no\" to it"}"#, &["he said \"no\" to it".to_owned()]);
    }
}
