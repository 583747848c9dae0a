//! Side effects, and the page of those left to people.

mod feedback;
mod list;
mod retry;
mod run;

crate::matrix_fixtures::drives! { portico_jobs:
    LIST_JOBS => list::drive,
    RETRY_JOB => retry::drive,
}
