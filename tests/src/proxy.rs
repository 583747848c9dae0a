//! A proxy in front of a service that counts requests and fails on demand. It fails before the service gets a request,
//! or after the service has done it and before the whole answer is back.

#![allow(clippy::missing_panics_doc, reason = "a proxy that cannot be had ends the test")]

use crate::passing::forward;
use crate::until::pass;
use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use portico_local::net;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::{JoinHandle, JoinSet};

/// Largest body of a request, in bytes: files of tests are small.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// Service behind the proxy. Each reports in its own way that it has too much to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// DynamoDB.
    DynamoDb,
    /// S3.
    S3,
    /// SES v2.
    Ses,
    /// An OpenSearch node.
    OpenSearch,
}

/// Kind of failure of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is dropped before the service has heard anything.
    Refused,
    /// The service is too busy, and says so.
    Throttled,
    /// The service does it and never says so; the connection stays.
    Slow,
    /// The service does it, and the connection is cut within the answer.
    Cut,
}

impl Fault {
    /// All faults.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Throttled, Self::Slow, Self::Cut];
}

/// State of the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    /// The service answers.
    #[default]
    Fine,
    /// Requests of this operation do not reach it; without an operation, none does.
    Away(Option<&'static str>),
    /// The service does what requests of this operation ask, and its answer is lost.
    AnswerLost(&'static str),
    /// One request fails: the first since this was set is number 0.
    Once(usize, Fault),
    /// All requests fail from this one on.
    From(usize, Fault),
}

/// A request that passed.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The operation: `BatchGetItem`, or method and path where the service has no other name for it.
    pub operation: String,
    /// Whether it writes a line of the ledger and nothing else.
    pub touch: bool,
    /// Size of the request's body, in bytes.
    pub asked: usize,
    /// Size of the answer's body, in bytes.
    pub answered: usize,
    /// Arrival time.
    pub from: Instant,
    /// Time at which it was answered or given up.
    pub to: Instant,
}

/// A running proxy. Dropped, it stops, with all its connections.
pub struct Proxy {
    server: JoinHandle<()>,
    url: String,
    shared: Arc<Shared>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

struct Shared {
    service: Service,
    behind: String,
    http: reqwest::Client,
    /// Delay of each answer. With it, parallel requests overlap however busy the machine is.
    distance: Duration,
    weather: Mutex<(Weather, usize)>,
    passed: Mutex<Vec<Passed>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// Starts a proxy in front of the database at `url`, with each answer delayed by `distance`.
    pub fn start(url: &str, distance: Duration) -> Self {
        Self::between(Service::DynamoDb, url, distance)
    }

    /// Starts a proxy in front of a service at `url`.
    pub fn of(service: Service, url: &str) -> Self {
        Self::between(service, url, Duration::ZERO)
    }

    fn between(service: Service, url: &str, distance: Duration) -> Self {
        let shared = Arc::new(Shared {
            service,
            behind: url.to_owned(),
            http: reqwest::Client::builder().no_proxy().build().expect("a client"),
            distance,
            weather: Mutex::default(),
            passed: Mutex::default(),
        });
        let listener = net::listen(0).expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = Arc::clone(&shared);
        let server = tokio::spawn(async move {
            // Dropped with this task, and its connections with it.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                connections.spawn(async move {
                    let service = service_fn(move |request| serve(Arc::clone(&shared), request));
                    // A request that fails ends its connection: that is what it is for.
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
                while connections.try_join_next().is_some() {}
            }
        });
        Self { server, url, shared }
    }

    /// Returns the URL, for the SDK.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Changes the state of the service.
    pub fn set(&self, weather: Weather) {
        *locked(&self.shared.weather) = (weather, 0);
    }

    /// Returns the requests since the last call, in order of arrival.
    pub fn take(&self) -> Vec<Passed> {
        let mut passed = std::mem::take(&mut *locked(&self.shared.passed));
        passed.sort_by_key(|request| request.from);
        passed
    }
}

/// Fate of a request, as the weather decides it.
enum Fate {
    Answered,
    Away,
    AnswerLost,
    Failed(Fault),
}

impl Shared {
    fn fate(&self, operation: &str) -> Fate {
        let (weather, number) = &mut *locked(&self.weather);
        let this = *number;
        *number += 1;
        match *weather {
            Weather::Away(which) if which.is_none_or(|which| which == operation) => Fate::Away,
            Weather::AnswerLost(which) if which == operation => Fate::AnswerLost,
            Weather::Once(which, fault) if which == this => Fate::Failed(fault),
            Weather::From(first, fault) if first <= this => Fate::Failed(fault),
            _ => Fate::Answered,
        }
    }
}

