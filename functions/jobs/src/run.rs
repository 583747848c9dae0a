//! The runner: takes due jobs under a lease, carries them out, puts off what failed and parks what keeps failing.
//!
//! A job is never lost: its row is deleted with its effect or after it. A crash between handing a mail over and
//! deleting its row is the one case that sends a second mail. Both mails carry the job's ID.

use crate::kinds::{is_known, run_job};
use crate::knowledge::{index, renew_index};
use crate::task::{Completion, Effects, JobContext, JobError};
use futures::StreamExt;
use futures::future::try_join_all;
use futures::stream::iter;
use jiff::{SignedDuration, Timestamp};
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::fault::chain;
use portico_domain::ids::{ArticleId, JobId};
use portico_domain::jobs::{Job, MOST_TRIES};
use portico_domain::knowledge::jobs::{IndexArticle, Reindex};
use portico_domain::policy::Guarded;
use portico_domain::store::{CommitError, StoreError};
use portico_domain::tickets::jobs::IndexTicket;
use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Largest number of jobs in one round: as many as a run is likely to find, so one change indexes all articles.
const ROUND: u32 = 200;
/// Largest number of jobs carried out in parallel.
const SIDE_BY_SIDE: usize = 20;
/// Largest number of jobs in parallel that write the words of a ticket. Each is hundreds of items, and more of them would
/// hold back all other calls of the database.
const WORDS_SIDE_BY_SIDE: usize = 3;
/// Largest number of rounds in one run.
const ROUNDS: usize = 10;

/// Longest time one job may take: less than its lease, so that no two runners work on it at once.
const MOST_TIME: Duration = Duration::from_secs(45);
/// Time after the start of a run until which it takes jobs: the last one ends before the function's time-out.
const TAKES_FOR: Duration = Duration::from_mins(1);

/// Summary of a run: its jobs by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Number of jobs carried out.
    pub done: usize,
    /// Number of jobs that failed and will be tried again.
    pub put_off: usize,
    /// Number of jobs that failed for the last time.
    pub parked: usize,
}

impl RunSummary {
    fn count(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            match outcome {
                Outcome::Done => self.done += 1,
                Outcome::PutOff => self.put_off += 1,
                Outcome::Parked => self.parked += 1,
            }
        }
    }

    fn log(self, behind: Backlog) {
        if self != Self::default() || behind != Backlog::default() {
            tracing::info!(
                operation = "run_jobs",
                done = self.done,
                put_off = self.put_off,
                parked = self.parked,
                oldest_due_s = behind.oldest.as_secs(),
                search_behind_s = behind.search.as_secs(),
                "jobs"
            );
        }
    }
}

/// Delay of the work that a run finds when it begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Backlog {
    /// Longest time that any job has been due, counted from its first due time.
    oldest: SignedDuration,
    /// Age of the oldest change that the search index does not show yet.
    search: SignedDuration,
}

impl Backlog {
    fn of(due: &[Job], now: Timestamp) -> Self {
        let since = |at: Option<Timestamp>| at.map_or(SignedDuration::ZERO, |at| now.duration_since(at));
        let indexes = |job: &&Job| job.is::<IndexArticle>() || job.is::<Reindex>() || job.is::<IndexTicket>();
        Self {
            oldest: since(due.iter().map(Job::due_since).min()),
            search: since(due.iter().filter(indexes).map(|job| job.created_at).min()),
        }
    }
}

/// Runner of jobs, on one store.
#[derive(Debug)]
pub struct Runner<S: 'static> {
    store: &'static S,
    /// Address of the portal, for links in mails: `https://portal.example`.
    portal_url: String,
    /// Domain that answers to mails go to; none if answers are not read.
    answers_at: Option<String>,
    /// Whether the search index was found to have this version's format. The format changes only with a deployment.
    index_is_current: Arc<AtomicBool>,
}

impl<S> Clone for Runner<S> {
    fn clone(&self) -> Self {
        let index_is_current = Arc::clone(&self.index_is_current);
        let (portal_url, answers_at) = (self.portal_url.clone(), self.answers_at.clone());
        Self { store: self.store, portal_url, answers_at, index_is_current }
    }
}

impl<S: Effects> Runner<S> {
    /// Makes a runner whose mails link to the portal at `portal_url`.
    pub fn new(store: &'static S, portal_url: String) -> Self {
        Self { store, portal_url, answers_at: None, index_is_current: Arc::default() }
    }

    /// The runner, whose mails about tickets can be answered at this domain. Without one, they say that they cannot.
    pub fn with_answers_at(self, domain: Option<String>) -> Self {
        Self { answers_at: domain.filter(|domain| !domain.is_empty()), ..self }
    }

    /// Ensures once that the search index can be written. A failure does not stop other work.
    async fn renew_index(&self) {
        if self.index_is_current.load(Ordering::Relaxed) {
            return;
        }
        match in_time(renew_index(self.store, Timestamp::now())).await {
            Ok(()) => self.index_is_current.store(true, Ordering::Relaxed),
            Err(cause) => tracing::warn!(?cause, "the search index was not renewed"),
        }
    }

