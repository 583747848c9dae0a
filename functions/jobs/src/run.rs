//! The runner: takes due jobs under a lease, carries them out, puts off what failed and parks what keeps failing.
//!
//! A job is never lost: its row goes only with or after its effect. Between a mail's hand-over and the end of its row lies the
//! one window in which a crash makes a second mail; both carry the job's id.

use crate::effects::{Effects, JobFailure, Left, carry_out};
use jiff::Timestamp;
use portico_domain::caller::{Act, Caller, FreshIds};
use portico_domain::jobs::{Job, MOST_TRIES};
use portico_domain::policy::Action;
use portico_domain::ports::{CommitFailure, PortFailure};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How many jobs one round takes.
const ROUND: u32 = 20;
/// How many rounds one run makes at most.
const ROUNDS: usize = 10;

/// How long one job may take: less than its lease, so that no two runners are ever at work on it.
const MOST_TIME: Duration = Duration::from_secs(45);

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Carried out.
    pub done: usize,
    /// Failed, to be tried again.
    pub put_off: usize,
    /// Failed for the last time.
    pub parked: usize,
}

/// Carries out jobs.
#[derive(Debug)]
pub struct Runner<S: 'static> {
    store: &'static S,
    /// Where the portal is, for links in mails: `https://portal.example`.
    portal_url: String,
}

impl<S> Clone for Runner<S> {
    fn clone(&self) -> Self {
        Self { store: self.store, portal_url: self.portal_url.clone() }
    }
}

impl<S: Effects> Runner<S> {
    /// A runner whose mails link to the portal at `portal_url`.
    pub fn new(store: &'static S, portal_url: String) -> Self {
        Self { store, portal_url }
    }

    /// Carries out what is due now.
    pub async fn run(&self) -> Result<Ran, PortFailure> {
        let mut ran = Ran::default();
        for _ in 0..ROUNDS {
            let due = self.store.due(Timestamp::now(), ROUND).await?;
            if due.is_empty() {
                break;
            }
            let full = due.len() >= ROUND as usize;
            for outcome in futures::future::join_all(due.into_iter().map(|job| self.one(job))).await {
                match outcome {
                    Some(Outcome::Done) => ran.done += 1,
                    Some(Outcome::PutOff) => ran.put_off += 1,
                    Some(Outcome::Parked) => ran.parked += 1,
                    None => {}
                }
            }
            if !full {
                break;
            }
        }
        if ran != Ran::default() {
            tracing::info!(operation = "run_jobs", done = ran.done, put_off = ran.put_off, parked = ran.parked, "jobs");
        }
        Ok(ran)
    }

    /// Takes, carries out and ends one job; nothing if another runner has it or the store does not answer.
    async fn one(&self, job: Job) -> Option<Outcome> {
        let now = Timestamp::now();
        let leased = job.leased(now);
        match self.store.replace(job.id, job.version, Some(leased.clone())).await {
            Ok(()) => {}
            Err(CommitFailure::Stale | CommitFailure::Busy | CommitFailure::Claimed) => return None,
            Err(CommitFailure::Port(failure)) => {
                tracing::error!(job = %job.id, cause = %failure, "a job could not be taken");
                return None;
            }
        }
        let act = Act {
            caller: Caller::system(),
            action: Action::RunJob,
            now,
            request_id: job.id.to_string(),
            fresh: FreshIds(Arc::new(Uuid::now_v7)),
        };
        // A job that was taken for its last try and came back was never ended: its runner died of it.
        let carried_out = async {
            if job.tries >= MOST_TRIES {
                return Err(JobFailure::ForGood("its runner did not come back".into()));
            }
            let carried_out = carry_out(self.store, &self.portal_url, &act, &leased);
            let late = |_| Err(JobFailure::ForNow(format!("it took longer than {} s", MOST_TIME.as_secs())));
            tokio::time::timeout(MOST_TIME, carried_out).await.unwrap_or_else(late)
        };
        let (next, outcome) = match carried_out.await {
            Ok(Left::Nothing) => return Some(Outcome::Done),
            Ok(Left::Row) => (None, Outcome::Done),
            Err(failure) => {
                let (text, last) = match failure {
                    JobFailure::ForNow(text) => (text, false),
                    JobFailure::ForGood(text) => (text, true),
                };
                let tried = if last { Job { tries: MOST_TRIES, ..leased.clone() } } else { leased.clone() };
                let next = tried.failed(Timestamp::now(), text);
                let parked = next.parked;
                tracing::error!(job = %job.id, kind = job.kind.name(), tries = next.tries, parked, cause = next.last_error, "a job failed");
                (Some(next), if parked { Outcome::Parked } else { Outcome::PutOff })
            }
        };
        if let Err(failure) = self.store.replace(job.id, leased.version, next).await {
            // The lease ends by itself, and the job is taken again.
            tracing::error!(job = %job.id, cause = %failure, "a job could not be ended");
        }
        Some(outcome)
    }
}

#[derive(Clone, Copy)]
enum Outcome {
    Done,
    PutOff,
    Parked,
}
