//! Search by an OpenSearch cluster, over HTTP, signed or not.
//!
//! An alias names the index that is searched and written; the indexes behind it come and go with each rebuild. The
//! caller supplies the endpoint and credentials ([`crate::domain`] finds the endpoint of an Amazon domain).

mod index;
mod query;
mod reader;
mod tickets;
mod writer;

pub use reader::OpenSearchReader;
pub use tickets::OpenSearchTickets;
pub use writer::OpenSearchWriter;

use crate::synonyms::Thesaurus;
use ::opensearch::auth::Credentials;
use ::opensearch::http::headers::HeaderMap;
use ::opensearch::http::request::{Body, NdBody};
use ::opensearch::http::response::Response;
use ::opensearch::http::transport::{SingleNodeConnectionPool, Transport, TransportBuilder};
use ::opensearch::http::{Method, StatusCode};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_opensearch::config::Region;
use index::{FORMAT, Meta};
use portico_domain::fault::Fault;
use portico_domain::search::SearchError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

/// Longest time until there is a connection to the cluster.
const CONNECT_WITHIN: Duration = Duration::from_millis(300);
/// Longest time of a search or a small write.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// Longest time of a step of a rebuild.
const REBUILD_WITHIN: Duration = Duration::from_mins(1);

/// Signing of requests.
#[derive(Clone, Debug)]
pub enum Signing {
    /// Requests are not signed: for a node on this machine.
    None,
    /// AWS Signature Version 4 for the service `es`.
    SigV4 {
        /// Credentials that sign the requests.
        credentials: SharedCredentialsProvider,
        /// Region of the domain.
        region: String,
    },
}

/// Names of a cluster and of the index to use in it.
#[derive(Clone, Debug)]
pub struct OpenSearchSettings {
    /// The cluster's base URL.
    pub endpoint: Url,
    /// The alias that is searched and written. Indexes are named after it.
    pub alias: String,
    /// Signing of requests.
    pub signing: Signing,
}

/// An index with its synonyms.
type Indexed = (String, Arc<Thesaurus>);

/// A connection to the cluster.
#[derive(Clone)]
struct Cluster {
    transport: Transport,
    endpoint: Url,
    alias: String,
    /// Whether the last request was answered. If not, the next one tries a connection first.
    answers: Arc<AtomicBool>,
    /// The synonyms of an index: they never change, for a rebuild makes another index.
    thesaurus: Arc<Mutex<Option<Indexed>>>,
}

/// An answer that is not a success.
#[derive(Debug)]
struct Rejected {
    status: StatusCode,
    kind: String,
    reason: String,
}

impl Rejected {
    fn into_failure(self) -> SearchError {
        let text = format!("OpenSearch answered {}: {} {}", self.status.as_u16(), self.kind, self.reason);
        let never = self.status.is_client_error() && !matches!(self.status.as_u16(), 401 | 403 | 404 | 408 | 409 | 429);
        if never { SearchError::refused(text) } else { SearchError::unavailable(text) }
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
    Described {
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

#[derive(Deserialize)]
struct IndexMapping {
    mappings: Mapping,
}

#[derive(Deserialize)]
struct Mapping {
    #[serde(rename = "_meta", default)]
    meta: Meta,
}

impl Cluster {
    fn new(settings: OpenSearchSettings) -> Result<Self, SearchError> {
        let pool = SingleNodeConnectionPool::new(settings.endpoint.clone());
        let mut builder = TransportBuilder::new(pool).disable_proxy().timeout(ANSWER_WITHIN);
        if let Signing::SigV4 { credentials, region } = settings.signing {
            builder = builder.auth(Credentials::AwsSigV4(credentials, Region::new(region))).service_name("es");
        }
        let transport = builder.build().map_err(|error| {
            SearchError::refused(Fault::caused("a connection to OpenSearch cannot be built", error))
        })?;
        Ok(Self {
            transport,
            endpoint: settings.endpoint,
            alias: settings.alias,
            answers: Arc::new(AtomicBool::new(false)),
            thesaurus: Arc::default(),
        })
    }

    /// Reads the metadata of the index behind a name.
    async fn meta(&self, index: &str) -> Result<Meta, SearchError> {
        let path = format!("/{index}/_mapping");
        let answer: HashMap<String, IndexMapping> = self.call(Method::Get, &path, &[], NO_BODY, ANSWER_WITHIN).await?;
        Ok(answer.into_values().next().map(|index| index.mappings.meta).unwrap_or_default())
    }

    /// Returns the synonyms of an index that this version of the code can search.
    async fn thesaurus(&self, index: &str) -> Result<Arc<Thesaurus>, SearchError> {
        {
            let known = self.thesaurus.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, thesaurus)) = known.as_ref().filter(|(known, _)| known == index) {
                return Ok(Arc::clone(thesaurus));
            }
        }
        let meta = self.meta(index).await?;
        if meta.format != FORMAT {
            return Err(SearchError::unavailable(format!("another version of Portico made {index}: rebuild it")));
        }
        let thesaurus = Arc::new(Thesaurus::from(&meta.synonyms));
        *self.thesaurus.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((index.to_owned(), Arc::clone(&thesaurus)));
        Ok(thesaurus)
    }

    /// Tries a connection before the first request, and after one that failed. The client has no timeout for connecting
    /// alone; this way an unavailable cluster costs 300 ms, not two seconds.
    async fn knock(&self) -> Result<(), SearchError> {
        if self.answers.load(Ordering::Relaxed) {
            return Ok(());
        }
        let addresses = self.endpoint.host_str().zip(self.endpoint.port_or_known_default());
        let (host, port) = addresses.ok_or_else(|| SearchError::refused(format!("no host in {}", self.endpoint)))?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        match timeout(CONNECT_WITHIN, TcpStream::connect((host, port))).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(SearchError::unavailable(Fault::caused(self.endpoint.as_str(), error))),
            Err(_) => Err(SearchError::unavailable(format!("{}: no connection in time", self.endpoint))),
        }
    }

