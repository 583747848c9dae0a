//! Lambda's runtime API (the HTTP interface that a custom runtime polls), so that a function's own binary can be run
//! here as Lambda runs it. The caller starts the process and sends the events.
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>

use crate::net::{self, Running};
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc};

/// Longest time that an invocation may take before it counts as broken. It is generous: some functions run under an
/// instruction counter.
const PATIENCE: Duration = Duration::from_mins(1);

struct Api {
    polled: mpsc::UnboundedSender<Instant>,
    events: Mutex<mpsc::UnboundedReceiver<String>>,
    answers: mpsc::UnboundedSender<Outcome>,
}

/// Outcome of an event: the function's answer, or its error.
type Outcome = std::result::Result<Bytes, Bytes>;

/// A running runtime API, for one function.
pub struct RuntimeApi {
    polled: mpsc::UnboundedReceiver<Instant>,
    events: mpsc::UnboundedSender<String>,
    answers: mpsc::UnboundedReceiver<Outcome>,
    server: Running,
}

async fn next(State(api): State<Arc<Api>>) -> impl IntoResponse {
    let _ = api.polled.send(Instant::now());
    let event = api.events.lock().await.recv().await;
    let Some(event) = event else { return (StatusCode::GONE, HeaderMap::new(), String::new()) };
    let mut headers = HeaderMap::new();
    let deadline = (jiff::Timestamp::now().as_millisecond() + 30_000).to_string();
    for (name, value) in [
        ("lambda-runtime-aws-request-id", uuid::Uuid::now_v7().to_string()),
        ("lambda-runtime-deadline-ms", deadline),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:000000000000:function:local".to_owned()),
        ("lambda-runtime-trace-id", "Root=1-00000000-000000000000000000000000;Sampled=0".to_owned()),
        ("content-type", "application/json".to_owned()),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    (StatusCode::OK, headers, event)
}

async fn answered(State(api): State<Arc<Api>>, body: Bytes) -> StatusCode {
    let _ = api.answers.send(Ok(body));
    StatusCode::ACCEPTED
}

async fn failed(State(api): State<Arc<Api>>, body: Bytes) -> StatusCode {
    let _ = api.answers.send(Err(body));
    StatusCode::ACCEPTED
}

impl RuntimeApi {
    /// Starts the API on a free port.
    pub fn start() -> Result<Self> {
        let (polled_in, polled) = mpsc::unbounded_channel();
        let (events, events_out) = mpsc::unbounded_channel();
        let (answers_in, answers) = mpsc::unbounded_channel();
        let api = Arc::new(Api { polled: polled_in, events: Mutex::new(events_out), answers: answers_in });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .route("/2018-06-01/runtime/init/error", post(failed))
            .with_state(api);
        let server = net::serve(net::listen(0)?, router)?;
        Ok(Self { polled, events, answers, server })
    }

    /// Returns the variables that Lambda itself gives a function.
    pub fn environment(&self, function: &str) -> Vec<(String, String)> {
        [
            ("AWS_LAMBDA_RUNTIME_API", self.server.address().to_string()),
            ("AWS_LAMBDA_FUNCTION_NAME", function.to_owned()),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256".to_owned()),
            ("AWS_LAMBDA_FUNCTION_VERSION", "1".to_owned()),
            ("AWS_LAMBDA_LOG_GROUP_NAME", function.to_owned()),
            ("AWS_LAMBDA_LOG_STREAM_NAME", function.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Waits until the function asks for an event, and returns the time of that.
    pub async fn polled(&mut self) -> Result<Instant> {
        tokio::time::timeout(PATIENCE, self.polled.recv()).await?.context("the function never polled")
    }

    /// Sends the function one event and returns its answer, whatever that is. Fails if the function reports an error,
    /// which Lambda would answer with a bare 500.
    pub async fn invoke(&mut self, event: &str) -> Result<Value> {
        self.events.send(event.to_owned())?;
        let said = tokio::time::timeout(PATIENCE, self.answers.recv()).await?.context("the function never answered")?;
        match said {
            Ok(body) => Ok(serde_json::from_slice(&body)?),
            Err(error) => bail!("the function failed: {}", String::from_utf8_lossy(&error)),
        }
    }
}
