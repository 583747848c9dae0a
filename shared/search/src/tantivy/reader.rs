//! Searching an index in this process.

use super::query::{found, known};
use super::schema::{Fields, ID_LOW, UPDATED_AT, register_analyzers, schema};
use super::{Place, blocking};
use crate::highlight::Highlighter;
use crate::marking::excerpt;
use crate::plan::Plan;
use crate::question::Question;
use crate::synonyms::Thesaurus;
use crate::words::Stemming;
use ::tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use ::tantivy::collector::{Count, TopDocs};
use ::tantivy::query::TermQuery;
use ::tantivy::schema::{Field, IndexRecordOption, Value};
use ::tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument, Term};
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    MAX_DEPTH, MAX_HITS, SUGGESTED_FROM, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader,
    Synonyms,
};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use uuid::Uuid;

/// Facts about the index that a commit records next to its articles. They change together with them and travel with the
/// folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Facts {
    /// Whether the index has been rebuilt since it was made.
    pub(super) rebuilt: bool,
    /// Synonyms that searches use.
    pub(super) synonyms: Synonyms,
}

impl Facts {
    /// Reads the facts of the last commit. Fails for an index of another version of the code.
    pub(super) fn of(index: &Index, place: &Place) -> Result<Self, SearchError> {
        let payload = index.load_metas().map_err(|error| place.failed(error))?.payload;
        let facts = payload.map(|payload| serde_json::from_str(&payload)).transpose();
        Ok(facts.map_err(|_| place.another_version())?.unwrap_or_default())
    }
}

/// One state of the index, which a search sees from beginning to end.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) thesaurus: Thesaurus,
}

/// Searches an index. Clones see the same state.
#[derive(Clone)]
pub struct TantivyReader {
    pub(super) place: Place,
    fields: Fields,
    snapshot: Arc<RwLock<Arc<Snapshot>>>,
}

impl TantivyReader {
    /// Opens a folder as it is now. To see later changes by a writer, open it again.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, SearchError> {
        let folder = folder.as_ref();
        let place = Place(format!("in {}", folder.display()));
        let index = Index::open_in_dir(folder).map_err(|error| place.failed(error))?;
        let fields = check_schema(&index, &place)?;
        Self::of(&index, fields, place)
    }

    /// Reads `index`, whose analysers are registered.
    pub(super) fn of(index: &Index, fields: Fields, place: Place) -> Result<Self, SearchError> {
        let snapshot = Arc::new(take_snapshot(index, &place)?);
        Ok(Self { place, fields, snapshot: Arc::new(RwLock::new(snapshot)) })
    }

    /// Makes every later search see what was committed.
    pub(super) fn refresh(&self, index: &Index) -> Result<(), SearchError> {
        let fresh = Arc::new(take_snapshot(index, &self.place)?);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn run(&self, query: &SearchQuery, unfinished: bool) -> Result<SearchHits, SearchError> {
        let question = if unfinished { Question::unfinished(&query.text) } else { Question::of(&query.text) };
        let browsing = !unfinished && query.text.trim().is_empty();
        if query.audiences.is_empty() || (question.asks_nothing() && !browsing) {
            return Ok(SearchHits { asks_nothing: question.asks_nothing() && !browsing, ..SearchHits::default() });
        }
        let (reader, query) = (self.clone(), query.clone());
        blocking(self.place.clone(), move || {
            let snapshot = reader.snapshot();
            let most = if unfinished { SUGGESTED_FROM } else { MAX_HITS };
            let offset = if unfinished { 0 } else { query.offset };
            let query = SearchQuery { offset, limit: query.limit.min(most), ..query };
            let asked = Some(&question).filter(|_| !browsing);
            find(&reader.fields, &snapshot, &query, asked).map_err(|error| reader.place.failed(error))
        })
        .await
    }
}

impl SearchReader for TantivyReader {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        self.run(query, false).await
    }

    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        Ok(self.run(query, true).await?.hits)
    }

    async fn health(&self) -> Result<SearchHealth, SearchError> {
        let reader = self.clone();
        blocking(self.place.clone(), move || {
            let term = Term::from_field_bool(reader.fields.published, true);
            let published = TermQuery::new(term, IndexRecordOption::Basic);
            let documents =
                reader.snapshot().searcher.search(&published, &Count).map_err(|error| reader.place.failed(error))?;
            Ok(SearchHealth { documents: documents as u64 })
        })
        .await
    }
}

