//! A proxy in front of the database that asks every read for the capacity it consumed and adds it up.

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::IntoResponse;
use portico_local::net;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

/// What was consumed since it was last asked.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    units: Arc<Mutex<Vec<(String, f64)>>>,
}

#[derive(Clone)]
struct Passing {
    meter: Meter,
    client: reqwest::Client,
    url: String,
}

impl Meter {
    /// Starts a proxy for the database at `url`, and gives its own address.
    pub async fn in_front_of(&self, url: String) -> Result<String> {
        let passing = Passing { meter: self.clone(), client: reqwest::Client::new(), url };
        let router = Router::new().fallback(pass).with_state(passing);
        let listener = net::listen(0)?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(format!("http://{address}"))
    }

    /// Operations with their units, since the last time.
    pub fn take(&self) -> Vec<(String, f64)> {
        std::mem::take(&mut *self.units.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn pass(State(passing): State<Passing>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    match forward(&passing, &headers, body).await {
        Ok(answer) => answer,
        Err(error) => (StatusCode::BAD_GATEWAY, HeaderMap::new(), Bytes::from(error.to_string())),
    }
}

async fn forward(passing: &Passing, headers: &HeaderMap, body: Bytes) -> Result<(StatusCode, HeaderMap, Bytes)> {
    let operation =
        headers.get("x-amz-target").and_then(|target| target.to_str().ok()).context("no target")?.to_owned();
    let short = operation.rsplit('.').next().unwrap_or_default().to_owned();
    let mut request: Value = serde_json::from_slice(&body)?;
    let metered =
        ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "TransactWriteItems"].contains(&short.as_str());
    if metered {
        request["ReturnConsumedCapacity"] = json!("TOTAL");
    }
    let authorization = headers.get("authorization").cloned().context("not signed")?;
    let answer = passing
        .client
        .post(&passing.url)
        .header("x-amz-target", operation)
        .header("content-type", "application/x-amz-json-1.0")
        .header("authorization", authorization)
        .header("x-amz-date", headers.get("x-amz-date").cloned().context("no date")?)
        .body(request.to_string())
        .send()
        .await?;
    let status = StatusCode::from_u16(answer.status().as_u16())?;
    let body = answer.bytes().await?;
    if let Ok(value) = serde_json::from_slice::<Value>(&body) {
        let consumed = match &value["ConsumedCapacity"] {
            Value::Array(tables) => tables.iter().filter_map(|table| table["CapacityUnits"].as_f64()).sum(),
            table => table["CapacityUnits"].as_f64().unwrap_or_default(),
        };
        passing.meter.units.lock().unwrap_or_else(PoisonError::into_inner).push((short, consumed));
    }
    let mut headers = HeaderMap::new();
    headers.insert(HeaderName::from_static("content-type"), "application/x-amz-json-1.0".parse()?);
    Ok((status, headers, body))
}