    /// Carries out the due jobs.
    pub async fn run(&self) -> Result<RunSummary, StoreError> {
        let (mut ran, mut behind) = (RunSummary::default(), None);
        Box::pin(self.renew_index()).await;
        let until = Instant::now() + TAKES_FOR;
        for _ in 0..ROUNDS {
            let now = Timestamp::now();
            let due = self.store.due(now, ROUND, is_known).await?;
            if due.is_empty() {
                break;
            }
            behind.get_or_insert_with(|| Backlog::of(&due, now));
            let full = due.len() >= ROUND as usize;
            ran.count(&self.round(due, until).await);
            if !full || Instant::now() >= until {
                break;
            }
        }
        ran.log(behind.unwrap_or_default());
        Ok(ran)
    }

    /// Carries out those of the announced jobs that are due. Each is read by its ID: the list of due jobs is an index
    /// that lags. It begins with the job that has been due longest.
    pub async fn run_announced(&self, announced: &[JobId]) -> Result<RunSummary, StoreError> {
        let act = act(String::new());
        let found = try_join_all(announced.iter().map(|id| self.announced(*id))).await?;
        let there = found.into_iter().flatten().filter_map(|job| job.open_for_system(&act.caller));
        let due: Vec<Job> = there.filter(|job| !job.parked && job.due <= act.now && is_known(job)).collect();
        let behind = Backlog::of(&due, act.now);
        let mut ran = RunSummary::default();
        ran.count(&self.round(due, Instant::now() + TAKES_FOR).await);
        ran.log(behind);
        Ok(ran)
    }

    /// Reads a job by its ID; `None` if only a later version knows its kind, because no other job waits for it.
    async fn announced(&self, id: JobId) -> Result<Option<Guarded<Job>>, StoreError> {
        match self.store.job(id).await {
            Err(StoreError::Corrupt(cause)) => {
                tracing::error!(job = %id, cause = chain(&cause), "a job cannot be read");
                Ok(None)
            }
            found => found.map(Some),
        }
    }

    /// Carries out jobs in parallel, those of articles together. It begins none after `until`: they stay due.
    async fn round(&self, due: Vec<Job>, until: Instant) -> Vec<Outcome> {
        let (articles, others): (Vec<Job>, Vec<Job>) = due.into_iter().partition(|job| article(job).is_some());
        let (words, others): (Vec<Job>, Vec<Job>) = others.into_iter().partition(Job::is::<IndexTicket>);
        // People wait for mails: words come last.
        let others = async {
            let mut ended = self.each(others, SIDE_BY_SIDE, until).await;
            ended.extend(self.each(words, WORDS_SIDE_BY_SIDE, until).await);
            ended
        };
        // Boxed: together they are large, and the caller's future would hold them.
        let (articles, others) = futures::join!(Box::pin(self.articles(articles, until)), Box::pin(others));
        articles.into_iter().chain(others).collect()
    }

    /// Carries out jobs, so many in parallel. It begins none after `until`.
    async fn each(&self, jobs: Vec<Job>, side_by_side: usize, until: Instant) -> Vec<Outcome> {
        let ended = iter(jobs)
            .take_while(|_| ready(Instant::now() < until))
            .map(|job| self.one(job))
            .buffer_unordered(side_by_side)
            .collect::<Vec<_>>();
        ended.await.into_iter().flatten().collect()
    }

    /// Takes, carries out and ends one job. Returns `None` if another runner has it or the store does not answer.
    async fn one(&self, job: Job) -> Option<Outcome> {
        let leased = self.take(job).await?;
        let act = act(leased.id.to_string());
        let answers_at = self.answers_at.as_deref();
        let cx = JobContext { act: &act, job: &leased, portal_url: &self.portal_url, answers_at };
        let carried_out = match not_spent(&leased) {
            Ok(()) => in_time(run_job(self.store, cx)).await,
            Err(failure) => Err(failure),
        };
        Some(self.end(leased, carried_out).await)
    }

    /// Takes, carries out and ends the jobs of articles, with one change of the index for all of them.
    async fn articles(&self, jobs: Vec<Job>, until: Instant) -> Vec<Outcome> {
        let taken = iter(jobs).map(|job| self.take(job)).buffer_unordered(SIDE_BY_SIDE).collect::<Vec<_>>().await;
        let (jobs, spent): (Vec<Job>, Vec<Job>) = taken.into_iter().flatten().partition(|job| not_spent(job).is_ok());
        let articles: Vec<ArticleId> = jobs.iter().filter_map(article).collect();
        let together = &in_time(index(self.store, &articles)).await;
        let ended = iter(spent.into_iter().chain(jobs)).map(|job| async move {
            match (not_spent(&job), together) {
                (Err(failure), _) => Some(self.end(job, Err(failure)).await),
                // If the index refuses the change, putting each article alone shows which one it refuses.
                (Ok(()), Err(JobError::Permanent(_))) => self.alone(job, until).await,
                (Ok(()), together) => Some(self.end(job, together.clone().map(|()| Completion::Row)).await),
            }
        });
        ended.buffer_unordered(SIDE_BY_SIDE).collect::<Vec<_>>().await.into_iter().flatten().collect()
    }

