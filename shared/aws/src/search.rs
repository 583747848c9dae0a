//! Knowledge search by the engine that the environment names: an OpenSearch cluster, or versions of a Tantivy index in
//! the bucket.
//!
//! Without either, every search is unavailable, and endpoints answer from DynamoDB. Writes end here, because there is
//! no index to keep. A reindex fills an index that is added later.

mod cluster;
mod snapshot_store;
mod tickets;

pub use snapshot_store::SnapshotStore;
pub use tickets::{TicketCluster, TicketReader};

use crate::config::{Config, Misconfigured};
use crate::dynamo::Dynamo;
use crate::parts::FromEnv;
use cluster::Cluster;
use jiff::SignedDuration;
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
};
use portico_domain::tickets::search::TicketEngine;
use portico_search::opensearch::{OpenSearchReader, OpenSearchWriter};
use portico_search::snapshots::{Looking, SnapshotReader, SnapshotWriter, Writing};

/// Reader of the index, which cannot write.
#[derive(Clone)]
pub struct IndexReader(Engine<Cluster<OpenSearchReader>, SnapshotReader<SnapshotStore>>);

/// Writer of the index, and of that of tickets.
#[derive(Clone)]
pub struct IndexWriter(Engine<Cluster<OpenSearchWriter>, SnapshotWriter<SnapshotStore>>, Option<TicketCluster>);

/// Search engine that the environment names, or none.
#[derive(Clone)]
enum Engine<C, S> {
    Nothing,
    Cluster(C),
    Snapshots(S),
}

/// Returns the snapshot store that a configuration names. Callers look for a cluster first.
fn shelf(
    config: &Config,
    records: impl FnOnce() -> Result<Dynamo, Misconfigured>,
) -> Result<Option<SnapshotStore>, Misconfigured> {
    let folder = config.search.snapshots.as_ref();
    folder.map(|folder| SnapshotStore::new(config, records()?, folder)).transpose()
}

impl IndexReader {
    fn of(config: &Config, records: impl FnOnce() -> Result<Dynamo, Misconfigured>) -> Result<Self, Misconfigured> {
        if let Some(cluster) = Cluster::of(config)? {
            return Ok(Self(Engine::Cluster(cluster)));
        }
        let Some(shelf) = shelf(config, records)? else { return Ok(Self(Engine::Nothing)) };
        let mut looking = Looking::in_folder(std::env::temp_dir());
        if let Some(text) = &config.search.look_every {
            let wrong = |_| Misconfigured(format!("PORTICO_SEARCH_LOOK_EVERY is no number of milliseconds: {text}"));
            looking.every = SignedDuration::from_millis(text.parse::<u32>().map_err(wrong)?.into());
        }
        Ok(Self(Engine::Snapshots(SnapshotReader::new(shelf, looking))))
    }
}

impl IndexWriter {
    fn of(config: &Config, records: impl FnOnce() -> Result<Dynamo, Misconfigured>) -> Result<Self, Misconfigured> {
        let tickets = TicketCluster::of(config)?;
        if let Some(cluster) = Cluster::of(config)? {
            return Ok(Self(Engine::Cluster(cluster), tickets));
        }
        let Some(shelf) = shelf(config, records)? else { return Ok(Self(Engine::Nothing, tickets)) };
        let snapshots = SnapshotWriter::new(shelf, Writing::in_folder(std::env::temp_dir()));
        Ok(Self(Engine::Snapshots(snapshots), tickets))
    }
}

impl TicketEngine for IndexWriter {
    type Index = TicketCluster;

    fn tickets(&self) -> Option<&TicketCluster> {
        self.1.as_ref()
    }
}

impl FromEnv for IndexReader {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        Self::of(config, || Dynamo::from_config(config))
    }
    fn from_config_with(config: &Config, records: &Dynamo) -> Result<Self, Misconfigured> {
        Self::of(config, || Ok(records.clone()))
    }
}

impl FromEnv for IndexWriter {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        Self::of(config, || Dynamo::from_config(config))
    }
    fn from_config_with(config: &Config, records: &Dynamo) -> Result<Self, Misconfigured> {
        Self::of(config, || Ok(records.clone()))
    }
}

fn nothing<T>() -> Result<T, SearchError> {
    Err(SearchError::unavailable("no search has been set up"))
}

