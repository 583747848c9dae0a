//! A proxy between functions and the services of AWS, in the place of IAM: it holds every call to the policy of the
//! function's role. A call that the role does not allow is answered as the service answers it, and named. The permissions that calls
//! used are counted (`usage`).
//!
//! The policies are those that are deployed, read from the templates (`policy`). `iam-rs` evaluates them.

#![allow(clippy::missing_panics_doc, reason = "a proxy that cannot be had ends the test")]

pub mod policy;
mod refusal;
mod request;
pub mod usage;

use crate::passing::{forward, server_error};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode};
use policy::{Deployment, Policy};
use portico_local::net::{self, Running};
use request::{Asked, Service};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use usage::Usage;

/// Largest body of a request, in bytes: an index is the largest.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// Addresses of the services behind the proxy.
#[derive(Clone, Debug, Default)]
pub struct Upstreams {
    /// DynamoDB.
    pub dynamodb: String,
    /// S3.
    pub s3: String,
    /// SES v2.
    pub ses: String,
    /// Secrets Manager.
    pub secrets: String,
    /// The OpenSearch cluster, if there is one.
    pub search: String,
}

impl Upstreams {
    /// Returns one address for all services.
    pub fn all_at(url: &str) -> Self {
        let url = || url.to_owned();
        Self { dynamodb: url(), s3: url(), ses: url(), secrets: url(), search: url() }
    }

    fn of(&self, service: Service) -> &str {
        match service {
            Service::DynamoDb => &self.dynamodb,
            Service::S3 => &self.s3,
            Service::Ses => &self.ses,
            Service::SecretsManager => &self.secrets,
            Service::OpenSearch => &self.search,
        }
    }
}

/// Functions behind one proxy.
pub enum Callers {
    /// One function, with the policy of its role.
    One(String, Policy),
    /// Deployed functions. Each signs its calls with its own name as the access key ID. In the folder is a file for each,
    /// with the name of its role and the role's policy document: `{"role": "…", "document": {…}}`.
    Deployed(PathBuf),
}

impl Callers {
    /// Returns the function that a request is of, with its policy.
    fn of(&self, head: &Parts) -> Result<(String, Cow<'_, Policy>), String> {
        match self {
            Self::One(function, policy) => Ok((function.clone(), Cow::Borrowed(policy))),
            Self::Deployed(folder) => {
                let function = request::access_key(head).ok_or("a request without a signature")?;
                // Read each time: a deployment may have changed the role.
                let policy = deployed(&folder.join(format!("{function}.json")));
                let policy = policy.map_err(|error| format!("{function} has no known role: {error:#}"))?;
                Ok((function, Cow::Owned(policy)))
            }
        }
    }
}

fn deployed(path: &Path) -> anyhow::Result<Policy> {
    let mut given: serde_json::Value = serde_json::from_slice(&std::fs::read(path)?)?;
    let role = given["role"].as_str().unwrap_or_default().to_owned();
    Policy::read(role, &given["document"].take())
}

/// A running proxy. Dropped, it fails the test if a call was not allowed and nobody has asked for it.
pub struct IamProxy {
    server: Running,
    shared: Arc<Shared>,
}

struct Shared {
    callers: Callers,
    deployment: Deployment,
    upstreams: Upstreams,
    http: reqwest::Client,
    usage: Arc<Usage>,
    denied: Mutex<Vec<String>>,
    /// Functions that have made a call which was allowed.
    heard: Mutex<BTreeSet<String>>,
    log: fn(&str),
}

impl IamProxy {
    /// Starts a proxy on a free port.
    pub fn start(callers: Callers, deployment: Deployment, upstreams: Upstreams, usage: Arc<Usage>) -> Self {
        Self::start_at(0, callers, deployment, upstreams, usage, |_| ()).expect("a proxy")
    }

    /// Starts a proxy on `port` of 127.0.0.1. It writes to `log` each call that was not allowed, as `denied: …`, and the
    /// first call of each function, as `heard: …`.
    pub fn start_at(
        port: u16,
        callers: Callers,
        deployment: Deployment,
        upstreams: Upstreams,
        usage: Arc<Usage>,
        log: fn(&str),
    ) -> std::io::Result<Self> {
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        let http = http.expect("a client");
        let (denied, heard) = (Mutex::default(), Mutex::default());
        let shared = Arc::new(Shared { callers, deployment, upstreams, http, usage, denied, heard, log });
        let router = Router::new().fallback(serve).with_state(Arc::clone(&shared));
        Ok(Self { server: net::serve(net::listen(port)?, router)?, shared })
    }

    /// Returns the address that functions find all services at.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Returns the calls that were not allowed since the last time, each in words. The caller answers for them.
    pub fn take_denied(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.denied.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for IamProxy {
    fn drop(&mut self) {
        let denied = self.take_denied();
        // A test that fails already says why.
        assert!(denied.is_empty() || std::thread::panicking(), "a role is too narrow: {}", denied.join("; "));
    }
}

async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    match axum::body::to_bytes(body, LARGEST_BODY).await {
        Ok(body) => shared.answer(head, body).await,
        Err(error) => server_error(&format!("the request did not arrive: {error}")),
    }
}

impl Shared {
    async fn answer(&self, head: Parts, body: Bytes) -> Response {
        // Browsers ask this before they use a link; it is no call of AWS.
        if head.method == Method::OPTIONS {
            let answer = forward(&self.http, &self.upstreams.s3, head, body).await;
            return answer.map_or_else(|error| server_error(&error.to_string()), |answer| answer.map(Body::from));
        }
        let asked = request::read(&head, &body, &self.deployment);
        let (function, policy) = match self.callers.of(&head) {
            Ok(caller) => caller,
            Err(what) => return self.deny(Service::of(&head, &self.deployment), &head.method, what),
        };
        let asked = match asked {
            Ok(asked) => asked,
            // An unknown request is not allowed either: nothing passes unseen.
            Err(what) => {
                let what = format!("{function} asks for something unknown: {what}");
                return self.deny(Service::of(&head, &self.deployment), &head.method, what);
            }
        };
        for one in &asked.calls {
            match policy.permissions_for(one) {
                Some(used) => self.usage.used(&policy, used),
                None => return self.deny(asked.service, &head.method, format!("{function} may not {one}")),
            }
        }
        self.hear(&function);
        let (method, reads_object) =
            (head.method.clone(), asked.calls.iter().any(|call| call.action == "s3:GetObject"));
        let answer = match forward(&self.http, self.upstreams.of(asked.service), head, body).await {
            Ok(answer) => answer,
            Err(error) => return server_error(&error.to_string()),
        };
        if asked.service == Service::S3 && answer.status() == StatusCode::NOT_FOUND && reads_object {
            // S3 tells only those that an object is missing who may list its bucket.
            match policy.permissions_for(&Asked::list_bucket(&self.deployment)) {
                Some(used) => self.usage.used(&policy, used),
                None => return refusal::answer(Service::S3, &method, "the object may be missing"),
            }
        }
        answer.map(Body::from)
    }

    fn hear(&self, function: &str) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.insert(function.to_owned()) {
            (self.log)(&format!("heard: {function}"));
        }
    }

    fn deny(&self, service: Service, method: &Method, what: String) -> Response {
        let answer = refusal::answer(service, method, &what);
        (self.log)(&format!("denied: {what}"));
        self.denied.lock().unwrap_or_else(PoisonError::into_inner).push(what);
        answer
    }
}
