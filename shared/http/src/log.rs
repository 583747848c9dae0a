//! The lines of the log: one JSON object for each event. In those of requests and of job runs, figures are named that
//! CloudWatch makes metrics of (the embedded metric format), so nothing has to be sent anywhere. What is logged is decided
//! where it happens.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::fmt;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// Writes events as lines.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    namespace: Option<String>,
}

impl Lines {
    /// Lines whose metrics are of this namespace; without one, there are none.
    pub fn with_metrics_of(namespace: Option<String>) -> Self {
        Self { namespace: namespace.filter(|name| !name.is_empty()) }
    }

    fn line(&self, at: Timestamp, level: Level, target: &str, fields: Map<String, Value>) -> Value {
        let mut line = Map::new();
        line.insert("timestamp".into(), at.to_string().into());
        line.insert("level".into(), level.as_str().into());
        line.extend(fields);
        line.insert("target".into(), target.into());
        if let Some(namespace) = &self.namespace {
            measure(&mut line, namespace, at);
        }
        Value::Object(line)
    }
}

/// Names the figures of a line for CloudWatch. A metric is paid for by each combination of its dimensions, so durations are
/// told by operation alone, and no dimension is a person, an account or a record.
fn measure(line: &mut Map<String, Value>, namespace: &str, at: Timestamp) {
    let directives = match line.get("message").and_then(Value::as_str) {
        Some("request") => {
            let cold = line.get("cold") == Some(&Value::Bool(true));
            line.insert("requests".into(), 1.into());
            line.insert("cold_starts".into(), u8::from(cold).into());
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
        }
        Some("jobs") => by_operation(line, namespace, JOBS),
        Some("mail feedback") => by_operation(line, namespace, MAIL),
        _ => return,
    };
    line.insert("_aws".into(), json!({"Timestamp": at.as_millisecond(), "CloudWatchMetrics": directives}));
}

/// The figures of a run of jobs: what became of them, and how long the oldest had been waiting.
const JOBS: &[(&str, &str)] = &[
    ("done", "Count"),
    ("put_off", "Count"),
    ("parked", "Count"),
    ("oldest_due_s", "Seconds"),
    ("search_behind_s", "Seconds"),
];
/// Those of mails that came back.
const MAIL: &[(&str, &str)] = &[("bounced", "Count"), ("delayed", "Count"), ("complained", "Count")];

/// The figures of a line that has them, told by operation.
fn by_operation(line: &Map<String, Value>, namespace: &str, figures: &[(&str, &str)]) -> Value {
    let there = figures.iter().filter(|(name, _)| line.contains_key(*name));
    let metrics: Vec<Value> = there.map(|(name, unit)| json!({"Name": name, "Unit": unit})).collect();
    json!([{"Namespace": namespace, "Dimensions": [["operation"]], "Metrics": metrics}])
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut fields = Fields(Map::new());
        event.record(&mut fields);
        let metadata = event.metadata();
        let line = self.line(Timestamp::now(), *metadata.level(), metadata.target(), fields.0);
        writeln!(writer, "{line}")
    }
}

/// The fields of an event, as JSON.
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
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
        let fields = json!({
            "message": "request", "request_id": "r", "operation": "take_ticket", "hat": "staff", "status": 200,
            "outcome": "done", "duration_ms": 3.25, "cold": true,
        });
        let Value::Object(fields) = fields else { panic!("an object") };
        let at = Timestamp::from_millisecond(1_795_340_000_123).unwrap();
        Lines::with_metrics_of(namespace.map(str::to_owned)).line(at, Level::INFO, "portico_http::serve", fields)
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

    /// What the specification asks of a line: each dimension is a text at the root, each metric a number there, and no
    /// more than thirty dimensions and a hundred metrics are named.
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
