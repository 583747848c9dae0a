//! Part of the home page that is about jobs.

use super::ROWS;
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::ids::JobId;
use portico_domain::jobs::{Job, Jobs, ParkedJobs};
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::store::StoreResult;
use serde::Serialize;
use utoipa::ToSchema;

/// A job that failed and is left to people.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedJob {
    /// ID of the job.
    pub id: JobId,
    /// Kind of the job: `mail`, `index_article` …
    pub kind: String,
    /// Record it is about.
    pub subject: String,
    /// Due time.
    pub due: Timestamp,
}

impl From<Job> for FailedJob {
    fn from(job: Job) -> Self {
        Self { id: job.id, subject: job.subject(), kind: job.kind, due: job.due }
    }
}

/// Data of the widgets about jobs.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct JobWidgets {
    /// Jobs that failed and are left to people, the newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_jobs: Option<Vec<FailedJob>>,
}

pub(super) async fn widgets<S: Jobs + Sync>(store: &S, caller: &Caller) -> StoreResult<JobWidgets> {
    let list = scope(caller, Action::ListJobs).and_then(|scope| ParkedJobs::within(&scope));
    let Ok(list) = list else { return Ok(JobWidgets::default()) };
    let parked = store.parked(&list, PageRequest::first(ROWS)).await?;
    Ok(JobWidgets { failed_jobs: Some(parked.items.into_iter().map(FailedJob::from).collect()) })
}
