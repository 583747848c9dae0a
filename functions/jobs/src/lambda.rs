//! The runner as a Lambda function: the table's stream wakes it for new jobs, a schedule for those that have come due.
//! Announced jobs are tried at once, whatever else is due. The schedule finds all others, and would be enough alone.

use crate::run::Runner;
use crate::task::Effects;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use portico_domain::ids::JobId;
use serde_json::Value;

/// The jobs that an event of the table's stream announces; nothing for any other event.
pub type Announced = fn(&Value) -> Option<Vec<JobId>>;

/// Carries out jobs at each event, until Lambda ends the process. `store` is called once, before the first event.
///
/// # Errors
/// Fails if the configuration is missing or wrong; Lambda shows the text in its log.
pub fn run<S, E>(store: impl FnOnce() -> Result<S, E>, announced: Announced) -> Result<(), Error>
where
    S: Effects + 'static,
    E: std::fmt::Display,
{
    portico_http::lambda::log_as_json();
    let key = std::env::var("PORTICO_SEALING_KEY").map_err(|_| "PORTICO_SEALING_KEY is not set")?;
    portico_http::call::set_sealing_key(&key).map_err(|failure| format!("PORTICO_SEALING_KEY: {failure}"))?;
    let portal_url = std::env::var("PORTICO_PORTAL_URL").map_err(|_| "PORTICO_PORTAL_URL is not set")?;
    let answers_at = std::env::var("PORTICO_INBOUND_DOMAIN").ok();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let store: &'static S = Box::leak(Box::new(store().map_err(|error| error.to_string())?));
        let runner = Runner::new(store, portal_url).with_answers_at(answers_at);
        let answer = move |event: LambdaEvent<Value>| answer(runner.clone(), announced, event.payload);
        lambda_runtime::run(service_fn(answer)).await
    })
}

/// Answers one event. An error means that the store did not answer: Lambda then delivers the event again.
async fn answer<S: Effects>(runner: Runner<S>, announced: Announced, event: Value) -> Result<Value, Error> {
    let ran = match announced(&event) {
        Some(jobs) => runner.run_announced(&jobs).await?,
        None => runner.run().await?,
    };
    Ok(serde_json::json!({ "done": ran.done, "put_off": ran.put_off, "parked": ran.parked }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{job, runner};
    use jiff::{SignedDuration, Timestamp};
    use portico_domain::files::jobs::DiscardUpload;
    use portico_domain::jobs::Job;
    use portico_domain::policy::Guarded;
    use portico_domain::store::StoreError;
    use portico_testing::{MockStore, at_once};
    use serde_json::json;

    /// Reads the jobs of an event: uploads to be discarded, by ID.
    fn announced(event: &Value) -> Option<Vec<JobId>> {
        serde_json::from_value(event.get("jobs")?.clone()).ok()
    }

    fn discards() -> Job {
        job(&DiscardUpload { upload: uuid::Uuid::now_v7().into() })
    }

    /// Store with these jobs, all of which discard uploads that are gone already.
    fn store(jobs: Vec<Job>) -> MockStore {
        let mut store = MockStore::new();
        store
            .expect_job()
            .returning(move |id| at_once(Ok(Guarded::seal(jobs.iter().find(|job| job.id == id).cloned()))));
        store.expect_upload().returning(|_| at_once(Ok(Guarded::seal(None))));
        store.expect_delete_file().returning(|_| at_once(Ok(())));
        store
    }

    #[tokio::test]
    async fn what_is_announced_is_tried_at_once_whatever_else_is_due() {
        let (one, other) = (discards(), discards());
        let later = Job { due: Timestamp::now() + SignedDuration::from_hours(1), ..discards() };
        let parked = Job { parked: true, ..discards() };
        let ids: Vec<JobId> = [&one, &other, &later, &parked].map(|job| job.id).into();
        let mut store = store(vec![one.clone(), other.clone(), later, parked]);
        // Two are taken and ended; the list of due jobs is not read.
        store.expect_due().never();
        let theirs = [one.id, other.id];
        store.expect_replace().times(4).withf(move |id, _, _| theirs.contains(id)).returning(|_, _, _| at_once(Ok(())));
        let ran = answer(runner(store), announced, json!({ "jobs": ids })).await.expect("answered");
        assert_eq!(ran, json!({ "done": 2, "put_off": 0, "parked": 0 }));
    }

    #[tokio::test]
    async fn what_only_a_later_version_knows_keeps_nothing_waiting() {
        let (known, later) = (discards(), discards().id);
        let mut store = MockStore::new();
        store.expect_job().withf(move |id| *id == later).returning(|_| at_once(Err(StoreError::corrupt("unknown"))));
        let there = known.clone();
        store.expect_job().returning(move |_| at_once(Ok(Guarded::seal(Some(there.clone())))));
        store.expect_upload().returning(|_| at_once(Ok(Guarded::seal(None))));
        store.expect_delete_file().times(1).returning(|_| at_once(Ok(())));
        store.expect_replace().times(2).returning(|_, _, _| at_once(Ok(())));
        let ran = answer(runner(store), announced, json!({ "jobs": [later, known.id] })).await.expect("answered");
        assert_eq!(ran, json!({ "done": 1, "put_off": 0, "parked": 0 }));
    }

    #[tokio::test]
    async fn the_schedule_asks_what_is_due() {
        let job = discards();
        let mut store = store(Vec::new());
        store.expect_due().times(1).returning(move |_, _, _| at_once(Ok(vec![job.clone()])));
        store.expect_replace().times(2).returning(|_, _, _| at_once(Ok(())));
        let ran = answer(runner(store), announced, json!({ "source": "aws.events" })).await.expect("answered");
        assert_eq!(ran["done"], 1);
    }

    #[tokio::test]
    async fn an_event_that_could_not_be_followed_comes_again() {
        let mut store = MockStore::new();
        store.expect_job().returning(|_| at_once(Err(StoreError::unavailable("throttled"))));
        let event = json!({ "jobs": [discards().id] });
        assert!(answer(runner(store), announced, event).await.is_err());
    }
}
