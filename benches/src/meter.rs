//! A proxy in front of a service that records the requests. Those to DynamoDB are asked for the capacity they consume,
//! of the table and of each index.

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use portico_local::net;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Service behind the meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// The table.
    DynamoDb,
    /// The bucket.
    S3,
    /// Mail.
    Ses,
}

/// Capacity consumed of the table or of one index.
#[derive(Clone, Copy, Debug, Default)]
pub struct Units {
    /// Read request units.
    pub read: f64,
    /// Write request units.
    pub write: f64,
}

/// A recorded request.
#[derive(Clone, Debug)]
pub struct Passed {
    /// Service that the request went to.
    pub service: Service,
    /// `BatchGetItem`, or for the others the method.
    pub operation: String,
    /// Body of a request to DynamoDB.
    pub request: Value,
    /// Capacity consumed: of `table`, and of each index by its name.
    pub units: BTreeMap<String, Units>,
    /// Bytes of new records that stay, with their entries in indexes.
    pub kept: usize,
    /// Arrival time.
    pub from: Instant,
    /// Time of the answer.
    pub to: Instant,
}

impl Passed {
    /// Returns the total capacity consumed.
    pub fn total(&self) -> Units {
        self.units
            .values()
            .fold(Units::default(), |sum, units| Units { read: sum.read + units.read, write: sum.write + units.write })
    }
}

/// Recorder of requests. Clones share one record.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    passed: Arc<Mutex<Vec<Passed>>>,
    /// Delay of each answer. With it, parallel requests overlap however busy the machine is.
    distance: Duration,
}

#[derive(Clone)]
struct Passing {
    meter: Meter,
    service: Service,
    client: reqwest::Client,
    url: String,
}

impl Meter {
    /// Returns a meter that delays each answer by `distance`.
    pub fn at(distance: Duration) -> Self {
        Self { distance, ..Self::default() }
    }

    /// Starts a proxy for the service at `url`, and returns the proxy's address.
    pub async fn in_front_of(&self, service: Service, url: String) -> Result<String> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let passing = Passing { meter: self.clone(), service, client, url };
        // A version of the search index is larger than what is taken by default.
        let router = Router::new().fallback(pass).layer(DefaultBodyLimit::disable()).with_state(passing);
        let listener = net::listen(0)?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(format!("http://{address}"))
    }

    /// Returns the requests since the last call, in order of arrival.
    pub fn take(&self) -> Vec<Passed> {
        let mut passed = std::mem::take(&mut *self.passed.lock().unwrap_or_else(PoisonError::into_inner));
        passed.sort_by_key(|request| request.from);
        passed
    }
}

/// Requests in rounds: those of one overlap, those of the next began when the first of the round had been answered.
pub fn rounds(passed: &[Passed]) -> Vec<Vec<Passed>> {
    let mut rounds: Vec<Vec<Passed>> = Vec::new();
    for request in passed {
        let ended = rounds.last().and_then(|round| round.iter().map(|request| request.to).min());
        match rounds.last_mut() {
            Some(round) if ended.is_some_and(|ended| request.from < ended) => round.push(request.clone()),
            _ => rounds.push(vec![request.clone()]),
        }
    }
    rounds
}

async fn pass(
    State(passing): State<Passing>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let from = Instant::now();
    match forward(&passing, method, &uri, headers, body).await {
        Ok((answer, mut passed)) => {
            if !passing.meter.distance.is_zero() {
                tokio::time::sleep(passing.meter.distance).await;
            }
            (passed.from, passed.to) = (from, Instant::now());
            passing.meter.passed.lock().unwrap_or_else(PoisonError::into_inner).push(passed);
            answer
        }
        Err(error) => {
            let mut answer = Response::new(Body::from(format!("{error:#}")));
            *answer.status_mut() = StatusCode::BAD_GATEWAY;
            answer
        }
    }
}

