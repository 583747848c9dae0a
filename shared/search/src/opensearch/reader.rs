//! Searching a cluster.

use super::query::request;
use super::{ANSWER_WITHIN, Cluster, OpenSearchSettings};
use crate::marking::{Marked, excerpt};
use crate::words::{HIT_END, HIT_START, QueryWords};
use ::opensearch::http::Method;
use ::opensearch::http::request::JsonBody;
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    MAX_DEPTH, MAX_HITS, MAX_SUGGESTIONS, SearchFailure, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader,
};
use serde::Deserialize;
use serde_json::json;
use std::collections::HashMap;

/// Searches what an alias names.
#[derive(Clone)]
pub struct OpenSearchReader {
    cluster: Cluster,
}

#[derive(Deserialize)]
struct SearchAnswer {
    timed_out: bool,
    hits: FoundHits,
}

#[derive(Deserialize)]
struct FoundHits {
    total: Total,
    hits: Vec<Found>,
}

#[derive(Deserialize)]
struct Total {
    value: u64,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "_id")]
    id: ArticleId,
    #[serde(rename = "_score")]
    score: Option<f32>,
    #[serde(rename = "_source")]
    source: Source,
    #[serde(default)]
    highlight: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Source {
    title: String,
    summary: String,
    opening: String,
}

#[derive(Deserialize)]
struct CountAnswer {
    count: u64,
}

impl OpenSearchReader {
    /// Prepares to search; nothing is sent yet.
    pub fn new(settings: OpenSearchSettings) -> Result<Self, SearchFailure> {
        Ok(Self { cluster: Cluster::new(settings)? })
    }

    pub(super) fn of(cluster: Cluster) -> Self {
        Self { cluster }
    }

    async fn run(&self, query: &SearchQuery, unfinished: bool) -> Result<SearchHits, SearchFailure> {
        let words = if unfinished { QueryWords::of_unfinished(&query.text) } else { QueryWords::of(&query.text) };
        let browsing = !unfinished && query.text.trim().is_empty();
        if query.audiences.is_empty() || (words.is_empty() && !browsing) {
            return Ok(SearchHits::default());
        }
        let most = if unfinished { MAX_SUGGESTIONS } else { MAX_HITS };
        let offset = if unfinished { 0 } else { query.offset };
        // Beyond the depth of paging there is still a total.
        let (offset, limit) = match MAX_DEPTH.checked_sub(offset) {
            Some(left) => (offset, query.limit.min(most).min(left)),
            None => (0, 0),
        };
        let body = request(query, &words, unfinished, offset, limit);
        let path = format!("/{}/_search", self.cluster.alias);
        // A part of the hits would be wrong totals: better none.
        let parameters = [("allow_partial_search_results", "false")];
        let answer: SearchAnswer =
            self.cluster.call(Method::Post, &path, &parameters, Some(JsonBody::new(body)), ANSWER_WITHIN).await?;
        if answer.timed_out {
            return Err(SearchFailure::Unavailable("OpenSearch ran out of time".to_owned()));
        }
        let hits = answer.hits.hits.into_iter().map(Found::into_hit).collect();
        Ok(SearchHits { total: answer.hits.total.value, hits })
    }
}

impl Found {
    fn into_hit(mut self) -> SearchHit {
        let title = self.marked("title").unwrap_or_else(|| unmarked(&self.source.title));
        let summary = self.marked("summary").unwrap_or_else(|| unmarked(&self.source.summary));
        let body = self.marked("body").unwrap_or_else(|| unmarked(&self.source.opening));
        SearchHit {
            id: self.id,
            score: self.score.unwrap_or_default(),
            title: title.segments(),
            excerpt: excerpt(&summary, &body),
        }
    }

    /// The text of a field with the marks of itself and of its plain twin.
    fn marked(&mut self, field: &str) -> Option<Marked> {
        let mut parse = |name: &str| {
            let text = self.highlight.remove(name)?.into_iter().next()?;
            Some(Marked::parse(&text, HIT_START, HIT_END))
        };
        match (parse(field), parse(&format!("{field}.plain"))) {
            (Some(by_stem), Some(by_form)) => Some(by_stem.with(by_form.hits)),
            (by_stem, by_form) => by_stem.or(by_form),
        }
    }
}

fn unmarked(text: &str) -> Marked {
    Marked { text: text.to_owned(), hits: Vec::new() }
}

impl SearchReader for OpenSearchReader {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchFailure> {
        self.run(query, false).await
    }

    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchFailure> {
        Ok(self.run(query, true).await?.hits)
    }

    async fn health(&self) -> Result<SearchHealth, SearchFailure> {
        let path = format!("/{}/_count", self.cluster.alias);
        let body = JsonBody::new(json!({ "query": { "term": { "published": true } } }));
        let answer: CountAnswer = self.cluster.call(Method::Post, &path, &[], Some(body), ANSWER_WITHIN).await?;
        Ok(SearchHealth { documents: answer.count })
    }
}
