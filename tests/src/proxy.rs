//! A proxy in front of the embedded DynamoDB that counts what passes and can fail on demand: before the database has
//! heard of a request, or after it has done it and before the answer comes back.

#![allow(clippy::missing_panics_doc, reason = "a proxy that cannot be had ends the test")]

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use portico_local::net::{self, Running};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How the database is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    /// It answers.
    #[default]
    Fine,
    /// It does not hear of requests of this operation; of none without.
    Away(Option<&'static str>),
    /// It does what requests of this operation ask, and its answer is lost.
    AnswerLost(&'static str),
}

/// A request that passed.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The operation: `BatchGetItem`.
    pub operation: String,
    /// Whether it writes a line of the ledger and nothing else.
    pub touch: bool,
    /// When it came.
    pub from: Instant,
    /// When it was answered.
    pub to: Instant,
}

/// A running proxy.
pub struct Proxy {
    server: Running,
    shared: Arc<Shared>,
}

struct Shared {
    behind: String,
    http: reqwest::Client,
    /// What every answer takes on its way: with it, requests made side by side overlap however busy the machine is.
    distance: Duration,
    weather: Mutex<Weather>,
    passed: Mutex<Vec<Passed>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// Starts one in front of the database at `url`, each answer taking `distance` on its way.
    pub fn start(url: &str, distance: Duration) -> Self {
        let shared = Arc::new(Shared {
            behind: url.to_owned(),
            http: reqwest::Client::builder().no_proxy().build().expect("a client"),
            distance,
            weather: Mutex::default(),
            passed: Mutex::default(),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        let server = net::serve(net::listen(0).expect("a port"), router).expect("the proxy starts");
        Self { server, shared }
    }

    /// Its URL, for the SDK.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Changes how the database is.
    pub fn set(&self, weather: Weather) {
        *locked(&self.shared.weather) = weather;
    }

    /// What passed since it was asked last, in the order of coming.
    pub fn take(&self) -> Vec<Passed> {
        let mut passed = std::mem::take(&mut *locked(&self.shared.passed));
        passed.sort_by_key(|request| request.from);
        passed
    }
}

async fn pass(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let from = Instant::now();
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    let touch = operation == "PutItem" && is_touch(&body);
    let weather = *locked(&shared.weather);
    let answer = match weather {
        Weather::Away(which) if which.is_none_or(|which| which == operation) => away(),
        Weather::AnswerLost(which) if which == operation => {
            forward(&shared, headers, body).await;
            away()
        }
        _ => forward(&shared, headers, body).await,
    };
    if !shared.distance.is_zero() {
        tokio::time::sleep(shared.distance).await;
    }
    locked(&shared.passed).push(Passed { operation, touch, from, to: Instant::now() });
    answer
}

/// How DynamoDB says that it cannot.
fn away() -> Response<Body> {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"away"}"#;
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    answer
}

async fn forward(shared: &Shared, mut headers: HeaderMap, body: Bytes) -> Response<Body> {
    headers.remove("host");
    let sent = shared.http.post(&shared.behind).headers(headers).body(body).send().await;
    let Ok(answer) = sent else { return away() };
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut passed = Response::new(Body::from(answer.bytes().await.unwrap_or_default()));
    *passed.status_mut() = status;
    for name in ["content-type", "x-amzn-requestid", "x-amz-crc32"] {
        if let Some(value) = headers.get(name) {
            passed.headers_mut().insert(name, value.clone());
        }
    }
    passed
}

fn is_touch(body: &[u8]) -> bool {
    let item: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    item["Item"]["type"]["S"] == "touch"
}
