//! Subjects of the contract: the engines that are held to it.

use portico_aws::SnapshotStore;
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
};
use portico_search::opensearch::{OpenSearchSettings, OpenSearchWriter, Signing};
use portico_search::tantivy::{TantivyReader, TantivyWriter};
use portico_tests::engines::OpenSearchNode;
use portico_tests::snapshots::{Processes, Stand};
use tempfile::TempDir;
use tokio::sync::Mutex;
use uuid::Uuid;

/// Tantivy in memory.
pub(super) async fn in_memory() -> TantivyWriter {
    TantivyWriter::in_memory().unwrap()
}

/// Tantivy in a folder.
pub(super) async fn in_a_folder() -> Reopened {
    let folder = tempfile::tempdir().unwrap();
    TantivyWriter::open(folder.path()).unwrap();
    Reopened { folder, writing: Mutex::default() }
}

/// Tantivy as versions in a bucket: every search and every write in another process than the one before it.
pub(super) async fn by_snapshots() -> Processes<SnapshotStore> {
    let index = Stand::start().await.into_index();
    // As deployed: the index is there before the first search.
    index.put(&[]).await.unwrap();
    index
}

/// OpenSearch on the node that the tests share, under an alias of its own.
pub(super) async fn on_a_node() -> OpenSearchWriter {
    let node = OpenSearchNode::shared().await;
    let writer = OpenSearchWriter::new(settings(node.url(), &fresh_alias())).unwrap();
    // As deployed: the index is there before the first search.
    writer.put(&[]).await.unwrap();
    writer
}

pub(super) fn fresh_alias() -> String {
    format!("articles-{}", Uuid::now_v7().simple())
}

pub(super) fn settings(url: &str, alias: &str) -> OpenSearchSettings {
    OpenSearchSettings { endpoint: url.parse().unwrap(), alias: alias.to_owned(), signing: Signing::None }
}

/// A folder that is opened for each call and closed after it: all results were on disk.
pub(super) struct Reopened {
    folder: TempDir,
    /// Tantivy refuses a second writer; in Portico a lease sees to that.
    writing: Mutex<()>,
}

impl Reopened {
    fn reader(&self) -> Result<TantivyReader, SearchError> {
        TantivyReader::open(self.folder.path())
    }
}

impl SearchReader for Reopened {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        self.reader()?.search(query).await
    }

    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        self.reader()?.suggest(query).await
    }

    async fn health(&self) -> Result<SearchHealth, SearchError> {
        self.reader()?.health().await
    }
}

impl SearchWriter for Reopened {
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        let _one = self.writing.lock().await;
        TantivyWriter::open(self.folder.path())?.put(documents).await
    }

    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchError> {
        let _one = self.writing.lock().await;
        TantivyWriter::open(self.folder.path())?.remove(id, version).await
    }

    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchError> {
        let _one = self.writing.lock().await;
        TantivyWriter::open(self.folder.path())?.replace_all(rebuild).await
    }

    async fn is_current(&self) -> Result<bool, SearchError> {
        let _one = self.writing.lock().await;
        TantivyWriter::open(self.folder.path())?.is_current().await
    }
}
