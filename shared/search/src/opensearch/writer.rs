//! Keeping an index in a cluster.

use super::index::{FORMAT, Kept, definition, moment};
use super::{ANSWER_WITHIN, Cluster, NO_BODY, OpenSearchReader, OpenSearchSettings, REBUILD_WITHIN, Rejected};
use ::opensearch::http::Method;
use ::opensearch::http::request::{JsonBody, NdBody};
use jiff::Timestamp;
use portico_domain::fault::Fault;
use portico_domain::ids::ArticleId;
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
    Synonyms,
};
use portico_domain::tickets::search::{NoIndex, TicketEngine};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// Largest number of articles in one bulk request.
const BULK_ARTICLES: usize = 500;
/// Approximate largest size of a bulk request, in bytes.
const BULK_BYTES: usize = 5_000_000;
/// Largest number of IDs named in one request; OpenSearch takes 65,536.
const NAMED_IDS: usize = 10_000;
/// Age from which an index without the alias counts as left over from a broken rebuild.
const ABANDONED_AFTER: Duration = Duration::from_hours(1);

/// Writes the index that an alias names; makes index and alias on first use.
#[derive(Clone)]
pub struct OpenSearchWriter {
    cluster: Cluster,
    /// Whether the alias has been seen.
    ready: Arc<AtomicBool>,
}

#[derive(Deserialize)]
struct BulkAnswer {
    items: Vec<BulkItem>,
}

#[derive(Deserialize)]
struct BulkItem {
    index: BulkOutcome,
}

#[derive(Deserialize)]
struct BulkOutcome {
    #[serde(rename = "_id")]
    id: String,
    status: u16,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct IndexSettings {
    settings: IndexSection,
}

#[derive(Deserialize)]
struct IndexSection {
    index: IndexFacts,
}

#[derive(Deserialize)]
struct IndexFacts {
    creation_date: String,
}

#[derive(Deserialize)]
struct IndexAliases {
    aliases: HashMap<String, Value>,
}

#[derive(Deserialize)]
struct ReindexAnswer {
    timed_out: bool,
    failures: Vec<Value>,
}

impl OpenSearchWriter {
    /// Prepares to write; nothing is sent yet.
    pub fn new(settings: OpenSearchSettings) -> Result<Self, SearchError> {
        Ok(Self { cluster: Cluster::new(settings)?, ready: Arc::new(AtomicBool::new(false)) })
    }

    /// Returns a reader of the same index, which cannot write.
    pub fn reader(&self) -> OpenSearchReader {
        OpenSearchReader::of(self.cluster.clone())
    }

