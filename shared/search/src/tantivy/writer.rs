//! Keeping an index in this process.

use super::reader::{Facts, Snapshot, TantivyReader, check_schema, facts};
use super::schema::{Fields, ID_HIGH, ID_LOW, PUBLISHED, UPDATED_AT, VERSION, moment, register_analyzers, schema};
use super::{Place, blocking};
use ::tantivy::directory::MmapDirectory;
use ::tantivy::schema::IndexRecordOption;
use ::tantivy::{DocSet, Index, IndexWriter, TERMINATED};
use jiff::Timestamp;
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
};
use portico_domain::tickets::search::{NoIndex, TicketEngine};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Memory that Tantivy may use before it writes a segment, in bytes. Tantivy accepts no less.
const MEMORY: usize = 15_000_000;

/// Writes an index: the only writer until it is dropped. Changes are on disk when a call returns.
#[derive(Clone)]
pub struct TantivyWriter {
    reader: TantivyReader,
    writing: Arc<Mutex<Writing>>,
}

struct Writing {
    fields: Fields,
    index: Index,
    facts: Facts,
    /// Tantivy's writer. It is gone after a failure, which it does not recover from; the next call makes another one.
    writer: Option<IndexWriter>,
}

impl Drop for Writing {
    /// Waits for merges, so that the next process to open the folder does not find files disappearing.
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            // Only the merges are lost: all articles have been committed.
            let _ = writer.wait_merging_threads();
        }
    }
}

/// An article as the index has it.
#[derive(Clone, Copy)]
struct Held {
    version: u64,
    published: bool,
    updated_at: i64,
}

impl TantivyWriter {
    /// Makes an index that is gone with the process.
    pub fn in_memory() -> Result<Self, SearchError> {
        Self::of(Index::create_in_ram(schema().0), Place("in memory".to_owned()))
    }

    /// Opens the index in a folder, made if there is none. Fails as unavailable if another writer has it.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, SearchError> {
        let folder = folder.as_ref();
        let place = Place(format!("in {}", folder.display()));
        std::fs::create_dir_all(folder).map_err(|error| place.unavailable(error))?;
        let directory = MmapDirectory::open(folder).map_err(|error| place.unavailable(error))?;
        let index = if Index::exists(&directory).map_err(|error| place.unavailable(error))? {
            let index = Index::open(directory).map_err(|error| place.failed(error))?;
            let damaged = index.validate_checksum().map_err(|error| place.failed(error))?;
            if !damaged.is_empty() {
                return Err(place.unavailable(format_args!("damaged files {damaged:?}: rebuild it in an empty folder")));
            }
            index
        } else {
            Index::builder().schema(schema().0).open_or_create(directory).map_err(|error| place.failed(error))?
        };
        Self::of(index, place)
    }

    /// Opens the index in a folder, with an empty index in place of one that another version of this code made.
    pub fn open_or_renew(folder: impl AsRef<Path>) -> Result<Self, SearchError> {
        let folder = folder.as_ref();
        if matches!(facts(folder), Ok(None)) {
            let place = Place(format!("in {}", folder.display()));
            std::fs::remove_dir_all(folder).map_err(|error| place.unavailable(error))?;
        }
        Self::open(folder)
    }

    fn of(index: Index, place: Place) -> Result<Self, SearchError> {
        let fields = check_schema(&index, &place)?;
        register_analyzers(&index);
        let writer = Some(new_writer(&index, &place)?);
        let facts = Facts::of(&index, &place)?;
        let reader = TantivyReader::of(&index, fields, place)?;
        let writing = Arc::new(Mutex::new(Writing { fields, index, facts, writer }));
        Ok(Self { reader, writing })
    }

    /// Returns a reader of the same index, which cannot write.
    pub fn reader(&self) -> TantivyReader {
        self.reader.clone()
    }

    /// Makes one change: everything that `change` does to the writer is committed, or nothing. Reports whether it did
    /// anything.
    async fn commit<F>(&self, change: F) -> Result<bool, SearchError>
    where
        F: FnOnce(&mut Writing, &Snapshot) -> ::tantivy::Result<bool> + Send + 'static,
    {
        let this = self.clone();
        blocking(self.reader.place.clone(), move || {
            let place = &this.reader.place;
            let mut writing = this.writing.lock().unwrap_or_else(PoisonError::into_inner);
            if writing.writer.is_none() {
                let writer = new_writer(&writing.index, place)?;
                writing.writer = Some(writer);
            }
            let before = writing.facts.clone();
            let snapshot = this.reader.snapshot();
            let committed = match change(&mut writing, &snapshot) {
                Ok(false) => return Ok(false),
                Ok(true) => writing.commit(),
                Err(error) => Err(error),
            };
            if let Err(error) = committed {
                writing.writer = None;
                writing.facts = before;
                return Err(place.failed(error));
            }
            this.reader.refresh(&writing.index)?;
            Ok(true)
        })
        .await
    }
}