impl SearchReader for IndexReader {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        match &self.0 {
            Engine::Nothing => nothing(),
            Engine::Cluster(cluster) => cluster.connected().await?.search(query).await,
            Engine::Snapshots(snapshots) => snapshots.search(query).await,
        }
    }
    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        match &self.0 {
            Engine::Nothing => nothing(),
            Engine::Cluster(cluster) => cluster.connected().await?.suggest(query).await,
            Engine::Snapshots(snapshots) => snapshots.suggest(query).await,
        }
    }
    async fn health(&self) -> Result<SearchHealth, SearchError> {
        match &self.0 {
            Engine::Nothing => nothing(),
            Engine::Cluster(cluster) => cluster.connected().await?.health().await,
            Engine::Snapshots(snapshots) => snapshots.health().await,
        }
    }
}

impl SearchWriter for IndexWriter {
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        match &self.0 {
            Engine::Nothing => Ok(()),
            Engine::Cluster(cluster) => cluster.connected().await?.put(documents).await,
            Engine::Snapshots(snapshots) => snapshots.put(documents).await,
        }
    }
    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchError> {
        match &self.0 {
            Engine::Nothing => Ok(()),
            Engine::Cluster(cluster) => cluster.connected().await?.remove(id, version).await,
            Engine::Snapshots(snapshots) => snapshots.remove(id, version).await,
        }
    }
    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchError> {
        match &self.0 {
            Engine::Nothing => Ok(()),
            Engine::Cluster(cluster) => cluster.connected().await?.replace_all(rebuild).await,
            Engine::Snapshots(snapshots) => snapshots.replace_all(rebuild).await,
        }
    }
    async fn is_current(&self) -> Result<bool, SearchError> {
        match &self.0 {
            Engine::Nothing => Ok(true),
            Engine::Cluster(cluster) => cluster.connected().await?.is_current().await,
            Engine::Snapshots(snapshots) => snapshots.is_current().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Keys, Search};
    use portico_domain::search::Synonyms;

    fn config(search: Search) -> Config {
        let keys = Keys { id: "key".into(), secret: "hidden".into(), session_token: None };
        Config {
            table: Some("records".into()),
            bucket: Some("files".into()),
            search,
            ..Config::new("eu-north-1", keys)
        }
    }

    fn refused(search: Search) -> String {
        let Err(wrong) = IndexReader::from_config(&config(search)) else { panic!("it is taken") };
        wrong.to_string()
    }

    #[tokio::test]
    async fn without_an_engine_search_is_away_and_writes_end() {
        let reader = IndexReader::from_config(&config(Search::default())).unwrap();
        assert!(matches!(reader.health().await, Err(SearchError::Unavailable(_))));
        let writer = IndexWriter::from_config(&config(Search::default())).unwrap();
        let nothing =
            Rebuild { documents: Vec::new(), synonyms: Synonyms::default(), as_of: jiff::Timestamp::UNIX_EPOCH };
        assert_eq!(writer.replace_all(nothing).await, Ok(()));
    }

    #[test]
    fn a_cluster_goes_before_snapshots() {
        let snapshots = Some("search".to_owned());
        let reader = |search: Search| IndexReader::from_config(&config(search)).unwrap().0;
        let writer = |search: Search| IndexWriter::from_config(&config(search)).unwrap().0;
        let alone = Search { snapshots: snapshots.clone(), ..Search::default() };
        assert!(matches!(reader(alone.clone()), Engine::Snapshots(_)));
        assert!(matches!(writer(alone), Engine::Snapshots(_)));
        let both = Search { domain: Some("portico".into()), snapshots, ..Search::default() };
        assert!(matches!(reader(both.clone()), Engine::Cluster(_)));
        assert!(matches!(writer(both), Engine::Cluster(_)));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let snapshots = Some("search".to_owned());
        let often = Search { snapshots, look_every: Some("often".into()), ..Search::default() };
        assert!(refused(often).starts_with("PORTICO_SEARCH_LOOK_EVERY"));
        assert!(
            refused(Search { snapshots: Some("/".into()), ..Search::default() }).contains("PORTICO_SEARCH_SNAPSHOTS")
        );
        let cluster = Search { endpoint: Some("no address".into()), ..Search::default() };
        assert!(refused(cluster).starts_with("PORTICO_SEARCH_ENDPOINT"));
    }
}
