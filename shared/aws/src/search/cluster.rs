//! OpenSearch cluster, by its endpoint or by the name of its Amazon domain. It is connected to on first use.

use crate::config::{Config, Misconfigured};
use aws_credential_types::provider::SharedCredentialsProvider;
use portico_domain::search::SearchError;
use portico_search::domain::{ControlPlane, OpenSearchDomain};
use portico_search::opensearch::{OpenSearchReader, OpenSearchSettings, OpenSearchWriter, Signing};
use std::sync::Arc;
use tokio::sync::OnceCell;
use url::Url;

/// Cluster with its client.
#[derive(Clone)]
pub(super) struct Cluster<T> {
    place: Place,
    connected: Arc<OnceCell<T>>,
}

/// Address of the cluster.
#[derive(Clone)]
enum Place {
    At(Url, Signing),
    Domain(OpenSearchDomain, Signing),
}

/// Client of a cluster.
pub(super) trait Connect: Sized + Send + Sync {
    /// Alias that is searched and written.
    const ALIAS: &'static str = "articles";

    /// Makes the client.
    fn connect(settings: OpenSearchSettings) -> Result<Self, SearchError>;
}

impl Connect for OpenSearchReader {
    fn connect(settings: OpenSearchSettings) -> Result<Self, SearchError> {
        Self::new(settings)
    }
}

impl Connect for OpenSearchWriter {
    fn connect(settings: OpenSearchSettings) -> Result<Self, SearchError> {
        Self::new(settings)
    }
}

impl<T: Connect> Cluster<T> {
    /// Returns the cluster that a configuration names, if it names one.
    pub(super) fn of(config: &Config) -> Result<Option<Self>, Misconfigured> {
        let credentials = SharedCredentialsProvider::new(config.credentials());
        let signed = || Signing::SigV4 { credentials: credentials.clone(), region: config.region.clone() };
        let place = match (&config.search.endpoint, &config.search.domain) {
            (Some(text), _) => {
                let misconfigured = |error| Misconfigured(format!("PORTICO_SEARCH_ENDPOINT: {error}"));
                let endpoint = Url::parse(text).map_err(misconfigured)?;
                // A node on this machine takes requests as they are; an Amazon domain wants them signed.
                let signing = if endpoint.scheme() == "http" { Signing::None } else { signed() };
                Place::At(endpoint, signing)
            }
            (None, Some(name)) => {
                let endpoint_url = config.search.control_plane.clone();
                let control_plane = ControlPlane {
                    region: config.region.clone(),
                    credentials: credentials.clone(),
                    http_client: config.http_client(endpoint_url.as_ref())?,
                    endpoint_url,
                };
                Place::Domain(OpenSearchDomain::new(control_plane, name), signed())
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(Self { place, connected: Arc::default() }))
    }

    /// Returns the client, and connects it on first use.
    pub(super) async fn connected(&self) -> Result<&T, SearchError> {
        let connect = async || {
            let (endpoint, signing) = match &self.place {
                Place::At(endpoint, signing) => (endpoint.clone(), signing),
                Place::Domain(domain, signing) => (domain.endpoint().await?, signing),
            };
            T::connect(OpenSearchSettings { endpoint, alias: T::ALIAS.to_owned(), signing: signing.clone() })
        };
        self.connected.get_or_try_init(connect).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Keys, Search};

    fn cluster(search: Search) -> Cluster<OpenSearchReader> {
        let keys = Keys { id: "key".into(), secret: "hidden".into(), session_token: None };
        Cluster::of(&Config { search, ..Config::new("eu-north-1", keys) }).unwrap().unwrap()
    }

    #[test]
    fn requests_to_anything_but_this_machine_are_signed() {
        let place = |endpoint: &str| cluster(Search { endpoint: Some(endpoint.into()), ..Search::default() }).place;
        assert!(matches!(place("http://127.0.0.1:9200"), Place::At(_, Signing::None)));
        assert!(matches!(place("https://search.example"), Place::At(_, Signing::SigV4 { .. })));
    }

    #[test]
    fn a_domain_is_not_asked_for_before_it_is_needed() {
        let cluster = cluster(Search { domain: Some("portico".into()), ..Search::default() });
        assert!(matches!(cluster.place, Place::Domain(..)) && !cluster.connected.initialized());
    }
}
