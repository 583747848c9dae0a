//! `POST /v1/knowledge/reindex`: rebuild the search index from the articles.

use portico_domain::change::{Change, Commit};
use portico_domain::ids::JobId;
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::Reindex;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, accepted};
use serde::Serialize;
use utoipa::ToSchema;

/// Job that rebuilds the index.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reindexing {
    /// ID of the job that rebuilds the index.
    pub job_id: JobId,
}

/// Rebuilds the search index in the background. Searches use the old one until then.
#[utoipa::path(post, path = "/v1/knowledge/reindex", operation_id = "reindex_knowledge", tag = "knowledge",
    responses((status = 202, description = "Accepted; a job does it", body = Reindexing)))]
pub async fn reindex_knowledge<S: RequestStore + Commit + Sync>(store: &S, call: Call) -> HandlerResult<Reindexing> {
    let act = call.act().await?;
    let job = Job::now(&act, &Reindex {});
    let job_id = job.id;
    call.commit(store, Change::new(act.touch(None, None)).job(job), accepted(Reindexing { job_id })).await
}
