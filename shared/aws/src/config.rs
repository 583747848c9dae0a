//! Configuration: the only place that reads environment variables, and the settings every SDK client shares.

use aws_credential_types::Credentials;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use std::fmt;
use std::time::Duration;

/// Root certificates that sign the endpoints of AWS. Parsing the system's whole store costs a cold start 3 ms.
const ROOTS: [&[u8]; 5] = [
    include_bytes!("../roots/amazon-root-ca-1.pem"),
    include_bytes!("../roots/amazon-root-ca-2.pem"),
    include_bytes!("../roots/amazon-root-ca-3.pem"),
    include_bytes!("../roots/amazon-root-ca-4.pem"),
    include_bytes!("../roots/starfield-services-root-g2.pem"),
];

/// Error for a setting that is missing or makes no sense. Its text names the variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misconfigured(pub String);

impl fmt::Display for Misconfigured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misconfigured {}

/// A key pair for signing requests.
#[derive(Clone)]
pub struct Keys {
    /// `AWS_ACCESS_KEY_ID`.
    pub id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret: String,
    /// `AWS_SESSION_TOKEN`, which a role's keys come with.
    pub session_token: Option<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Endpoint URLs that replace those of AWS.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// `AWS_ENDPOINT_URL_DYNAMODB`.
    pub dynamodb: Option<String>,
    /// `AWS_ENDPOINT_URL_S3`. Buckets are then part of the path.
    pub s3: Option<String>,
    /// `AWS_ENDPOINT_URL_SESV2`.
    pub ses: Option<String>,
    /// `AWS_ENDPOINT_URL_SECRETS_MANAGER`.
    pub secrets: Option<String>,
}

/// Settings of search: a cluster, or without one versions of an index in the bucket. Without either, nothing is
/// searched.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// `PORTICO_SEARCH_ENDPOINT`: the cluster's URL.
    pub endpoint: Option<String>,
    /// `PORTICO_SEARCH_DOMAIN`: the cluster's Amazon domain. Its endpoint is looked up at the first search.
    pub domain: Option<String>,
    /// `AWS_ENDPOINT_URL_OPENSEARCH`: the control plane that looks the endpoint up, if not that of AWS.
    pub control_plane: Option<String>,
    /// `PORTICO_SEARCH_SNAPSHOTS`: the folder of the bucket that versions of the index are in.
    pub snapshots: Option<String>,
    /// `PORTICO_SEARCH_LOOK_EVERY`: shortest time between two looks for a newer version, in milliseconds; 3000 by
    /// default.
    pub look_every: Option<String>,
}

/// Timeouts and retries of a call to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Longest time until there is a connection.
    pub connect: Duration,
    /// Longest time of one attempt of three.
    pub attempt: Duration,
    /// Longest time of all attempts, with the pauses in between.
    pub operation: Duration,
    /// Longest pause before the second attempt; it doubles before the third.
    pub pause: Duration,
}

impl Default for Patience {
    /// Timeouts that suit an endpoint, which answers within seconds or says that it cannot.
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(500),
            attempt: Duration::from_secs(3),
            operation: Duration::from_secs(8),
            pause: Duration::from_secs(1),
        }
    }
}

/// Configuration of the adapters. A part's constructor names the setting that it needs and does not find.
#[derive(Clone, Debug)]
pub struct Config {
    /// `AWS_REGION`.
    pub region: String,
    /// The key pair.
    pub keys: Keys,
    /// Endpoints of stand-ins; `AWS_ENDPOINT_URL` applies to those not named one by one.
    pub endpoints: Endpoints,
    /// `PORTICO_TABLE`: the table of records.
    pub table: Option<String>,
    /// `PORTICO_BUCKET`: the bucket of files.
    pub bucket: Option<String>,
    /// `PORTICO_MAIL_FROM`: the sender of mails.
    pub mail_from: Option<String>,
    /// `PORTICO_SIGNING_SECRET`: the secret that holds the signing key.
    pub signing_secret: Option<String>,
    /// `PORTICO_PROVIDER_SECRETS`: beginning of the names of secrets that the identity provider knows the portal by.
    pub provider_secrets: Option<String>,
    /// Search index that is used.
    pub search: Search,
    /// `PORTICO_SYSTEM_ROOTS=1`: trust the system's root certificates, not only those that sign AWS.
    pub system_roots: bool,
    /// Timeouts and retries of calls to services.
    pub patience: Patience,
}

impl Config {
    /// A configuration without a table, a bucket or a sender.
    pub fn new(region: impl Into<String>, keys: Keys) -> Self {
        Self {
            region: region.into(),
            keys,
            endpoints: Endpoints::default(),
            table: None,
            bucket: None,
            mail_from: None,
            signing_secret: None,
            provider_secrets: None,
            search: Search::default(),
            system_roots: false,
            patience: Patience::default(),
        }
    }

