//! Articles to search, and short ways to search them.

use jiff::{Timestamp, ToSpan};
use portico_domain::hats::Audience;
use portico_domain::ids::{ArticleId, ProductId};
use portico_domain::search::{Rebuild, SearchDocument, SearchHits, SearchIndex, SearchQuery, Segment, Synonyms};
use portico_testing::records;
use uuid::Uuid;

/// Returns the time at which all tests take place.
pub(super) fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

pub(super) fn id(number: u128) -> ArticleId {
    ArticleId(Uuid::from_u128(number))
}

pub(super) fn product(number: u128) -> ProductId {
    ProductId(Uuid::from_u128(number))
}

/// A published article for customers. Later numbers were changed earlier.
pub(super) fn article(number: u128, title: &str) -> SearchDocument {
    let age = i64::try_from(number).unwrap();
    SearchDocument {
        id: id(number),
        title: title.to_owned(),
        updated_at: now() - 500.hours() - age.seconds(),
        ..records::document(vec![Audience::Customer], now() - 1000.hours())
    }
}

pub(super) fn query(text: &str) -> SearchQuery {
    SearchQuery { limit: 20, ..records::query(text, vec![Audience::Customer], now()) }
}

pub(super) async fn search(index: &impl SearchIndex, text: &str) -> SearchHits {
    index.search(&query(text)).await.unwrap()
}

/// The numbers of the articles found, best first. The total must agree.
pub(super) async fn found(index: &impl SearchIndex, text: &str) -> Vec<u128> {
    found_by(index, &query(text)).await
}

pub(super) async fn found_by(index: &impl SearchIndex, query: &SearchQuery) -> Vec<u128> {
    let hits = index.search(query).await.unwrap();
    assert_eq!(hits.total, hits.hits.len() as u64, "the total of {query:?}");
    hits.hits.iter().map(|hit| hit.id.0.as_u128()).collect()
}

pub(super) async fn suggested(index: &impl SearchIndex, text: &str) -> Vec<u128> {
    suggested_by(index, &query(text)).await
}

pub(super) async fn suggested_by(index: &impl SearchIndex, query: &SearchQuery) -> Vec<u128> {
    index.suggest(query).await.unwrap().iter().map(|hit| hit.id.0.as_u128()).collect()
}

/// A rebuild from a list that was read just now.
pub(super) fn rebuild(documents: Vec<SearchDocument>) -> Rebuild {
    Rebuild { documents, synonyms: Synonyms::default(), as_of: now() }
}

pub(super) fn synonyms(groups: &[&[&str]]) -> Synonyms {
    Synonyms(groups.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect())
}

/// Segments as text with the hits in brackets.
pub(super) fn shown(segments: &[Segment]) -> String {
    segments.iter().map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
}
