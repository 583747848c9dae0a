//! Knowledge search, where a cluster has been set up for it: found by the environment, connected to on first use.
//!
//! Without one, every search says that search is away, which endpoints answer from DynamoDB, and writes end here: there
//! is no index to keep. A cluster that is added later is filled by a reindex.

use crate::config::{Config, Misconfigured};
use crate::parts::FromEnv;
use aws_credential_types::provider::SharedCredentialsProvider;
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    Rebuild, SearchDocument, SearchFailure, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader,
    SearchWriter,
};
use portico_search::domain::{ControlPlane, OpenSearchDomain};
use portico_search::opensearch::{self, OpenSearchSettings, Signing};
use std::sync::Arc;
use tokio::sync::OnceCell;
use url::Url;

/// The alias that is searched and written.
const ALIAS: &str = "articles";

/// Searches the cluster, and cannot write to it.
pub type OpenSearchReader = OpenSearch<opensearch::OpenSearchReader>;
/// Keeps the index in the cluster.
pub type OpenSearchWriter = OpenSearch<opensearch::OpenSearchWriter>;

/// A cluster, or none.
#[derive(Clone)]
pub struct OpenSearch<T> {
    place: Place,
    connected: Arc<OnceCell<Option<T>>>,
}

/// Where it is.
#[derive(Clone)]
enum Place {
    Nowhere,
    At(Url, Signing),
    Domain(OpenSearchDomain, Signing),
}

/// What can be done with a cluster.
pub trait Connect: Sized + Send + Sync {
    /// Prepares to do it.
    fn connect(settings: OpenSearchSettings) -> Result<Self, SearchFailure>;
}

impl Connect for opensearch::OpenSearchReader {
    fn connect(settings: OpenSearchSettings) -> Result<Self, SearchFailure> {
        Self::new(settings)
    }
}

impl Connect for opensearch::OpenSearchWriter {
    fn connect(settings: OpenSearchSettings) -> Result<Self, SearchFailure> {
        Self::new(settings)
    }
}

impl<T> FromEnv for OpenSearch<T> {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let credentials = SharedCredentialsProvider::new(config.credentials());
        let signed = || Signing::SigV4 { credentials: credentials.clone(), region: config.region.clone() };
        let place = match (&config.search.endpoint, &config.search.domain) {
            (Some(text), _) => {
                let told = |error| Misconfigured(format!("PORTICO_SEARCH_ENDPOINT: {error}"));
                let endpoint = Url::parse(text).map_err(told)?;
                // A node on this machine takes requests as they are; a domain of Amazon's wants to know whose they are.
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
            (None, None) => Place::Nowhere,
        };
        Ok(Self { place, connected: Arc::default() })
    }
}

impl<T: Connect> OpenSearch<T> {
    /// The cluster, if there is one.
    async fn cluster(&self) -> Result<Option<&T>, SearchFailure> {
        let connect = async || {
            let (endpoint, signing) = match &self.place {
                Place::Nowhere => return Ok(None),
                Place::At(endpoint, signing) => (endpoint.clone(), signing),
                Place::Domain(domain, signing) => (domain.endpoint().await?, signing),
            };
            let settings = OpenSearchSettings { endpoint, alias: ALIAS.to_owned(), signing: signing.clone() };
            T::connect(settings).map(Some)
        };
        self.connected.get_or_try_init(connect).await.map(Option::as_ref)
    }
}

impl OpenSearchReader {
    async fn reading(&self) -> Result<&opensearch::OpenSearchReader, SearchFailure> {
        let none = || SearchFailure::Unavailable("no search has been set up".into());
        self.cluster().await?.ok_or_else(none)
    }
}

impl SearchReader for OpenSearchReader {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchFailure> {
        self.reading().await?.search(query).await
    }
    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchFailure> {
        self.reading().await?.suggest(query).await
    }
    async fn health(&self) -> Result<SearchHealth, SearchFailure> {
        self.reading().await?.health().await
    }
}

impl SearchWriter for OpenSearchWriter {
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchFailure> {
        match self.cluster().await? {
            Some(cluster) => cluster.put(documents).await,
            None => Ok(()),
        }
    }
    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchFailure> {
        match self.cluster().await? {
            Some(cluster) => cluster.remove(id, version).await,
            None => Ok(()),
        }
    }
    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchFailure> {
        match self.cluster().await? {
            Some(cluster) => cluster.replace_all(rebuild).await,
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Keys;
    use portico_domain::search::Synonyms;

    fn config() -> Config {
        Config::new("eu-north-1", Keys { id: "key".into(), secret: "hidden".into(), session_token: None })
    }

    #[tokio::test]
    async fn without_a_cluster_search_is_away_and_writes_end() {
        let reader = OpenSearchReader::from_config(&config()).unwrap();
        assert!(matches!(reader.health().await, Err(SearchFailure::Unavailable(_))));
        let writer = OpenSearchWriter::from_config(&config()).unwrap();
        let nothing =
            Rebuild { documents: Vec::new(), synonyms: Synonyms::default(), as_of: jiff::Timestamp::UNIX_EPOCH };
        assert_eq!(writer.replace_all(nothing).await, Ok(()));
    }

    #[test]
    fn requests_to_anything_but_this_machine_are_signed() {
        let place = |endpoint: &str| {
            let mut config = config();
            config.search.endpoint = Some(endpoint.into());
            OpenSearchReader::from_config(&config).map(|made| made.place)
        };
        assert!(matches!(place("http://127.0.0.1:9200"), Ok(Place::At(_, Signing::None))));
        assert!(matches!(place("https://search.example"), Ok(Place::At(_, Signing::SigV4 { .. }))));
        let Err(wrong) = place("no address") else { panic!("it is none") };
        assert!(wrong.to_string().starts_with("PORTICO_SEARCH_ENDPOINT"), "{wrong}");
    }

    #[test]
    fn a_domain_is_not_asked_for_before_it_is_needed() {
        let mut config = config();
        config.search.domain = Some("portico".into());
        let reader = OpenSearchReader::from_config(&config).unwrap();
        assert!(matches!(reader.place, Place::Domain(..)) && !reader.connected.initialized());
    }
}
