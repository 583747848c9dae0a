//! A Portico on disk with the demo company, for the length of one run.

use anyhow::{Context, Result, bail};
use http::{HeaderMap, HeaderValue, Method, header};
use portico_local::gateway::{Gateway, GatewayOptions};
use portico_local::seed::{DEMO_PASSWORD, Source};
use portico_local::server::{BUCKET, Services};
use portico_local::state::Endpoints;
use portico_local::wiring::{self, Store};
use portico_local::{dynamo, mailbox, net, s3};
use serde_json::{Value, json};
use std::path::Path;

/// Everything that runs.
pub struct World {
    /// The endpoints, in this process.
    pub gateway: Gateway,
    /// The records.
    pub store: &'static Store,
    /// Where the database is.
    pub dynamodb: String,
    _services: (dynamo::Dynamo, s3::S3, mailbox::Mailbox, tempfile::TempDir),
}

impl World {
    /// Starts it. Database requests go by way of `through`, when given the database's own address.
    pub async fn start(through: impl AsyncFnOnce(String) -> Result<String>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        for name in ["dynamodb", "s3", "search"] {
            std::fs::create_dir_all(folder.path().join(name))?;
        }
        let dynamo = dynamo::Dynamo::start(net::listen(0)?, dynamo::Storage::Folder(&folder.path().join("dynamodb")))?;
        let s3 = s3::S3::start(net::listen(0)?, &folder.path().join("s3"), BUCKET)?;
        let mailbox = mailbox::Mailbox::in_memory()?;
        let endpoints = Endpoints { dynamodb: through(dynamo.url()).await?, s3: s3.url(), ses: mailbox.url() };
        let services = Services {
            base_url: "http://127.0.0.1".into(),
            endpoints,
            bucket: BUCKET,
            search_folder: folder.path().join("search"),
            fresh: true,
        };
        let source = Source::read(Path::new("seed"))?;
        let store = wiring::store(&services, Some(&source)).await?;
        let options = GatewayOptions { portal: None, files_url: s3.url() };
        let gateway = Gateway::new(wiring::gateway_routes(store), &options)?;
        Ok(Self { gateway, store, dynamodb: dynamo.url(), _services: (dynamo, s3, mailbox, folder) })
    }

    /// An access token of a demo login.
    pub async fn token(&self, email: &str) -> Result<String> {
        let body = json!({"email": email, "password": DEMO_PASSWORD}).to_string();
        let answer = self.call(Method::POST, "/v1/session", None, body).await?;
        Ok(answer["access_token"].as_str().context("no token")?.to_owned())
    }

    /// Reads, signed in.
    pub async fn get(&self, path: &str, token: &str) -> Result<Value> {
        self.call(Method::GET, path, Some(token), String::new()).await
    }

    async fn call(&self, method: Method, path: &str, token: Option<&str>, body: String) -> Result<Value> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(token) = token {
            headers.insert(header::AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}"))?);
        }
        let answer = self.gateway.call(method, path, headers, body).await;
        if !answer.status().is_success() {
            bail!("{path}: {} {}", answer.status(), String::from_utf8_lossy(answer.body()));
        }
        Ok(serde_json::from_slice(answer.body())?)
    }
}
