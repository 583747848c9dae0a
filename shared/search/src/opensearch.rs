//! Search by an OpenSearch cluster, over HTTP, signed or not.
//!
//! An alias names the index that is searched and written; the indexes behind it come and go with each rebuild. Which
//! endpoint and credentials to use is told from outside ([`crate::domain`] finds the endpoint of an Amazon domain).

mod index;
mod query;
mod reader;
mod writer;

pub use reader::OpenSearchReader;
pub use writer::OpenSearchWriter;

use ::opensearch::auth::Credentials;
use ::opensearch::http::headers::HeaderMap;
use ::opensearch::http::request::{Body, NdBody};
use ::opensearch::http::response::Response;
use ::opensearch::http::transport::{SingleNodeConnectionPool, Transport, TransportBuilder};
use ::opensearch::http::{Method, StatusCode};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_opensearch::config::Region;
use portico_domain::search::SearchFailure;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

/// A cluster that cannot be reached is given up after this.
const CONNECT_WITHIN: Duration = Duration::from_millis(300);
/// A search or a small write is given up after this.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// A step of a rebuild is given up after this.
const REBUILD_WITHIN: Duration = Duration::from_mins(1);

/// How requests are signed.
#[derive(Clone, Debug)]
pub enum Signing {
    /// Not at all: a node on this machine.
    None,
    /// AWS Signature Version 4 for the service `es`.
    SigV4 {
        /// Whose.
        credentials: SharedCredentialsProvider,
        /// Where the domain is.
        region: Region,
    },
}

/// Which cluster, and which index of it.
#[derive(Clone, Debug)]
pub struct OpenSearchSettings {
    /// The cluster's base URL.
    pub endpoint: Url,
    /// The alias that is searched and written. Indexes are named after it.
    pub alias: String,
    /// How requests are signed.
    pub signing: Signing,
}

/// A connection to the cluster.
#[derive(Clone)]
struct Cluster {
    transport: Transport,
    endpoint: Url,
    alias: String,
    /// Whether the last request was answered. Where it was not, the next one knocks first.
    answers: Arc<AtomicBool>,
}

/// An answer that is not a success.
#[derive(Debug)]
struct Rejected {
    status: StatusCode,
    kind: String,
    reason: String,
}

impl Rejected {
    fn into_failure(self) -> SearchFailure {
        let text = format!("OpenSearch answered {}: {} {}", self.status.as_u16(), self.kind, self.reason);
        let never = self.status.is_client_error() && !matches!(self.status.as_u16(), 401 | 403 | 404 | 408 | 409 | 429);
        if never { SearchFailure::Refused(text) } else { SearchFailure::Unavailable(text) }
    }
}

#[derive(Deserialize)]
struct ErrorAnswer {
    error: ErrorCause,
}

/// OpenSearch gives either an object or, at its edges, a bare text.
#[derive(Deserialize)]
#[serde(untagged)]
enum ErrorCause {
    Told {
        #[serde(rename = "type")]
        kind: String,
        #[serde(default)]
        reason: Option<String>,
        #[serde(default)]
        root_cause: Vec<RootCause>,
    },
    Text(String),
}

#[derive(Deserialize)]
struct RootCause {
    #[serde(default)]
    reason: Option<String>,
}

impl Cluster {
    fn new(settings: OpenSearchSettings) -> Result<Self, SearchFailure> {
        let pool = SingleNodeConnectionPool::new(settings.endpoint.clone());
        let mut builder = TransportBuilder::new(pool).disable_proxy().timeout(ANSWER_WITHIN);
        if let Signing::SigV4 { credentials, region } = settings.signing {
            builder = builder.auth(Credentials::AwsSigV4(credentials, region)).service_name("es");
        }
        let transport = builder.build().map_err(|error| SearchFailure::Refused(error.to_string()))?;
        Ok(Self {
            transport,
            endpoint: settings.endpoint,
            alias: settings.alias,
            answers: Arc::new(AtomicBool::new(false)),
        })
    }

    /// The client has no timeout for connecting alone, so before the first request, and after one that failed, a
    /// connection is tried by itself: a cluster that is away costs 300 ms, not two seconds.
    async fn knock(&self) -> Result<(), SearchFailure> {
        if self.answers.load(Ordering::Relaxed) {
            return Ok(());
        }
        let addresses = self.endpoint.host_str().zip(self.endpoint.port_or_known_default());
        let (host, port) = addresses.ok_or_else(|| SearchFailure::Refused(format!("no host in {}", self.endpoint)))?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        match timeout(CONNECT_WITHIN, TcpStream::connect((host, port))).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(SearchFailure::Unavailable(format!("{}: {error}", self.endpoint))),
            Err(_) => Err(SearchFailure::Unavailable(format!("{}: no connection in time", self.endpoint))),
        }
    }

    /// Sends one request. Nothing but a success or a rejection by the cluster comes back as `Ok`.
    async fn send<B: Body>(
        &self,
        method: Method,
        path: &str,
        parameters: &[(&str, &str)],
        body: Option<B>,
        within: Duration,
    ) -> Result<Result<Response, Rejected>, SearchFailure> {
        self.knock().await?;
        let sent = self.transport.send(method, path, HeaderMap::new(), Some(parameters), body, Some(within));
        let response = match sent.await {
            Ok(response) => response,
            Err(error) => {
                self.answers.store(false, Ordering::Relaxed);
                return Err(SearchFailure::Unavailable(error.to_string()));
            }
        };
        self.answers.store(true, Ordering::Relaxed);
        let status = response.status_code();
        if status.is_success() {
            return Ok(Ok(response));
        }
        let text = response.text().await.unwrap_or_default();
        let (kind, reason) = match serde_json::from_str(&text) {
            Ok(ErrorAnswer { error: ErrorCause::Told { kind, reason, root_cause } }) => {
                let root = root_cause.into_iter().find_map(|cause| cause.reason);
                (kind, root.or(reason).unwrap_or_default())
            }
            Ok(ErrorAnswer { error: ErrorCause::Text(reason) }) => (String::new(), reason),
            Err(_) => (String::new(), text.chars().take(300).collect()),
        };
        Ok(Err(Rejected { status, kind, reason }))
    }

    /// Sends a request that is expected to succeed, and reads its answer.
    async fn call<B: Body, T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        parameters: &[(&str, &str)],
        body: Option<B>,
        within: Duration,
    ) -> Result<T, SearchFailure> {
        let answer = self.send(method, path, parameters, body, within).await?;
        let response = answer.map_err(Rejected::into_failure)?;
        response.json().await.map_err(|error| SearchFailure::Unavailable(error.to_string()))
    }
}

/// For requests without one.
const NO_BODY: Option<NdBody<String>> = None;
