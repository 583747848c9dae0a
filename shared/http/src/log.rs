//! Lines of the log: one JSON object for each event. Those of requests and of job runs name figures that CloudWatch
//! makes metrics of (the embedded metric format), so nothing has to be sent anywhere. The callers decide what is
//! logged.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// Usual length of a line, in bytes.
const LENGTH: usize = 1024;

/// Writes events as lines.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    namespace: Option<String>,
    /// Metric directives of a request, as JSON: they are the same for every request.
    of_request: String,
}

impl Lines {
    /// Returns lines whose metrics are of this namespace; without a namespace, there are no metrics.
    pub fn with_metrics_of(namespace: Option<String>) -> Self {
        let namespace = namespace.filter(|name| !name.is_empty());
        let of_request = namespace.as_deref().map(|namespace| {
            json!([
                {
                    "Namespace": namespace,
                    "Dimensions": [["operation", "outcome"]],
                    "Metrics": [{"Name": "requests", "Unit": "Count"}],
                },
                {
                    "Namespace": namespace,
                    "Dimensions": [["operation"]],
                    "Metrics": [{"Name": "duration_ms", "Unit": "Milliseconds"}, {"Name": "cold_starts", "Unit": "Count"}],
                },
            ])
        });
        Self { namespace, of_request: of_request.unwrap_or_default().to_string() }
    }

    fn line(&self, at: Timestamp, level: Level, target: &str, fields: &Fields) -> String {
        let mut line = Line(Vec::with_capacity(LENGTH));
        line.put("timestamp", &at.to_string());
        line.put("level", level.as_str());
        for (name, value) in &fields.0 {
            line.put(name, value);
        }
        line.put("target", target);
        if let Some(namespace) = &self.namespace {
            self.measure(&mut line, fields, namespace, at);
        }
        line.end()
    }

    /// Names the figures of a line for CloudWatch. Each combination of a metric's dimensions costs money. So durations
    /// have only the operation as dimension, and no dimension is a person, an account or a record.
    fn measure(&self, line: &mut Line, fields: &Fields, namespace: &str, at: Timestamp) {
        let by_operation = |figures| by_operation(fields, namespace, figures).to_string();
        let directives = match fields.get("message").and_then(Value::as_str) {
            Some("request") => {
                line.put("requests", &1);
                line.put("cold_starts", &u8::from(fields.get("cold") == Some(&Value::Bool(true))));
                self.of_request.clone()
            }
            Some("jobs") => by_operation(JOBS),
            Some("mail feedback") => by_operation(MAIL),
            Some("mail received") => by_operation(RECEIVED),
            _ => return,
        };
        let at = at.as_millisecond();
        line.put_json("_aws", &format!("{{\"Timestamp\":{at},\"CloudWatchMetrics\":{directives}}}"));
    }
}

/// JSON object that is being written. Every request waits for its line.
struct Line(Vec<u8>);

impl Line {
    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        self.value(name);
        self.0.push(b':');
    }

    fn value(&mut self, value: &(impl Serialize + ?Sized)) {
        // Texts, numbers and booleans can always be written into memory.
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    fn put(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.name(name);
        self.value(value);
    }

    fn put_json(&mut self, name: &str, json: &str) {
        self.name(name);
        self.0.extend_from_slice(json.as_bytes());
    }

    fn end(mut self) -> String {
        self.0.push(b'}');
        String::from_utf8(self.0).unwrap_or_default()
    }
}

/// Figures of a run of jobs: the outcomes of the jobs, and how long the oldest had been waiting.
const JOBS: &[(&str, &str)] = &[
    ("done", "Count"),
    ("put_off", "Count"),
    ("parked", "Count"),
    ("oldest_due_s", "Seconds"),
    ("search_behind_s", "Seconds"),
];
/// Figures of mails that came back.
const MAIL: &[(&str, &str)] = &[("bounced", "Count"), ("delayed", "Count"), ("complained", "Count")];

/// Figures of mails that came in.
const RECEIVED: &[(&str, &str)] = &[("joined", "Count"), ("waiting", "Count"), ("set_aside", "Count")];

/// Metric directives for the figures that a line has, by operation.
fn by_operation(fields: &Fields, namespace: &str, figures: &[(&str, &str)]) -> Value {
    let there = figures.iter().filter(|(name, _)| fields.get(name).is_some());
    let metrics: Vec<Value> = there.map(|(name, unit)| json!({"Name": name, "Unit": unit})).collect();
    json!([{"Namespace": namespace, "Dimensions": [["operation"]], "Metrics": metrics}])
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut fields = Fields(Vec::with_capacity(12));
        event.record(&mut fields);
        let metadata = event.metadata();
        let mut line = self.line(Timestamp::now(), *metadata.level(), metadata.target(), &fields);
        line.push('\n');
        writer.write_str(&line)
    }
}