/// Returns the fields of an index that this version of the code can read.
pub(super) fn check_schema(index: &Index, place: &Place) -> Result<Fields, SearchError> {
    let (expected, fields) = schema();
    if index.schema() != expected {
        return Err(place.another_version());
    }
    register_analyzers(index);
    Ok(fields)
}

/// Returns the facts of the index in a folder; `None` for one that another version of this code made.
pub(super) fn facts(folder: &Path) -> Result<Option<Facts>, SearchError> {
    let place = Place(format!("in {}", folder.display()));
    let index = Index::open_in_dir(folder).map_err(|error| place.failed(error))?;
    Ok(if index.schema() == schema().0 { Facts::of(&index, &place).ok() } else { None })
}

/// Whether a rebuild of the index in a folder has finished, in the format of this version of the code.
pub(crate) fn is_current(folder: &Path) -> Result<bool, SearchError> {
    Ok(facts(folder)?.is_some_and(|facts| facts.rebuilt))
}

fn take_snapshot(index: &Index, place: &Place) -> Result<Snapshot, SearchError> {
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
    let searcher = reader.map_err(|error| place.failed(error))?.searcher();
    Ok(Snapshot { searcher, thesaurus: Thesaurus::from(&Facts::of(index, place)?.synonyms) })
}

fn find(
    fields: &Fields,
    snapshot: &Snapshot,
    query: &SearchQuery,
    question: Option<&Question>,
) -> ::tantivy::Result<SearchHits> {
    let searcher = &snapshot.searcher;
    let plan = match question {
        Some(question) => {
            let known = known(fields, searcher, query, &question.lookups())?;
            Some(Plan::of(&question.words(&known), &snapshot.thesaurus, query.language.as_deref()))
        }
        None => None,
    };
    let clause = plan.as_ref().map(|plan| &plan.clause);
    let sought = found(fields, query, clause, false);
    let everywhere = clause.filter(|_| query.is_narrowed()).map(|clause| found(fields, query, Some(clause), true));
    let everywhere = everywhere.map(|query| searcher.search(&query, &Count)).transpose()?;
    let answer = |total: usize, hits| SearchHits {
        total: total as u64,
        also_elsewhere: everywhere.map_or(0, |everywhere| everywhere.saturating_sub(total)) as u64,
        asks_nothing: false,
        hits,
    };
    if query.limit == 0 || query.offset >= MAX_DEPTH {
        return Ok(answer(searcher.search(&sought, &Count)?, Vec::new()));
    }
    // Scores are often equal; change time and id make the order the same on every page.
    let order = (
        SortBySimilarityScore,
        SortByStaticFastValue::<i64>::for_field(UPDATED_AT),
        SortByStaticFastValue::<u64>::for_field(ID_LOW),
    );
    let page = TopDocs::with_limit(query.limit.min(MAX_DEPTH - query.offset)).and_offset(query.offset).order_by(order);
    let (total, found) = searcher.search(&sought, &(Count, page))?;
    let mut highlighter = Highlighter::from(plan.map(|plan| plan.matcher).unwrap_or_default());
    let mut hits = Vec::with_capacity(found.len());
    for ((score, _, _), address) in found {
        let document: TantivyDocument = searcher.doc(address)?;
        let text =
            |field: Field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let by = Stemming::of(&text(fields.language));
        let title = highlighter.mark(text(fields.title), by);
        let summary = highlighter.mark(text(fields.summary), by);
        let body = highlighter.mark(text(fields.body), by);
        hits.push(SearchHit {
            id: article_id(searcher, address)?,
            score,
            title: title.segments(),
            excerpt: excerpt(&summary, &body),
        });
    }
    Ok(answer(total, hits))
}

fn article_id(searcher: &Searcher, address: ::tantivy::DocAddress) -> ::tantivy::Result<ArticleId> {
    let columns = searcher.segment_reader(address.segment_ord).fast_fields();
    let high = columns.u64(super::schema::ID_HIGH)?.first(address.doc_id).unwrap_or_default();
    let low = columns.u64(ID_LOW)?.first(address.doc_id).unwrap_or_default();
    Ok(ArticleId(Uuid::from_u64_pair(high, low)))
}