async fn forward(
    passing: &Passing,
    method: Method,
    uri: &Uri,
    mut headers: HeaderMap,
    mut body: Bytes,
) -> Result<(Response<Body>, Passed)> {
    let mut operation = method.as_str().to_owned();
    let mut request = Value::Null;
    if passing.service == Service::DynamoDb {
        let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).context("no target")?;
        target.rsplit('.').next().unwrap_or_default().clone_into(&mut operation);
        request = serde_json::from_slice(&body)?;
        let mut asked = request.clone();
        asked["ReturnConsumedCapacity"] = json!("INDEXES");
        body = asked.to_string().into();
        headers.remove("content-length");
        headers.remove("host");
    }
    let only_head = method == Method::HEAD;
    let url = format!("{}{}", passing.url, uri.path_and_query().map_or("/", |path| path.as_str()));
    // The file store's links are signed for the host they name, which is this one: it stays.
    let answer = passing.client.request(method, url).headers(headers).body(body).send().await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = answer.bytes().await?;
    let mut units = BTreeMap::new();
    if passing.service == Service::DynamoDb
        && let Ok(value) = serde_json::from_slice::<Value>(&body)
    {
        let reads = ["GetItem", "BatchGetItem", "Query"].contains(&operation.as_str());
        match &value["ConsumedCapacity"] {
            Value::Array(tables) => tables.iter().for_each(|table| add(&mut units, table, reads)),
            table => add(&mut units, table, reads),
        }
    }
    let mut passed = Response::new(Body::from(body));
    *passed.status_mut() = status;
    for (name, value) in &headers {
        // Headers about framing are made again by the server, except the length of a body that is not sent.
        let wrapping = match name.as_str() {
            "transfer-encoding" | "connection" => true,
            "content-length" => !only_head,
            _ => false,
        };
        if !wrapping {
            passed.headers_mut().insert(name.clone(), value.clone());
        }
    }
    let (from, to) = (Instant::now(), Instant::now());
    let kept = kept(&request);
    Ok((passed, Passed { service: passing.service, operation, request, units, kept, from, to }))
}

fn add(units: &mut BTreeMap<String, Units>, consumed: &Value, reads: bool) {
    let mut note = |name: &str, of: &Value| {
        let Some(amount) = of["CapacityUnits"].as_f64().filter(|amount| *amount > 0.0) else { return };
        let entry = units.entry(name.to_owned()).or_default();
        if reads {
            entry.read += amount;
        } else {
            entry.write += amount;
        }
    };
    note("table", &consumed["Table"]);
    for (name, index) in consumed["GlobalSecondaryIndexes"].as_object().into_iter().flatten() {
        note(name, index);
    }
}

/// Overhead of each entry of the table and of an index, in bytes, as DynamoDB counts storage.
const ENTRY: usize = 100;
/// Records that nothing deletes. Of a ticket, only the first version adds anything.
const STAY: [&str; 8] =
    ["touch", "public_item", "internal_item", "ticket", "ticket_number", "participant", "upload", "vote"];

/// Bytes that a write adds for good, as far as whole items are written.
fn kept(request: &Value) -> usize {
    let of_transaction = request["TransactItems"].as_array().into_iter().flatten().map(|step| &step["Put"]["Item"]);
    of_transaction.chain([&request["Item"]]).filter(|item| stays(item)).map(stored).sum()
}

fn stays(item: &Value) -> bool {
    let kind = item["type"]["S"].as_str().unwrap_or_default();
    STAY.contains(&kind) && (kind != "ticket" || item["version"]["N"] == "1")
}

/// An item and its entries in indexes: they carry the keys, `type` and `row`.
fn stored(item: &Value) -> usize {
    let fields = item.as_object().into_iter().flatten();
    let whole: usize = fields.map(|(name, value)| name.len() + size(value)).sum();
    let named = |names: &[&str]| names.iter().map(|name| name.len() + size(&item[*name])).sum::<usize>();
    let carried = named(&["pk", "sk", "type", "row"]);
    let indexes = ["gsi1", "gsi2", "gsi3", "gsi4"].map(|index| [format!("{index}pk"), format!("{index}sk")]);
    let entries = indexes.iter().filter(|keys| !item[&keys[0]].is_null());
    let entries: usize = entries.map(|[pk, sk]| carried + named(&[pk, sk]) + ENTRY).sum();
    whole + ENTRY + entries
}

/// Size of an attribute:
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>
fn size(attribute: &Value) -> usize {
    let Some((kind, of)) = attribute.as_object().and_then(|attribute| attribute.iter().next()) else { return 0 };
    match (kind.as_str(), of) {
        ("N", Value::String(digits)) => digits.len().div_ceil(2) + 1,
        (_, Value::String(text)) => text.len(),
        ("L", Value::Array(values)) => 3 + values.iter().map(|value| 1 + size(value)).sum::<usize>(),
        ("M", Value::Object(fields)) => {
            3 + fields.iter().map(|(name, value)| name.len() + 1 + size(value)).sum::<usize>()
        }
        (_, Value::Array(values)) => values.iter().filter_map(Value::as_str).map(str::len).sum(),
        _ => 1,
    }
}
