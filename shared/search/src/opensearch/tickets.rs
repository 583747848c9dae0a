//! Words of tickets in a cluster: an index of its own, which holds the same words as the postings in the table.

use super::{ANSWER_WITHIN, Cluster, NO_BODY, OpenSearchSettings, REBUILD_WITHIN, Rejected};
use crate::tickets::{TicketWords, asked_words};
use ::opensearch::http::Method;
use ::opensearch::http::request::JsonBody;
use portico_domain::fault::Fault;
use portico_domain::ids::TicketId;
use portico_domain::paging::{PageRequest, Position};
use portico_domain::search::SearchError;
use portico_domain::store::{StoreError, StoreResult};
use portico_domain::tickets::search::{
    SearchableTickets, TicketDocument, TicketHits, TicketIndex, TicketSearch, TicketSet,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use uuid::Uuid;

/// Number of the stored format, which is part of the name of the index.
const FORMAT: u64 = 1;

/// Index of tickets that an alias names; made on first use.
#[derive(Clone)]
pub struct OpenSearchTickets {
    cluster: Cluster,
    /// Whether the index has been seen.
    ready: Arc<AtomicBool>,
}

#[derive(Deserialize)]
struct Answer {
    timed_out: bool,
    hits: Hits,
}

#[derive(Deserialize)]
struct Hits {
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    #[serde(rename = "_id")]
    id: TicketId,
}

/// Definition of the index.
fn definition(alias: &str) -> Value {
    let keyword = json!({ "type": "keyword" });
    json!({
        "aliases": { alias: {} },
        "settings": { "index": { "number_of_shards": 1 } },
        "mappings": {
            "dynamic": "strict",
            "properties": { "ticket": keyword, "words": keyword, "staff_words": keyword, "sets": keyword },
        },
    })
}

/// The tickets of one set that have all of the words. The readers of some sets also find by words for staff.
fn in_set(set: TicketSet, asked: &[String]) -> Value {
    let mut filter = vec![json!({ "term": { "sets": set.to_string() } })];
    filter.extend(asked.iter().map(|word| {
        let public = json!({ "term": { "words": word } });
        if set.is_of_staff() {
            json!({ "bool": { "should": [public, { "term": { "staff_words": word } }] } })
        } else {
            public
        }
    }));
    json!({ "bool": { "filter": filter } })
}

impl OpenSearchTickets {
    /// Prepares to search and write; nothing is sent yet.
    pub fn new(settings: OpenSearchSettings) -> Result<Self, SearchError> {
        Ok(Self { cluster: Cluster::new(settings)?, ready: Arc::new(AtomicBool::new(false)) })
    }

    /// Makes the index and its alias, unless they are there. The name is always the same, so if two writers do so at
    /// once, one learns that it exists.
    async fn prepare(&self) -> Result<(), SearchError> {
        if self.ready.load(Ordering::Relaxed) {
            return Ok(());
        }
        let alias = &self.cluster.alias;
        let path = format!("/_alias/{alias}");
        let there = match self.cluster.send(Method::Get, &path, &[], NO_BODY, ANSWER_WITHIN).await? {
            Ok(_) => true,
            Err(rejected) if rejected.status.as_u16() == 404 => false,
            Err(rejected) => return Err(rejected.into_failure()),
        };
        if !there {
            let (path, body) = (format!("/{alias}-{FORMAT}"), JsonBody::new(definition(alias)));
            match self.cluster.send(Method::Put, &path, &[], Some(body), REBUILD_WITHIN).await? {
                Ok(_) => {}
                Err(rejected) if rejected.kind == "resource_already_exists_exception" => {}
                Err(rejected) => return Err(rejected.into_failure()),
            }
        }
        self.ready.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn put(&self, document: &TicketDocument) -> Result<(), SearchError> {
        self.prepare().await?;
        let TicketWords { public, staff } = TicketWords::of(document);
        let sets: Vec<String> = document.sets.iter().map(ToString::to_string).collect();
        let body = json!({ "ticket": document.id, "words": public, "staff_words": staff, "sets": sets });
        let version = document.version.to_string();
        // Without its alias, the name would become an index of its own, with a mapping guessed from the ticket.
        let parameters = [
            ("version", version.as_str()),
            ("version_type", "external"),
            ("refresh", "true"),
            ("require_alias", "true"),
        ];
        let path = format!("/{}/_doc/{}", self.cluster.alias, document.id);
        let sent = self.cluster.send(Method::Put, &path, &parameters, Some(JsonBody::new(body)), ANSWER_WITHIN * 5);
        match sent.await? {
            Ok(_) => Ok(()),
            // It has this version or a newer one.
            Err(rejected) if rejected.status.as_u16() == 409 => Ok(()),
            Err(rejected) => {
                if rejected.status.as_u16() == 404 {
                    self.ready.store(false, Ordering::Relaxed);
                }
                Err(rejected.into_failure())
            }
        }
    }

    async fn find(&self, sets: &[TicketSet], text: &str, page: &PageRequest) -> Result<TicketHits, SearchError> {
        let asked = asked_words(text);
        if asked.is_empty() {
            return Ok(TicketHits { asks_nothing: true, ..TicketHits::default() });
        }
        if sets.is_empty() {
            return Ok(TicketHits::default());
        }
        let limit = page.limit.max(1) as usize;
        let sets: Vec<Value> = sets.iter().map(|set| in_set(*set, &asked)).collect();
        let mut query = json!({ "bool": { "should": sets, "minimum_should_match": 1 } });
        if let Some(Position(upto)) = &page.after {
            query["bool"]["filter"] = json!({ "range": { "ticket": { "lte": upto } } });
        }
        let body = json!({
            "query": query, "sort": [{ "ticket": "desc" }], "size": limit + 1,
            "_source": false, "track_total_hits": false,
        });
        let path = format!("/{}/_search", self.cluster.alias);
        let sent = self.cluster.send(Method::Post, &path, &[], Some(JsonBody::new(body)), ANSWER_WITHIN).await?;
        let answer: Answer = match sent {
            Ok(response) => {
                let read = response.json().await;
                read.map_err(|error| SearchError::unavailable(Fault::caused("OpenSearch", error)))?
            }
            // No ticket has been indexed yet.
            Err(Rejected { kind, .. }) if kind == "index_not_found_exception" => return Ok(TicketHits::default()),
            Err(rejected) => return Err(rejected.into_failure()),
        };
        if answer.timed_out {
            return Err(SearchError::unavailable("OpenSearch searched only a part of its tickets"));
        }
        let mut ids: Vec<TicketId> = answer.hits.hits.into_iter().map(|hit| hit.id).collect();
        let more = ids.len() > limit;
        ids.truncate(limit);
        let last = ids.last().filter(|_| more);
        let next = last.and_then(|last| last.0.as_u128().checked_sub(1)).map(Uuid::from_u128);
        let next = next.map(|next| Position(next.hyphenated().to_string()));
        Ok(TicketHits { ids, next, asks_nothing: false })
    }
}

/// The failure as ports of records report it.
fn failed(failure: SearchError) -> StoreError {
    match failure {
        SearchError::Unavailable(fault) => StoreError::Unavailable(fault),
        SearchError::Refused(fault) => StoreError::Corrupt(fault),
    }
}

impl TicketSearch for OpenSearchTickets {
    async fn find_tickets(&self, among: &SearchableTickets, text: &str, page: PageRequest) -> StoreResult<TicketHits> {
        self.find(among.sets(), text, &page).await.map_err(failed)
    }
}

impl TicketIndex for OpenSearchTickets {
    async fn index_ticket(&self, document: &TicketDocument) -> StoreResult<()> {
        self.put(document).await.map_err(failed)
    }
}