/// The fields of an event, as JSON.
struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.push((field.name(), value.into()));
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(namespace: Option<&str>) -> Value {
        let fields = Fields(vec![
            ("message", json!("request")),
            ("request_id", json!("r")),
            ("operation", json!("take_ticket")),
            ("hat", json!("staff")),
            ("status", json!(200)),
            ("outcome", json!("done")),
            ("duration_ms", json!(3.25)),
            ("cold", json!(true)),
        ]);
        let at = Timestamp::from_millisecond(1_795_340_000_123).unwrap();
        let lines = Lines::with_metrics_of(namespace.map(str::to_owned));
        let line = lines.line(at, Level::INFO, "portico_http::serve", &fields);
        serde_json::from_str(&line).unwrap()
    }

    #[test]
    fn the_line_of_a_request_holds_its_metrics() {
        let expected = json!({
            "timestamp": "2026-11-22T09:33:20.123Z", "level": "INFO", "target": "portico_http::serve",
            "message": "request", "request_id": "r", "operation": "take_ticket", "hat": "staff", "status": 200,
            "outcome": "done", "duration_ms": 3.25, "cold": true, "requests": 1, "cold_starts": 1,
            "_aws": {
                "Timestamp": 1_795_340_000_123_i64,
                "CloudWatchMetrics": [
                    {
                        "Namespace": "portico-prod",
                        "Dimensions": [["operation", "outcome"]],
                        "Metrics": [{"Name": "requests", "Unit": "Count"}],
                    },
                    {
                        "Namespace": "portico-prod",
                        "Dimensions": [["operation"]],
                        "Metrics": [
                            {"Name": "duration_ms", "Unit": "Milliseconds"}, {"Name": "cold_starts", "Unit": "Count"},
                        ],
                    },
                ],
            },
        });
        assert_eq!(request(Some("portico-prod")), expected);
    }

    #[test]
    fn without_a_namespace_a_line_is_only_a_line() {
        for namespace in [None, Some("")] {
            let line = request(namespace);
            assert_eq!(
                (&line["operation"], &line["_aws"], &line["requests"]),
                (&json!("take_ticket"), &Value::Null, &Value::Null)
            );
        }
    }

    /// Checks a line against the specification: each dimension is a text at the root, each metric a number there. At
    /// most thirty dimensions and a hundred metrics are named.
    #[test]
    fn every_metric_and_dimension_is_at_the_root() {
        let line = request(Some("portico-prod"));
        assert!(line["_aws"]["Timestamp"].is_i64() || line["_aws"]["Timestamp"].is_u64());
        let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
        assert!(!directives.is_empty());
        for directive in directives {
            assert!((1..=1024).contains(&directive["Namespace"].as_str().unwrap().len()));
            let sets = directive["Dimensions"].as_array().unwrap();
            assert!(!sets.is_empty());
            for dimension in sets.iter().flat_map(|set| set.as_array().unwrap()) {
                assert!(line[dimension.as_str().unwrap()].as_str().is_some_and(|text| !text.is_empty()), "{dimension}");
            }
            assert!(sets.iter().all(|set| set.as_array().unwrap().len() <= 30));
            let metrics = directive["Metrics"].as_array().unwrap();
            assert!((1..=100).contains(&metrics.len()));
            for metric in metrics {
                assert!(line[metric["Name"].as_str().unwrap()].is_number(), "{metric}");
                assert!(["Count", "Milliseconds"].contains(&metric["Unit"].as_str().unwrap()), "{metric}");
            }
        }
    }

    #[test]
    fn events_become_lines_of_json_with_their_fields() {
        #[derive(Clone, Default)]
        struct Buffer(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);
        impl std::io::Write for Buffer {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.lock().unwrap().extend_from_slice(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let buffer = Buffer::default();
        let written = buffer.clone();
        let lines = Lines::with_metrics_of(Some("x".into()));
        let subscriber = tracing_subscriber::fmt().event_format(lines).with_writer(move || written.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(operation = "run_jobs", done = 2_usize, put_off = 0_usize, parked = 1_usize, "jobs");
            tracing::error!(cause = %"two\nlines \"quoted\"", hat = ?Some(1), cold = false, "a job failed");
        });
        let text = String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!((&lines[0]["done"], &lines[0]["level"]), (&json!(2), &json!("INFO")));
        assert_eq!(lines[0]["_aws"]["CloudWatchMetrics"][0]["Metrics"][2]["Name"], "parked");
        let expected = (&json!("two\nlines \"quoted\""), &json!("Some(1)"), &json!(false), &Value::Null);
        assert_eq!((&lines[1]["cause"], &lines[1]["hat"], &lines[1]["cold"], &lines[1]["_aws"]), expected);
    }
}