/// Returns the operation of a request: its name if the service names it, else method and path.
fn operation(head: &Parts) -> String {
    match head.headers.get("x-amz-target").and_then(|value| value.to_str().ok()) {
        Some(target) => target.rsplit('.').next().unwrap_or_default().to_owned(),
        None => format!("{} {}", head.method, head.uri.path()),
    }
}

/// Records a request, even if the client hangs up before there is an answer.
struct Noted<'a> {
    shared: &'a Shared,
    passed: Option<Passed>,
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        if let Some(passed) = self.passed.take() {
            locked(&self.shared.passed).push(Passed { to: Instant::now(), ..passed });
        }
    }
}

async fn serve(shared: Arc<Shared>, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let from = Instant::now();
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(Body::new(body), LARGEST_BODY).await.map_err(io::Error::other)?;
    let operation = operation(&head);
    let touch = matches!(operation.as_str(), "PutItem" | "UpdateItem") && is_touch(&body);
    let fate = shared.fate(&operation);
    let passed = Passed { operation, touch, asked: body.len(), answered: 0, from, to: from };
    let mut noted = Noted { shared: &shared, passed: Some(passed) };
    let answer = match fate {
        Fate::Answered => passed_on(&shared, head, body).await.map(|answer| {
            if let Some(passed) = &mut noted.passed {
                passed.answered = answer.body().len();
            }
            whole(answer)
        }),
        Fate::Away => Ok(away()),
        Fate::AnswerLost => {
            passed_on(&shared, head, body).await?;
            Ok(away())
        }
        Fate::Failed(Fault::Refused) => Err(io::ErrorKind::ConnectionReset.into()),
        Fate::Failed(Fault::Throttled) => Ok(throttled(shared.service, &head.method)),
        Fate::Failed(Fault::Slow) => {
            passed_on(&shared, head, body).await?;
            std::future::pending().await
        }
        Fate::Failed(Fault::Cut) => passed_on(&shared, head, body).await.and_then(cut),
    };
    pass(shared.distance).await;
    answer
}

/// Returns DynamoDB's answer when it fails.
fn away() -> Response<Body> {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"away"}"#;
    answered(StatusCode::INTERNAL_SERVER_ERROR, &[], body)
}

/// Returns each service's answer when it has too much to do.
fn throttled(service: Service, method: &Method) -> Response<Body> {
    match service {
        Service::DynamoDb => answered(
            StatusCode::BAD_REQUEST,
            &[("content-type", "application/x-amz-json-1.0")],
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate of requests exceeds the allowed throughput."}"#,
        ),
        Service::S3 if *method == Method::HEAD => answered(StatusCode::SERVICE_UNAVAILABLE, &[], ""),
        Service::S3 => answered(
            StatusCode::SERVICE_UNAVAILABLE,
            &[("content-type", "application/xml")],
            "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
        ),
        Service::Ses => answered(
            StatusCode::TOO_MANY_REQUESTS,
            &[("content-type", "application/json"), ("x-amzn-errortype", "TooManyRequestsException")],
            r#"{"message":"Maximum sending rate exceeded."}"#,
        ),
        Service::OpenSearch => answered(
            StatusCode::TOO_MANY_REQUESTS,
            &[("content-type", "application/json")],
            r#"{"error":{"type":"circuit_breaking_exception","reason":"Data too large","root_cause":[]},"status":429}"#,
        ),
    }
}

fn answered(status: StatusCode, headers: &[(&'static str, &'static str)], body: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    for (name, value) in headers {
        answer.headers_mut().insert(*name, HeaderValue::from_static(value));
    }
    answer
}

async fn passed_on(shared: &Shared, head: Parts, body: Bytes) -> io::Result<Response<Bytes>> {
    forward(&shared.http, &shared.behind, head, body).await
}

fn whole(answer: Response<Bytes>) -> Response<Body> {
    answer.map(Body::from)
}

/// An answer that ends half way. One without a body has no half: its connection is dropped at once.
fn cut(answer: Response<Bytes>) -> io::Result<Response<Body>> {
    let (mut head, body) = answer.into_parts();
    if body.len() < 2 {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    head.headers.insert(CONTENT_LENGTH, body.len().into());
    let half = stream::iter([Ok(body.slice(..body.len() / 2)), Err(io::Error::from(io::ErrorKind::ConnectionAborted))]);
    Ok(Response::from_parts(head, Body::from_stream(half)))
}

fn is_touch(body: &[u8]) -> bool {
    let asked: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    asked["Item"]["type"]["S"] == "touch" || asked["Key"]["pk"]["S"].as_str().is_some_and(|pk| pk.starts_with("touch#"))
}
