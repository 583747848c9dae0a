//! A running Portico as its clients have it: the dev server, or a deployment on an emulator of AWS.

use crate::request::Request;
use anyhow::{Context, Result, bail};
use axum::body::Bytes;
use http::StatusCode;
use portico_local::seed::DEMO_PASSWORD;
use portico_local::state::DevState;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Client of a running Portico.
#[derive(Clone, Debug)]
pub struct Portal {
    /// Addresses of the server and its services.
    pub state: DevState,
    http: reqwest::Client,
}

impl Portal {
    /// Returns a client of the Portico with this state.
    pub fn of(state: DevState) -> Result<Self> {
        Ok(Self { state, http: reqwest::Client::builder().no_proxy().build()? })
    }

    /// Returns a client of the Portico that wrote this state file.
    pub fn at(state_file: &Path) -> Result<Self> {
        Self::of(DevState::read(state_file)?)
    }

    /// An access token of a demo login.
    pub async fn token(&self, email: &str) -> Result<String> {
        let sign_in = json!({"email": email, "password": DEMO_PASSWORD});
        let answer = self.ask(&Request::post("auth-create-session", "/v1/session", "/v1/session", sign_in)).await?;
        Ok(answer["access_token"].as_str().context("no token")?.to_owned())
    }

    /// Sends a request. Fails if it is refused.
    pub async fn ask(&self, request: &Request) -> Result<Value> {
        let body = self.send(request).await?;
        if body.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_slice(&body)?) }
    }

    /// Sends a request and returns the time until its whole answer was there.
    pub async fn timed(&self, request: &Request) -> Result<Duration> {
        let begun = Instant::now();
        self.send(request).await?;
        Ok(begun.elapsed())
    }

    /// Sends a request that may be refused, and returns the time until its whole answer was there.
    pub async fn timed_whatever(&self, request: &Request) -> Result<Duration> {
        let begun = Instant::now();
        self.answer(request).await?;
        Ok(begun.elapsed())
    }

    async fn send(&self, request: &Request) -> Result<Bytes> {
        let (status, body) = self.answer(request).await?;
        if !status.is_success() {
            bail!("{} {}: {status} {}", request.method, request.path, String::from_utf8_lossy(&body));
        }
        Ok(body)
    }

    async fn answer(&self, request: &Request) -> Result<(StatusCode, Bytes)> {
        let mut sent = self.http.request(request.method.clone(), format!("{}{}", self.state.base_url, request.path));
        for (name, value) in request.all_headers() {
            sent = sent.header(name, value);
        }
        if let Some(body) = &request.body {
            sent = sent.body(body.to_string());
        }
        let answer = sent.send().await?;
        Ok((answer.status(), answer.bytes().await?))
    }
}
