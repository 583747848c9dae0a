//! Side effects: background jobs that changes require, and the list of parked jobs.
//!
//! The stream and the schedule in AWS and the sweep of the dev server call the same [`run::Runner`].

pub mod feedback;
mod files;
pub mod kinds;
mod knowledge;
pub mod lambda;
mod language;
pub mod list;
mod mail;
mod people;
pub mod retry;
pub mod run;
pub mod task;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tickets;

portico_http::endpoints! {
    schemas(list::JobState);
    LIST_JOBS: GET "/v1/jobs" "list_jobs" "jobs-list" ListJobs Read => list::list_jobs;
    RETRY_JOB: POST "/v1/jobs/{id}/retry" "retry_job" "jobs-retry" RetryJob Set Job => retry::retry_job;
}
