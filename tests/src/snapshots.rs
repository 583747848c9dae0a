//! Search index kept as versions, on the embedded services, for the tests of the contract and of the endpoints.

#![allow(clippy::missing_panics_doc, reason = "a stand that cannot be had ends the test")]

use crate::stores::{BUCKET, dynamo_in_memory, local_config};
use jiff::SignedDuration;
use portico_aws::{Config, Dynamo, SnapshotStore};
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
};
use portico_domain::tickets::search::{NoIndex, TicketEngine};
use portico_local::{net, s3};
use portico_search::snapshots::{Looking, Shelf, SnapshotReader, SnapshotWriter, Writing};
use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// The folder of the bucket.
pub const FOLDER: &str = "search";

/// A bucket and a table.
pub struct Stand {
    /// Both, as the adapters use them.
    pub shelf: SnapshotStore,
    s3: s3::S3,
    folder: Arc<TempDir>,
}

impl Stand {
    /// Starts both, empty.
    pub async fn start() -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let objects = folder.path().join("s3");
        std::fs::create_dir(&objects).expect("a folder");
        let s3 = s3::S3::start(net::listen(0).expect("a port"), &objects, BUCKET).expect("the file store starts");
        let mut config = local_config();
        config.endpoints.s3 = Some(s3.url());
        let shelf = shelf(&config, dynamo_in_memory().await);
        Self { shelf, s3, folder }
    }

    /// Returns an index on both, searched and written by several processes.
    pub fn index(&self) -> Processes<SnapshotStore> {
        Processes::on(self.shelf.clone(), self.folder.path(), ())
    }

    /// Returns the same index, which keeps this running.
    pub fn into_index(self) -> Processes<SnapshotStore> {
        let (shelf, folder) = (self.shelf.clone(), Arc::clone(&self.folder));
        Processes::on(shelf, folder.path(), self)
    }

    /// Returns the folder that a process unpacks versions into.
    pub fn disk(&self, process: &str) -> PathBuf {
        let disk = self.folder.path().join(process);
        std::fs::create_dir_all(&disk).expect("a folder");
        disk
    }

    /// Returns the folder of the objects.
    pub fn objects(&self) -> PathBuf {
        self.folder.path().join("s3").join(BUCKET).join(FOLDER)
    }

    /// Stops the bucket, and leaves the folder with the disks of the processes.
    pub async fn stop_files(self) -> Arc<TempDir> {
        self.s3.stop().await;
        self.folder
    }
}

/// The adapter for a bucket and a table.
pub fn shelf(config: &Config, records: Dynamo) -> SnapshotStore {
    SnapshotStore::new(config, records, FOLDER).expect("a complete configuration")
}

/// Returns the settings of a test's reader: each search sees all writes before it, however busy the machine is.
pub fn at_once(disk: &Path) -> Looking {
    let patience = Duration::from_secs(30);
    Looking { every: SignedDuration::ZERO, patience, first_patience: patience, folder: disk.to_owned() }
}

/// A reader and two writers that take turns, as in processes of their own.
pub struct Processes<S> {
    /// The reader.
    pub reader: SnapshotReader<S>,
    writers: [SnapshotWriter<S>; 2],
    turn: AtomicUsize,
    // Dropped, it would stop.
    _held: Box<dyn Any + Send + Sync>,
}

impl<S: Shelf> Processes<S> {
    /// Returns processes on `shelf` that unpack in `disk`, and keeps `held` for as long.
    pub fn on(shelf: S, disk: &Path, held: impl Any + Send + Sync) -> Self {
        let writing = Writing::in_folder(disk);
        let writers = [(); 2].map(|()| SnapshotWriter::new(shelf.clone(), writing.clone()));
        let reader = SnapshotReader::new(shelf, at_once(disk));
        Self { reader, writers, turn: AtomicUsize::new(0), _held: Box::new(held) }
    }

    fn writer(&self) -> &SnapshotWriter<S> {
        &self.writers[self.turn.fetch_add(1, Ordering::Relaxed) % self.writers.len()]
    }
}

impl<S: Shelf> TicketEngine for Processes<S> {
    type Index = NoIndex;

    fn tickets(&self) -> Option<&NoIndex> {
        None
    }
}

impl<S: Shelf> SearchReader for Processes<S> {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        self.reader.search(query).await
    }

    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        self.reader.suggest(query).await
    }

    async fn health(&self) -> Result<SearchHealth, SearchError> {
        self.reader.health().await
    }
}

impl<S: Shelf> SearchWriter for Processes<S> {
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        self.writer().put(documents).await
    }

    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchError> {
        self.writer().remove(id, version).await
    }

    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchError> {
        self.writer().replace_all(rebuild).await
    }

    async fn is_current(&self) -> Result<bool, SearchError> {
        self.writer().is_current().await
    }
}