    /// Sends one request. Only a success or a rejection by the cluster comes back as `Ok`.
    async fn send<B: Body>(
        &self,
        method: Method,
        path: &str,
        parameters: &[(&str, &str)],
        body: Option<B>,
        within: Duration,
    ) -> Result<Result<Response, Rejected>, SearchError> {
        self.knock().await?;
        let sent = self.transport.send(method, path, HeaderMap::new(), Some(parameters), body, Some(within));
        let response = match sent.await {
            Ok(response) => response,
            Err(error) => {
                self.answers.store(false, Ordering::Relaxed);
                return Err(SearchError::unavailable(Fault::caused("OpenSearch", error)));
            }
        };
        self.answers.store(true, Ordering::Relaxed);
        let status = response.status_code();
        if status.is_success() {
            return Ok(Ok(response));
        }
        let text = response.text().await.unwrap_or_default();
        let (kind, reason) = match serde_json::from_str(&text) {
            Ok(ErrorAnswer { error: ErrorCause::Described { kind, reason, root_cause } }) => {
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
    ) -> Result<T, SearchError> {
        let answer = self.send(method, path, parameters, body, within).await?;
        let response = answer.map_err(Rejected::into_failure)?;
        response.json().await.map_err(|error| SearchError::unavailable(Fault::caused("OpenSearch", error)))
    }
}

/// Body of requests without one.
const NO_BODY: Option<NdBody<String>> = None;

#[cfg(test)]
mod tests {
    use super::*;
    use aws_credential_types::Credentials as Keys;
    use portico_domain::fault::chain;
    use portico_domain::search::SearchReader;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// Answers one request with `answer`, and returns the request with the result.
    async fn asked(signing: Signing, answer: &str) -> (String, Result<u64, SearchError>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let reader = OpenSearchReader::new(OpenSearchSettings { endpoint, alias: "articles".into(), signing }).unwrap();
        let serve = async {
            // The first connection only knocks.
            drop(listener.accept().await.unwrap());
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"}}}") {
                let mut buffer = [0; 4096];
                let length = connection.read(&mut buffer).await.unwrap();
                request.extend_from_slice(&buffer[..length]);
            }
            connection.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8(request).unwrap()
        };
        let (request, health) = tokio::join!(serve, reader.health());
        (request, health.map(|health| health.documents))
    }

    const SEVEN: &str = "HTTP/1.1 200 OK\r\ncontent-length: 11\r\ncontent-type: application/json\r\n\r\n{\"count\":7}";

    fn signing(secret: &str) -> Signing {
        let keys = Keys::new("AKIDEXAMPLE", secret, Some("session".into()), None, "test");
        Signing::SigV4 { credentials: SharedCredentialsProvider::new(keys), region: "eu-west-1".into() }
    }

    fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
        request.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    #[tokio::test]
    async fn requests_are_signed_for_the_service_and_region() {
        let (request, health) = asked(signing("one"), SEVEN).await;
        assert_eq!(health, Ok(7));
        assert!(request.starts_with("POST /articles/_count"), "{request}");
        let authorization = header(&request, "authorization").unwrap();
        assert!(authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"), "{authorization}");
        assert!(authorization.contains("/eu-west-1/es/aws4_request"), "{authorization}");
        assert!(authorization.contains("host") && authorization.contains("x-amz-date"), "{authorization}");
        assert_eq!(header(&request, "x-amz-security-token"), Some("session"));
        let (other, _) = asked(signing("two"), SEVEN).await;
        let signature = |authorization: &str| authorization.rsplit("Signature=").next().unwrap().to_owned();
        assert_ne!(signature(authorization), signature(header(&other, "authorization").unwrap()));
    }

    #[tokio::test]
    async fn a_node_without_signing_gets_none() {
        let (request, health) = asked(Signing::None, SEVEN).await;
        assert_eq!(health, Ok(7));
        assert_eq!(header(&request, "authorization"), None);
    }

    #[tokio::test]
    async fn answers_are_told_apart_by_whether_trying_again_helps() {
        for (status, body, unavailable) in [
            ("403 Forbidden", r#"{"message":"no"}"#, true),
            (
                "404 Not Found",
                r#"{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}"#,
                true,
            ),
            ("429 Too Many Requests", "429 Too Many Requests", true),
            ("503 Service Unavailable", "", true),
            ("200 OK", "not JSON", true),
            (
                "400 Bad Request",
                r#"{"error":{"type":"parsing_exception","root_cause":[{"reason":"line 1"}]},"status":400}"#,
                false,
            ),
            ("400 Bad Request", r#"{"error":"a bare text"}"#, false),
        ] {
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            let (_, health) = asked(Signing::None, &answer).await;
            let failure = health.unwrap_err();
            assert_eq!(matches!(failure, SearchError::Unavailable(_)), unavailable, "{failure}");
            assert!(status.starts_with("200") || chain(&failure).contains(&status[..3]), "{failure:?}");
        }
    }
}