impl Writing {
    fn commit(&mut self) -> ::tantivy::Result<()> {
        let payload = serde_json::to_string(&self.facts).map_err(|error| failed_writer(&error.to_string()))?;
        let mut prepared = self.writer.as_mut().ok_or_else(|| failed_writer("gone"))?.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        Ok(())
    }

    fn writer(&self) -> ::tantivy::Result<&IndexWriter> {
        self.writer.as_ref().ok_or_else(|| failed_writer("gone"))
    }
}

/// One change of an index.
pub(crate) enum Work {
    Put(Vec<SearchDocument>),
    Remove(ArticleId, u64),
    ReplaceAll(Rebuild),
}

impl TantivyWriter {
    /// Does the work, and reports whether that changed anything.
    pub(crate) async fn apply(&self, work: Work) -> Result<bool, SearchError> {
        match work {
            Work::Put(documents) => self.put_newer(documents).await,
            Work::Remove(id, version) => self.take_out(id, version).await,
            Work::ReplaceAll(rebuild) => self.rebuild(rebuild).await,
        }
    }

    /// Ends writing when all merges are done: nothing in the folder changes any more.
    pub(crate) async fn finish(self) -> Result<(), SearchError> {
        blocking(self.reader.place.clone(), move || {
            let place = self.reader.place.clone();
            let writer = self.writing.lock().unwrap_or_else(PoisonError::into_inner).writer.take();
            writer.map_or(Ok(()), IndexWriter::wait_merging_threads).map_err(|error| place.failed(error))
        })
        .await
    }

    async fn put_newer(&self, documents: Vec<SearchDocument>) -> Result<bool, SearchError> {
        let documents = newest(documents);
        self.commit(move |writing, snapshot| {
            let mut changed = false;
            for document in documents.into_values() {
                if held(&writing.fields, snapshot, document.id)?.is_some_and(|held| held.version >= document.version) {
                    continue;
                }
                writing.writer()?.delete_term(writing.fields.id_term(document.id));
                writing.writer()?.add_document(writing.fields.document(&document))?;
                changed = true;
            }
            Ok(changed)
        })
        .await
    }

    async fn take_out(&self, id: ArticleId, version: u64) -> Result<bool, SearchError> {
        self.commit(move |writing, snapshot| {
            let held = held(&writing.fields, snapshot, id)?;
            if held.is_some_and(|held| held.version > version || (held.version == version && !held.published)) {
                return Ok(false);
            }
            let updated_at = held.map_or(Timestamp::MIN, |held| time(held.updated_at));
            writing.writer()?.delete_term(writing.fields.id_term(id));
            writing.writer()?.add_document(writing.fields.tombstone(id, version, updated_at))?;
            Ok(true)
        })
        .await
    }