    /// Reads the environment.
    pub fn from_env() -> Result<Self, Misconfigured> {
        Self::read(|name| std::env::var(name).ok())
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Misconfigured> {
        let optional = |name: &str| variable(name).filter(|value| !value.is_empty());
        let required = |name: &str| optional(name).ok_or_else(|| Misconfigured(format!("{name} is not set")));
        let endpoint =
            |service: &str| optional(&format!("AWS_ENDPOINT_URL_{service}")).or_else(|| optional("AWS_ENDPOINT_URL"));
        Ok(Self {
            region: required("AWS_REGION")?,
            keys: Keys {
                id: required("AWS_ACCESS_KEY_ID")?,
                secret: required("AWS_SECRET_ACCESS_KEY")?,
                session_token: optional("AWS_SESSION_TOKEN"),
            },
            endpoints: Endpoints {
                dynamodb: endpoint("DYNAMODB"),
                s3: endpoint("S3"),
                ses: endpoint("SESV2"),
                secrets: endpoint("SECRETS_MANAGER"),
            },
            table: optional("PORTICO_TABLE"),
            bucket: optional("PORTICO_BUCKET"),
            mail_from: optional("PORTICO_MAIL_FROM"),
            signing_secret: optional("PORTICO_SIGNING_SECRET"),
            provider_secrets: optional("PORTICO_PROVIDER_SECRETS"),
            search: Search {
                endpoint: optional("PORTICO_SEARCH_ENDPOINT"),
                domain: optional("PORTICO_SEARCH_DOMAIN"),
                control_plane: endpoint("OPENSEARCH"),
                snapshots: optional("PORTICO_SEARCH_SNAPSHOTS"),
                look_every: optional("PORTICO_SEARCH_LOOK_EVERY"),
            },
            system_roots: optional("PORTICO_SYSTEM_ROOTS").is_some_and(|value| value == "1"),
            patience: Patience::default(),
        })
    }

    pub(crate) fn table(&self) -> Result<String, Misconfigured> {
        named(self.table.as_ref(), "PORTICO_TABLE")
    }

    pub(crate) fn bucket(&self) -> Result<String, Misconfigured> {
        named(self.bucket.as_ref(), "PORTICO_BUCKET")
    }

    pub(crate) fn mail_from(&self) -> Result<String, Misconfigured> {
        named(self.mail_from.as_ref(), "PORTICO_MAIL_FROM")
    }

    pub(crate) fn signing_secret(&self) -> Result<String, Misconfigured> {
        named(self.signing_secret.as_ref(), "PORTICO_SIGNING_SECRET")
    }

    pub(crate) fn provider_secrets(&self) -> Result<String, Misconfigured> {
        named(self.provider_secrets.as_ref(), "PORTICO_PROVIDER_SECRETS")
    }

    pub(crate) fn credentials(&self) -> Credentials {
        let Keys { id, secret, session_token } = self.keys.clone();
        Credentials::new(id, secret, session_token, None, "configuration")
    }

    /// Returns the HTTP client for a service at `endpoint`. A stand-in speaks plain HTTP and needs no certificates.
    pub(crate) fn http_client(&self, endpoint: Option<&String>) -> Result<SharedHttpClient, Misconfigured> {
        let builder = aws_smithy_http_client::Builder::new();
        if endpoint.is_some_and(|url| url.starts_with("http://")) {
            return Ok(builder.build_http());
        }
        let trusted = if self.system_roots {
            TrustStore::default()
        } else {
            ROOTS.iter().fold(TrustStore::empty(), |store, root| store.with_pem_certificate(*root))
        };
        let context = TlsContext::builder()
            .with_trust_store(trusted)
            .build()
            .map_err(|error| Misconfigured(format!("the root certificates cannot be used: {error}")))?;
        Ok(builder.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).tls_context(context).build_https())
    }
}

fn named(value: Option<&String>, name: &str) -> Result<String, Misconfigured> {
    value.cloned().ok_or_else(|| Misconfigured(format!("{name} is not set")))
}

impl Patience {
    /// Retry configuration of three attempts: two more if the first met a transient fault.
    pub(crate) fn retries(self) -> RetryConfig {
        RetryConfig::standard().with_max_attempts(3).with_initial_backoff(self.pause)
    }

    pub(crate) fn timeouts(self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .operation_attempt_timeout(self.attempt)
            .operation_timeout(self.operation)
            .build()
    }
}

/// Builds the client of one service's SDK: all are configured alike, but each has its own types.
macro_rules! client {
    ($sdk:ident, $config:expr, $endpoint:expr) => {
        client!($sdk, $config, $endpoint, |builder| builder)
    };
    ($sdk:ident, $config:expr, $endpoint:expr, |$builder:ident| $more:expr) => {{
        let (config, endpoint): (&$crate::config::Config, Option<&String>) = ($config, $endpoint);
        let $builder = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new(config.region.clone()))
            .credentials_provider(config.credentials())
            .http_client(config.http_client(endpoint)?)
            .retry_config(config.patience.retries())
            .timeout_config(config.patience.timeouts());
        let mut builder = $more;
        builder.set_endpoint_url(endpoint.cloned());
        $sdk::Client::from_conf(builder.build())
    }};
}
pub(crate) use client;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, Misconfigured> {
        let variables: HashMap<_, _> = pairs.iter().copied().collect();
        Config::read(|name| variables.get(name).map(|value| (*value).to_owned()))
    }

    const KEYS: [(&str, &str); 3] =
        [("AWS_REGION", "eu-north-1"), ("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "hidden")];

    #[test]
    fn a_missing_variable_is_named() {
        assert_eq!(read(&KEYS[..2]).unwrap_err().to_string(), "AWS_SECRET_ACCESS_KEY is not set");
        let config = read(&KEYS).unwrap();
        assert_eq!(config.table().unwrap_err().to_string(), "PORTICO_TABLE is not set");
    }

    #[test]
    fn an_endpoint_of_one_service_goes_before_that_of_all() {
        let all = ("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        let one = ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:2");
        let config = read(&[&KEYS[..], &[all, one]].concat()).unwrap();
        assert_eq!(config.endpoints.s3.as_deref(), Some("http://127.0.0.1:2"));
        assert_eq!(config.endpoints.dynamodb.as_deref(), Some("http://127.0.0.1:1"));
    }

    #[test]
    fn the_secret_key_is_never_printed() {
        assert!(!format!("{:?}", read(&KEYS).unwrap()).contains("hidden"));
    }

    #[test]
    fn the_committed_roots_make_a_client() {
        read(&KEYS).unwrap().http_client(None).unwrap();
    }
}
