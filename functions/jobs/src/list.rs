//! `GET /v1/jobs`: side effects that could not be carried out.

use jiff::Timestamp;
use portico_domain::ids::JobId;
use portico_domain::jobs::{Job, Jobs, ParkedJobs};
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, Params, ok};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// State of jobs that can be listed.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Left to people after the last try.
    Parked,
}

portico_http::list_query! {
    /// Query of a list of jobs.
    pub struct ListJobsQuery {
        /// State of the jobs to list; there is a list of parked ones only.
        pub state: Option<JobState>,
    }
}

/// A side effect.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobView {
    /// ID of the job.
    pub id: JobId,
    /// Kind of the job: `mail`, `index_article` …
    pub kind: String,
    /// Subject of the job.
    pub subject: String,
    /// Number of attempts.
    pub tries: u32,
    /// Reason of the last failure.
    pub last_error: Option<String>,
    /// Time before which it is not tried.
    pub due: Timestamp,
    /// Time at which the job was created.
    pub created_at: Timestamp,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            subject: job.subject(),
            kind: job.kind,
            tries: job.tries,
            last_error: job.last_error,
            due: job.due,
            created_at: job.created_at,
        }
    }
}

/// Side effects left to people, newest first.
#[utoipa::path(get, path = "/v1/jobs", operation_id = "list_jobs", tag = "jobs", params(ListJobsQuery),
    responses((status = 200, description = "A page", body = List<JobView>)))]
pub async fn list_jobs<S: RequestStore + Jobs + Sync>(
    store: &S,
    call: Call<(), Params<ListJobsQuery>>,
) -> HandlerResult<List<JobView>> {
    let list = ParkedJobs::within(&call.scope()?)?;
    let paged = call.paged(&call.input.0, "parked")?;
    let page = store.parked(&list, paged.request()).await?;
    Ok(ok(paged.list(page, JobView::from)?))
}
