//! `POST /v1/jobs/{id}/retry`: try a parked side effect again.

use crate::list::JobView;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::ids::JobId;
use portico_domain::jobs::Jobs;
use portico_domain::ports::RequestStore;
use portico_domain::record::Resource;
use portico_http::{Call, HandlerResult, ok};

/// Has a parked side effect tried again from the first try.
#[utoipa::path(post, path = "/v1/jobs/{id}/retry", operation_id = "retry_job", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 200, description = "The job, which is due again", body = JobView)))]
pub async fn retry_job<S: RequestStore + Jobs + Commit + Sync>(store: &S, call: Call<JobId>) -> HandlerResult<JobView> {
    let job = store.job(call.path).await?;
    let (act, job) = call.authorize(job).await?;
    if !job.parked {
        return Err(Error::state("This is not parked: it will be tried by itself.").into());
    }
    let again = job.again(act.now);
    let change = Change::new(act.touch(job.record(), None)).write(Write::update(&job, &again));
    call.commit(store, change, ok(again.into())).await
}