    async fn rebuild(&self, rebuild: Rebuild) -> Result<bool, SearchError> {
        let mut documents = newest(rebuild.documents);
        let as_of = moment(rebuild.as_of);
        self.commit(move |writing, snapshot| {
            for (id, held) in all_held(snapshot)? {
                let stays = match documents.get(&id) {
                    Some(listed) => held.version > listed.version,
                    None => !held.published || held.updated_at >= as_of,
                };
                if stays {
                    documents.remove(&id);
                } else {
                    writing.writer()?.delete_term(writing.fields.id_term(id));
                }
            }
            for document in documents.values() {
                writing.writer()?.add_document(writing.fields.document(document))?;
            }
            writing.facts = Facts { rebuilt: true, synonyms: rebuild.synonyms };
            Ok(true)
        })
        .await
    }
}

impl SearchWriter for TantivyWriter {
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        self.apply(Work::Put(documents.to_vec())).await.map(drop)
    }

    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchError> {
        self.apply(Work::Remove(id, version)).await.map(drop)
    }

    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchError> {
        self.apply(Work::ReplaceAll(rebuild)).await.map(drop)
    }

    async fn is_current(&self) -> Result<bool, SearchError> {
        let writing = Arc::clone(&self.writing);
        blocking(self.reader.place.clone(), move || {
            Ok(writing.lock().unwrap_or_else(PoisonError::into_inner).facts.rebuilt)
        })
        .await
    }
}

impl TicketEngine for TantivyWriter {
    type Index = NoIndex;

    fn tickets(&self) -> Option<&NoIndex> {
        None
    }
}

impl SearchReader for TantivyWriter {
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

fn new_writer(index: &Index, place: &Place) -> Result<IndexWriter, SearchError> {
    index.writer_with_num_threads(1, MEMORY).map_err(|error| place.failed(error))
}

fn failed_writer(reason: &str) -> ::tantivy::TantivyError {
    ::tantivy::TantivyError::SystemError(format!("the writer failed: {reason}"))
}

fn time(moment: i64) -> Timestamp {
    Timestamp::from_microsecond(moment).unwrap_or(Timestamp::MIN)
}

/// Returns each article once, in its newest version.
fn newest(documents: impl IntoIterator<Item = SearchDocument>) -> HashMap<ArticleId, SearchDocument> {
    let mut newest: HashMap<ArticleId, SearchDocument> = HashMap::new();
    for document in documents {
        if newest.get(&document.id).is_none_or(|other| other.version < document.version) {
            newest.insert(document.id, document);
        }
    }
    newest
}

/// Returns the state of one article in the index.
fn held(fields: &Fields, snapshot: &Snapshot, id: ArticleId) -> ::tantivy::Result<Option<Held>> {
    let term = fields.id_term(id);
    for segment in snapshot.searcher.segment_readers() {
        let Some(mut postings) = segment.inverted_index(fields.id)?.read_postings(&term, IndexRecordOption::Basic)?
        else {
            continue;
        };
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            if !segment.is_deleted(document) {
                let columns = segment.fast_fields();
                return Ok(Some(Held {
                    version: columns.u64(VERSION)?.first(document).unwrap_or_default(),
                    published: columns.bool(PUBLISHED)?.first(document).unwrap_or_default(),
                    updated_at: columns.i64(UPDATED_AT)?.first(document).unwrap_or_default(),
                }));
            }
            postings.advance();
        }
    }
    Ok(None)
}

/// Returns the state of every article in the index.
fn all_held(snapshot: &Snapshot) -> ::tantivy::Result<Vec<(ArticleId, Held)>> {
    let mut all = Vec::new();
    for segment in snapshot.searcher.segment_readers() {
        let columns = segment.fast_fields();
        let (high, low) = (columns.u64(ID_HIGH)?, columns.u64(ID_LOW)?);
        let (version, published, updated_at) =
            (columns.u64(VERSION)?, columns.bool(PUBLISHED)?, columns.i64(UPDATED_AT)?);
        for document in segment.doc_ids_alive() {
            let id =
                Uuid::from_u64_pair(high.first(document).unwrap_or_default(), low.first(document).unwrap_or_default());
            let held = Held {
                version: version.first(document).unwrap_or_default(),
                published: published.first(document).unwrap_or_default(),
                updated_at: updated_at.first(document).unwrap_or_default(),
            };
            all.push((ArticleId(id), held));
        }
    }
    Ok(all)
}
