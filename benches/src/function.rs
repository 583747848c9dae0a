//! A function's binary, run as Lambda runs it: with a runtime API (the HTTP interface for custom runtimes) of our own to
//! poll, and its CPU time read from the system.

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use portico_local::net;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc};

/// How long anything may take before it counts as broken.
const PATIENCE: Duration = Duration::from_secs(20);

struct Api {
    polled: mpsc::UnboundedSender<Instant>,
    events: Mutex<mpsc::UnboundedReceiver<String>>,
    answers: mpsc::UnboundedSender<Bytes>,
}

/// A running function.
pub struct Function {
    child: Child,
    started: Instant,
    polled: mpsc::UnboundedReceiver<Instant>,
    events: mpsc::UnboundedSender<String>,
    answers: mpsc::UnboundedReceiver<Bytes>,
    server: tokio::task::JoinHandle<()>,
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
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:000000000000:function:bench".to_owned()),
        ("lambda-runtime-trace-id", "Root=1-00000000-000000000000000000000000;Sampled=0".to_owned()),
        ("content-type", "application/json".to_owned()),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    (StatusCode::OK, headers, event)
}

async fn answer(State(api): State<Arc<Api>>, body: Bytes) -> StatusCode {
    let _ = api.answers.send(body);
    StatusCode::ACCEPTED
}

impl Function {
    /// Starts a binary with this environment and nothing else of ours.
    pub async fn start(binary: &Path, environment: &[(String, String)]) -> Result<Self> {
        let (polled_in, polled) = mpsc::unbounded_channel();
        let (events, events_out) = mpsc::unbounded_channel();
        let (answers_in, answers) = mpsc::unbounded_channel();
        let api = Arc::new(Api { polled: polled_in, events: Mutex::new(events_out), answers: answers_in });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answer))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(answer))
            .route("/2018-06-01/runtime/init/error", post(answer))
            .with_state(api);
        let listener = net::listen(0)?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        let started = Instant::now();
        let child = Command::new(binary)
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "bench")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "bench")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "bench")
            .envs(environment.iter().cloned())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", binary.display()))?;
        Ok(Self { child, started, polled, events, answers, server })
    }

    /// From the start of the process to its first poll of the runtime API.
    pub async fn start_up(&mut self) -> Result<Duration> {
        let polled = tokio::time::timeout(PATIENCE, self.polled.recv()).await?.context("the function never polled")?;
        Ok(polled - self.started)
    }

    /// Has it answer one event.
    pub async fn invoke(&mut self, event: &str) -> Result<serde_json::Value> {
        self.events.send(event.to_owned())?;
        let body = tokio::time::timeout(PATIENCE, self.answers.recv()).await?.context("the function never answered")?;
        let answer: serde_json::Value = serde_json::from_slice(&body)?;
        if answer["statusCode"].as_u64().is_none_or(|status| status >= 400) {
            bail!("the function answered {answer}");
        }
        Ok(answer)
    }

    /// The time it has spent on a CPU so far, over all its threads.
    pub fn cpu(&self) -> Result<Duration> {
        let id = self.child.id().context("the function has ended")?;
        let mut nanoseconds = 0;
        for thread in std::fs::read_dir(format!("/proc/{id}/task"))? {
            let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            nanoseconds +=
                text.split_whitespace().next().and_then(|first| first.parse::<u64>().ok()).unwrap_or_default();
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// Memory it holds, in bytes.
    pub fn memory(&self) -> Result<u64> {
        let id = self.child.id().context("the function has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse::<u64>()? * 1024)
    }

    /// Ends it.
    pub async fn stop(mut self) {
        let _ = self.child.kill().await;
        self.server.abort();
    }
}
