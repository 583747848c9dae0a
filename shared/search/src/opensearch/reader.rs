//! Searching a cluster.

use super::index::Shown;
use super::query::{request, vocabulary};
use super::{ANSWER_WITHIN, Cluster, OpenSearchSettings};
use crate::highlight::Highlighter;
use crate::marking::excerpt;
use crate::plan::Plan;
use crate::question::Question;
use crate::words::Stemming;
use ::opensearch::http::Method;
use ::opensearch::http::request::JsonBody;
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    MAX_DEPTH, MAX_HITS, SUGGESTED_FROM, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Searches the index that an alias names.
#[derive(Clone)]
pub struct OpenSearchReader {
    cluster: Cluster,
}

#[derive(Deserialize)]
struct SearchAnswer {
    timed_out: bool,
    hits: FoundHits,
    aggregations: Option<Everywhere>,
}

#[derive(Deserialize)]
struct Everywhere {
    everywhere: Bucket,
}

#[derive(Deserialize)]
struct Bucket {
    doc_count: u64,
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
}

#[derive(Deserialize)]
struct Source {
    shown: Shown,
    language: String,
}

#[derive(Deserialize)]
struct VocabularyAnswer {
    timed_out: bool,
    hits: AnyHits,
    #[serde(default)]
    aggregations: Known,
}

#[derive(Deserialize)]
struct AnyHits {
    hits: Vec<AnyHit>,
}

#[derive(Deserialize)]
struct AnyHit {
    #[serde(rename = "_index")]
    index: String,
}

#[derive(Default, Deserialize)]
struct Known {
    known: Buckets,
}

#[derive(Default, Deserialize)]
struct Buckets {
    buckets: Vec<Bucket>,
}

#[derive(Deserialize)]
struct CountAnswer {
    count: u64,
}

impl OpenSearchReader {
    /// Prepares to search; nothing is sent yet.
    pub fn new(settings: OpenSearchSettings) -> Result<Self, SearchError> {
        Ok(Self { cluster: Cluster::new(settings)? })
    }

    pub(super) fn of(cluster: Cluster) -> Self {
        Self { cluster }
    }

    async fn run(&self, query: &SearchQuery, unfinished: bool) -> Result<SearchHits, SearchError> {
        let question = if unfinished { Question::unfinished(&query.text) } else { Question::of(&query.text) };
        let browsing = !unfinished && query.text.trim().is_empty();
        if query.audiences.is_empty() || (question.asks_nothing() && !browsing) {
            return Ok(SearchHits { asks_nothing: question.asks_nothing() && !browsing, ..SearchHits::default() });
        }
        let plan = if browsing {
            None
        } else {
            let Some(plan) = self.plan(query, &question).await? else { return Ok(SearchHits::default()) };
            Some(plan)
        };
        let most = if unfinished { SUGGESTED_FROM } else { MAX_HITS };
        let offset = if unfinished { 0 } else { query.offset };
        // Beyond the depth of paging there is still a total.
        let (offset, limit) = match MAX_DEPTH.checked_sub(offset) {
            Some(left) => (offset, query.limit.min(most).min(left)),
            None => (0, 0),
        };
        let clause = plan.as_ref().map(|plan| &plan.clause);
        let answer: SearchAnswer = self.ask(request(query, clause, offset, limit)).await?;
        if answer.timed_out {
            return Err(SearchError::unavailable("OpenSearch ran out of time"));
        }
        let total = answer.hits.total.value;
        let everywhere = answer.aggregations.filter(|_| !browsing).map(|found| found.everywhere.doc_count);
        let mut highlighter = Highlighter::from(plan.map(|plan| plan.matcher).unwrap_or_default());
        Ok(SearchHits {
            total,
            also_elsewhere: everywhere.map_or(0, |everywhere| everywhere.saturating_sub(total)),
            asks_nothing: false,
            hits: answer.hits.hits.into_iter().map(|found| found.into_hit(&mut highlighter)).collect(),
        })
    }

    /// Returns the plan for a question; `None` if the reader may see no article at all.
    async fn plan(&self, query: &SearchQuery, question: &Question) -> Result<Option<Plan>, SearchError> {
        let lookups = question.lookups();
        let answer: VocabularyAnswer = self.ask(vocabulary(query, &lookups)).await?;
        if answer.timed_out {
            return Err(SearchError::unavailable("OpenSearch ran out of time"));
        }
        let Some(any) = answer.hits.hits.into_iter().next() else { return Ok(None) };
        let thesaurus = self.cluster.thesaurus(&any.index).await?;
        let counted = lookups.into_iter().zip(answer.aggregations.known.buckets);
        let known = counted.filter(|(_, bucket)| bucket.doc_count > 0).map(|(term, _)| term).collect();
        Ok(Some(Plan::of(&question.words(&known), &thesaurus, query.language.as_deref())))
    }

    async fn ask<T: DeserializeOwned>(&self, body: Value) -> Result<T, SearchError> {
        let path = format!("/{}/_search", self.cluster.alias);
        // A part of the hits would give wrong totals; no answer is better.
        let parameters = [("allow_partial_search_results", "false")];
        self.cluster.call(Method::Post, &path, &parameters, Some(JsonBody::new(body)), ANSWER_WITHIN).await
    }
}

impl Found {
    fn into_hit(self, highlighter: &mut Highlighter) -> SearchHit {
        let by = Stemming::of(&self.source.language);
        let Shown { title, summary, body } = self.source.shown;
        let (summary, body) = (highlighter.mark(summary, by), highlighter.mark(body, by));
        SearchHit {
            id: self.id,
            score: self.score.unwrap_or_default(),
            title: highlighter.mark(title, by).segments(),
            excerpt: excerpt(&summary, &body),
        }
    }
}

impl SearchReader for OpenSearchReader {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        self.run(query, false).await
    }

    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        Ok(self.run(query, true).await?.hits)
    }

    async fn health(&self) -> Result<SearchHealth, SearchError> {
        let path = format!("/{}/_count", self.cluster.alias);
        let body = JsonBody::new(json!({ "query": { "term": { "published": true } } }));
        let answer: CountAnswer = self.cluster.call(Method::Post, &path, &[], Some(body), ANSWER_WITHIN).await?;
        Ok(SearchHealth { documents: answer.count })
    }
}