    /// Makes the first index and its alias. The name is always the same, so if two writers do so at once, one learns
    /// that it exists.
    async fn prepare(&self) -> Result<(), SearchError> {
        if self.ready.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.make_first().await?;
        if self.cluster.meta(&self.cluster.alias).await?.format != FORMAT {
            let alias = &self.cluster.alias;
            return Err(SearchError::unavailable(format!("another version of Portico made {alias}: rebuild it")));
        }
        self.ready.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn make_first(&self) -> Result<(), SearchError> {
        if self.index_behind_alias().await?.is_none() {
            let mut definition = definition(&Synonyms::default(), false);
            definition["aliases"] = json!({ &self.cluster.alias: {} });
            let first = format!("/{}-first", self.cluster.alias);
            let answer =
                self.cluster.send(Method::Put, &first, &[], Some(JsonBody::new(definition)), REBUILD_WITHIN).await?;
            match answer {
                Ok(_) => {}
                Err(rejected) if rejected.kind == "resource_already_exists_exception" => {}
                Err(rejected) => return Err(rejected.into_failure()),
            }
        }
        Ok(())
    }

    async fn index_behind_alias(&self) -> Result<Option<String>, SearchError> {
        let path = format!("/_alias/{}", self.cluster.alias);
        match self.cluster.send(Method::Get, &path, &[], NO_BODY, ANSWER_WITHIN).await? {
            Ok(answer) => {
                let indexes: HashMap<String, IndexAliases> = answer
                    .json()
                    .await
                    .map_err(|error| SearchError::unavailable(Fault::caused("OpenSearch", error)))?;
                Ok(indexes.into_keys().next())
            }
            Err(rejected) if rejected.status.as_u16() == 404 => Ok(None),
            Err(rejected) => Err(rejected.into_failure()),
        }
    }

    /// Puts articles into the alias or an index. A newer version there wins: the answer for that article is 409.
    async fn bulk(
        &self,
        target: &str,
        lines: Vec<[String; 2]>,
        refresh: bool,
        within: Duration,
    ) -> Result<(), SearchError> {
        let to_alias = if target == self.cluster.alias { "true" } else { "false" };
        let refresh = if refresh { "true" } else { "false" };
        let path = format!("/{target}/_bulk");
        let body = NdBody::new(lines.into_iter().flatten().collect::<Vec<_>>());
        // Without its alias, the name would become an index of its own, with a mapping guessed from the articles.
        let parameters = [("require_alias", to_alias), ("refresh", refresh)];
        let answer: BulkAnswer = self.cluster.call(Method::Post, &path, &parameters, Some(body), within).await?;
        let failed =
            answer.items.into_iter().map(|item| item.index).find(|item| item.status >= 300 && item.status != 409);
        match failed {
            None => Ok(()),
            Some(item) => {
                let text = format!("article {} got {}: {}", item.id, item.status, item.error.unwrap_or_default());
                if item.status == 404 {
                    self.ready.store(false, Ordering::Relaxed);
                }
                let never = matches!(item.status, 400 | 413);
                Err(if never { SearchError::refused(text) } else { SearchError::unavailable(text) })
            }
        }
    }

    async fn bulk_all(
        &self,
        target: &str,
        documents: &[SearchDocument],
        refresh: bool,
        within: Duration,
    ) -> Result<(), SearchError> {
        let mut lines: Vec<[String; 2]> = Vec::new();
        let mut bytes = 0;
        for document in documents {
            let line = line(document.id, document.version, "external", &Kept::from(document))?;
            bytes += line[1].len();
            lines.push(line);
            if lines.len() == BULK_ARTICLES || bytes >= BULK_BYTES {
                self.bulk(target, std::mem::take(&mut lines), refresh, within).await?;
                bytes = 0;
            }
        }
        if lines.is_empty() { Ok(()) } else { self.bulk(target, lines, refresh, within).await }
    }

    /// Copies the articles of the old index that the rebuild must not lose. Articles that the new index has in the same
    /// or a newer version stay.
    async fn carry_over(&self, old: &str, new: &str, ids: &[ArticleId], as_of: Timestamp) -> Result<(), SearchError> {
        self.refresh(old).await?;
        let withdrawn = json!({ "term": { "published": false } });
        let unlisted = json!([withdrawn, { "range": { "updated_at": { "gte": moment(as_of) } } }]);
        let named = ids.chunks(NAMED_IDS).map(|ids| json!([{ "ids": { "values": ids } }]));
        let wanted: Vec<Value> = if self.cluster.meta(old).await?.format == FORMAT {
            std::iter::once(unlisted).chain(named).collect()
        } else {
            // Only entries without text are the same in every format. Nothing else is put into an older index any more.
            vec![json!([withdrawn])]
        };
        for wanted in wanted {
            let body = json!({
                "conflicts": "proceed",
                "source": { "index": old, "query": { "bool": { "should": wanted } } },
                "dest": { "index": new, "version_type": "external" },
            });
            let answer: ReindexAnswer = self
                .cluster
                .call(Method::Post, "/_reindex", &[("refresh", "true")], Some(JsonBody::new(body)), REBUILD_WITHIN)
                .await?;
            if answer.timed_out || !answer.failures.is_empty() {
                return Err(SearchError::unavailable(format!("copying from {old} failed: {:?}", answer.failures)));
            }
        }
        Ok(())
    }

    async fn refresh(&self, index: &str) -> Result<(), SearchError> {
        let path = format!("/{index}/_refresh");
        self.cluster.call::<NdBody<String>, Value>(Method::Post, &path, &[], NO_BODY, REBUILD_WITHIN).await?;
        Ok(())
    }

    async fn delete(&self, index: &str) -> Result<(), SearchError> {
        let path = format!("/{index}");
        match self.cluster.send(Method::Delete, &path, &[], NO_BODY, REBUILD_WITHIN).await? {
            Ok(_) => Ok(()),
            Err(rejected) if rejected.status.as_u16() == 404 => Ok(()),
            Err(rejected) => Err(rejected.into_failure()),
        }
    }

    /// Fills `new` and makes the alias name it.
    async fn fill_and_swap(&self, old: &str, new: &str, rebuild: &Rebuild) -> Result<(), SearchError> {
        let ids: Vec<ArticleId> = rebuild.documents.iter().map(|document| document.id).collect();
        let definition = definition(&rebuild.synonyms, true);
        let path = format!("/{new}");
        let created = self.cluster.send(Method::Put, &path, &[], Some(JsonBody::new(definition)), REBUILD_WITHIN);
        created.await?.map_err(Rejected::into_failure)?;
        self.bulk_all(new, &rebuild.documents, false, REBUILD_WITHIN).await?;
        self.refresh(new).await?;
        self.carry_over(old, new, &ids, rebuild.as_of).await?;
        // Both in one step: a search meanwhile sees one index or the other. The step fails if another rebuild was
        // faster.
        let swap = json!({ "actions": [
            { "remove": { "index": old, "alias": self.cluster.alias, "must_exist": true } },
            { "add": { "index": new, "alias": self.cluster.alias } },
        ] });
        self.cluster
            .call::<_, Value>(Method::Post, "/_aliases", &[], Some(JsonBody::new(swap)), REBUILD_WITHIN)
            .await?;
        // Copies the articles that were put into the old index between the first copy and the swap.
        self.carry_over(old, new, &ids, rebuild.as_of).await
    }

    /// Deletes indexes that broken rebuilds left behind. One that stays does no harm, so this does not fail.
    async fn clean_up(&self) {
        let path = format!("/{}-*", self.cluster.alias);
        let parameters = [("expand_wildcards", "open")];
        let found: Result<HashMap<String, Value>, _> =
            self.cluster.call(Method::Get, &path, &parameters, NO_BODY, REBUILD_WITHIN).await;
        let now = Timestamp::now().as_millisecond();
        for (index, facts) in found.unwrap_or_default() {
            let aliases = serde_json::from_value::<IndexAliases>(facts.clone());
            let settings = serde_json::from_value::<IndexSettings>(facts);
            let (Ok(aliases), Ok(settings)) = (aliases, settings) else { continue };
            let made: i64 = settings.settings.index.creation_date.parse().unwrap_or(now);
            let abandoned = aliases.aliases.is_empty() && u128::from(now.abs_diff(made)) > ABANDONED_AFTER.as_millis();
            if abandoned && let Err(error) = self.delete(&index).await {
                tracing::warn!(index, %error, "an abandoned search index stays");
            }
        }
    }
}

/// Returns the two lines of a bulk request for one article.
fn line(id: ArticleId, version: u64, rule: &str, kept: &Kept) -> Result<[String; 2], SearchError> {
    let action = json!({ "index": { "_id": id, "version": version, "version_type": rule } });
    let kept = serde_json::to_string(kept)
        .map_err(|error| SearchError::refused(Fault::caused("the index's description cannot be written", error)))?;
    Ok([action.to_string(), kept])
}

impl SearchWriter for OpenSearchWriter {
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        self.prepare().await?;
        self.bulk_all(&self.cluster.alias, documents, true, ANSWER_WITHIN * 5).await
    }

    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchError> {
        self.prepare().await?;
        // A deleted document's version is forgotten after a minute, a tombstone's never.
        let line = line(id, version, "external_gte", &Kept::tombstone(id, Timestamp::MIN))?;
        self.bulk(&self.cluster.alias, vec![line], true, ANSWER_WITHIN).await
    }

    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchError> {
        self.make_first().await?;
        let Some(old) = self.index_behind_alias().await? else {
            self.ready.store(false, Ordering::Relaxed);
            return Err(SearchError::unavailable(format!("the alias {} has gone", self.cluster.alias)));
        };
        let new = format!("{}-{}", self.cluster.alias, Uuid::now_v7().simple());
        if let Err(error) = self.fill_and_swap(&old, &new, &rebuild).await {
            // Only if the alias does not name it: after the swap it is the one.
            if self.index_behind_alias().await?.is_some_and(|current| current != new) {
                self.delete(&new).await?;
            }
            return Err(error);
        }
        self.delete(&old).await?;
        self.clean_up().await;
        Ok(())
    }

    async fn is_current(&self) -> Result<bool, SearchError> {
        let Some(index) = self.index_behind_alias().await? else { return Ok(false) };
        let meta = self.cluster.meta(&index).await?;
        Ok(meta.format == FORMAT && meta.rebuilt)
    }
}

impl TicketEngine for OpenSearchWriter {
    type Index = NoIndex;

    fn tickets(&self) -> Option<&NoIndex> {
        None
    }
}

impl SearchReader for OpenSearchWriter {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        self.reader().search(query).await
    }

    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        self.reader().suggest(query).await
    }

    async fn health(&self) -> Result<SearchHealth, SearchError> {
        self.reader().health().await
    }
}
