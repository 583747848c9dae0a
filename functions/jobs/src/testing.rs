//! Shared code for tests of the job runner: a runner on a mocked store, and due jobs.

use crate::run::Runner;
use jiff::{SignedDuration, Timestamp};
use portico_domain::jobs::{Job, Task};
use portico_testing::{MockStore, at_once, kept};
use uuid::Uuid;

/// Key of the deployment in these tests: 32 bytes in base64.
const SEALING_KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

/// Makes a runner on this store, which lives as long as the test's process. The search index is current unless the
/// store expects to say something else.
pub(crate) fn runner(mut store: MockStore) -> Runner<MockStore> {
    portico_http::call::set_sealing_key(SEALING_KEY).expect("a key");
    store.expect_is_current().returning(|| at_once(Ok(true)));
    Runner::new(kept(store), "https://portal.example".into())
}

/// A job that has been due for some seconds.
pub(crate) fn job(task: &impl Task) -> Job {
    let now = Timestamp::now();
    Job::new(Uuid::now_v7(), task, now, now - SignedDuration::from_secs(5))
}
