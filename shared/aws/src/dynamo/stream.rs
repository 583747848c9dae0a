//! Events of the table's stream.

use portico_domain::ids::JobId;
use portico_domain::jobs::Job;
use serde_json::Value;

/// Returns the jobs that an event of the table's stream announces; `None` if it is an event of something else.
pub fn announced_jobs(event: &Value) -> Option<Vec<JobId>> {
    let records = event.get("Records")?.as_array()?;
    let job = |record: &Value| Job::id_in(record.pointer("/dynamodb/Keys/pk/S")?.as_str()?);
    let mut jobs: Vec<JobId> = records.iter().filter_map(job).collect();
    jobs.dedup();
    Some(jobs)
}