    /// Puts the article of one job into the index alone. The job waited for its turn, so its lease begins again; after
    /// `until` it is given back. Returns `None` if another runner has the job by now.
    async fn alone(&self, job: Job, until: Instant) -> Option<Outcome> {
        let (now, before) = (Timestamp::now(), job.version);
        if Instant::now() >= until {
            self.replace(before, job.given_back(now)).await;
            return None;
        }
        let job = self.replace(before, job.lease_renewed(now)).await?;
        let articles: Vec<ArticleId> = article(&job).into_iter().collect();
        let carried_out = in_time(index(self.store, &articles)).await;
        Some(self.end(job, carried_out.map(|()| Completion::Row)).await)
    }

    /// Takes a job under a lease.
    async fn take(&self, job: Job) -> Option<Job> {
        self.replace(job.version, job.leased(Timestamp::now())).await
    }

    /// Writes a job over its version `expected`. Returns `None` if another runner has it or the store does not answer.
    async fn replace(&self, expected: u64, next: Job) -> Option<Job> {
        match self.store.replace(next.id, expected, Some(next.clone())).await {
            Ok(()) => Some(next),
            Err(CommitError::Stale | CommitError::Busy | CommitError::Claimed) => None,
            Err(CommitError::Port(failure)) => {
                tracing::error!(job = %next.id, cause = %chain(&failure), "a job could not be taken");
                None
            }
        }
    }

    /// Ends a job that was taken: deletes it, puts it off or parks it.
    async fn end(&self, leased: Job, carried_out: Result<Completion, JobError>) -> Outcome {
        let (next, outcome) = match carried_out {
            Ok(Completion::Nothing) => return Outcome::Done,
            Ok(Completion::Row) => (None, Outcome::Done),
            Err(failure) => {
                let (text, last) = match failure {
                    JobError::Retry(text) => (text, false),
                    JobError::Permanent(text) => (text, true),
                };
                let tried = if last { Job { tries: MOST_TRIES, ..leased.clone() } } else { leased.clone() };
                let next = tried.failed(Timestamp::now(), text);
                let parked = next.parked;
                tracing::error!(job = %leased.id, kind = leased.kind, tries = next.tries, parked, cause = next.last_error, "a job failed");
                (Some(next), if parked { Outcome::Parked } else { Outcome::PutOff })
            }
        };
        if let Err(failure) = self.store.replace(leased.id, leased.version, next).await {
            // The lease ends by itself, and the job is taken again.
            tracing::error!(job = %leased.id, cause = %chain(&failure), "a job could not be ended");
        }
        outcome
    }
}

/// Makes an act of the system at the current time.
fn act(request_id: String) -> ActionContext {
    let ids = IdGenerator(Arc::new(Uuid::now_v7));
    ActionContext { caller: Caller::system(), action: Action::RunJob, now: Timestamp::now(), request_id, ids }
}

/// Article that a job is to put into the index.
fn article(job: &Job) -> Option<ArticleId> {
    job.task::<IndexArticle>().map(|task| task.article)
}

/// Fails for a job whose last try never ended: its runner crashed.
fn not_spent(leased: &Job) -> Result<(), JobError> {
    if leased.tries > MOST_TRIES { Err(JobError::Permanent("its runner did not come back".into())) } else { Ok(()) }
}

async fn in_time<T>(work: impl Future<Output = Result<T, JobError>>) -> Result<T, JobError> {
    let late = |_| Err(JobError::Retry(format!("it took longer than {} s", MOST_TIME.as_secs())));
    tokio::time::timeout(MOST_TIME, work).await.unwrap_or_else(late)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    PutOff,
    Parked,
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::files::jobs::DiscardUpload;

    #[test]
    fn a_run_says_how_far_behind_it_is() {
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a time");
        let ago = |seconds| now - SignedDuration::from_secs(seconds);
        let discard =
            |made, due| Job::new(Uuid::now_v7(), &DiscardUpload { upload: Uuid::now_v7().into() }, ago(made), ago(due));
        let index =
            |made, due| Job::new(Uuid::now_v7(), &IndexArticle { article: Uuid::now_v7().into() }, ago(made), ago(due));
        assert_eq!(Backlog::of(&[], now), Backlog::default());
        // An upload is discarded a day after it was announced: that is no delay.
        let due = [discard(86_400, 30), index(700, 10), index(20, 20)];
        let behind = Backlog { oldest: SignedDuration::from_secs(30), search: SignedDuration::from_secs(700) };
        assert_eq!(Backlog::of(&due, now), behind);
        assert_eq!(Backlog::of(&due[..1], now).search, SignedDuration::ZERO);
        // A job that was tried and put off counts as due since its first due time.
        let tried = discard(86_400, 900).leased(ago(890)).failed(ago(880), "away".into());
        assert_eq!(Backlog::of(&[tried], now).oldest, SignedDuration::from_secs(900));
    }
}
