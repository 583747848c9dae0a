//! Background jobs, a transactional outbox: rows written in the transaction of the change that requires them. The job
//! functions carry them out.

pub mod record;

use crate::act::ActionContext;
use crate::action::Action;
use crate::error::Error;
use crate::ids::JobId;
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, Scope};
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use crate::store::{CommitError, StoreResult};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::future::Future;
use uuid::Uuid;

/// Task of a job: its data, stored with the name of its kind. An area declares its own tasks in its `jobs` module.
pub trait Task: Serialize + DeserializeOwned {
    /// Name of the kind, as it is stored.
    const KIND: &'static str;

    /// Subject of the task in words, for the page of parked jobs.
    fn subject(&self) -> String;
}

/// Widgets of a home page about jobs, and the action each shows or leads to.
pub const WIDGETS: &[(&str, Action)] = &[("failed_jobs", Action::ListJobs)];
/// Number of tries after which a job is parked.
pub const MOST_TRIES: u32 = 12;
/// Longest wait of a failed job before its next try, in seconds.
const LONGEST_WAIT: i64 = 3600;
/// Time for which a runner has a job to itself.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// A background job: a side effect that a change requires and that is carried out later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// ID of the job.
    pub id: JobId,
    /// Counts the changes, from 1; a lease is one.
    pub version: u64,
    /// Kind of the job.
    pub kind: String,
    /// Subject of the job in words. Jobs that the previous version wrote have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Time before which the job is not tried. Each try moves it.
    pub due: Timestamp,
    /// First due time, which no try moves. Jobs that the previous version wrote get one at their next try.
    #[serde(default)]
    pub first_due: Option<Timestamp>,
    /// Number of attempts.
    pub tries: u32,
    /// Reason of the last failure.
    pub last_error: Option<String>,
    /// Whether the job is parked: it waits until a person retries it.
    pub parked: bool,
    /// Time at which the job was created.
    pub created_at: Timestamp,
    /// Data of the kind.
    #[serde(flatten)]
    pub data: Map<String, Value>,
}

impl Job {
    /// Creates a job that is due at once.
    pub fn now<T: Task>(act: &ActionContext, task: &T) -> Self {
        Self::due(act, task, act.now)
    }

    /// Creates a job that is due at `due`.
    pub fn due<T: Task>(act: &ActionContext, task: &T, due: Timestamp) -> Self {
        Self::new(act.id(), task, act.now, due)
    }

    /// Creates a job with this ID that is due at `due`.
    pub fn new<T: Task>(id: Uuid, task: &T, now: Timestamp, due: Timestamp) -> Self {
        let data = match serde_json::to_value(task) {
            Ok(Value::Object(data)) => data,
            _ => Map::new(),
        };
        Self {
            id: JobId(id),
            version: 1,
            kind: T::KIND.into(),
            subject: Some(task.subject()),
            due,
            first_due: Some(due),
            tries: 0,
            last_error: None,
            parked: false,
            created_at: now,
            data,
        }
    }

    /// Whether the job is of this kind.
    pub fn is<T: Task>(&self) -> bool {
        self.kind == T::KIND
    }

    /// Task of the job, if it is of this kind and its data can be read. Another version may have written the job.
    pub fn task<T: Task>(&self) -> Option<T> {
        self.is::<T>().then(|| T::deserialize(&Value::Object(self.data.clone())).ok()).flatten()
    }

    /// Subject of the job in words.
    pub fn subject(&self) -> String {
        self.subject.clone().unwrap_or_else(|| self.former_subject())
    }

    /// Subject of a job that the previous version wrote, made from its data.
    fn former_subject(&self) -> String {
        let part = |name: &str| self.data.get(name).and_then(Value::as_str);
        match (part("template"), part("to"), part("ticket"), part("person")) {
            (Some(template), Some(to), Some(ticket), _) => format!("{template} to {to} about {ticket}"),
            (_, _, Some(ticket), _) => format!("ticket {ticket}"),
            (_, _, _, Some(person)) => format!("{} of {person}", self.kind),
            _ => match (part("article"), part("upload")) {
                (Some(article), _) => format!("article {article}"),
                (_, Some(upload)) => format!("upload {upload}"),
                _ => "all articles".into(),
            },
        }
    }

    /// Time since which the job is due, however often it has been put off.
    pub fn due_since(&self) -> Timestamp {
        self.first_due.map_or(self.due, |first| first.min(self.due))
    }

    /// The job with a runner at work on it: nobody else takes it before the lease is over.
    pub fn leased(&self, now: Timestamp) -> Self {
        let first_due = Some(self.due_since());
        Self { version: self.version + 1, tries: self.tries + 1, due: now + LEASE, first_due, ..self.clone() }
    }

    /// The job with a new lease, for a runner that has waited before it could begin.
    pub fn lease_renewed(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, due: now + LEASE, ..self.clone() }
    }

    /// The job given back by a runner that had no time to try it.
    pub fn given_back(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, tries: self.tries.saturating_sub(1), due: now, ..self.clone() }
    }

    /// The job after a try that failed: later again, or parked after the last.
    pub fn failed(&self, now: Timestamp, error: String) -> Self {
        let wait = SignedDuration::from_secs(2_i64.saturating_pow(self.tries).saturating_mul(5).min(LONGEST_WAIT));
        Self {
            version: self.version + 1,
            due: now + wait,
            parked: self.tries >= MOST_TRIES,
            last_error: Some(error.chars().take(500).collect()),
            ..self.clone()
        }
    }

    /// The parked job, due again and with no tries counted.
    pub fn again(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, due: now, first_due: Some(now), tries: 0, parked: false, ..self.clone() }
    }
}

/// The list of parked jobs, for callers who may see all of them. Only [`ParkedJobs::within`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParkedJobs {
    _within: (),
}

impl ParkedJobs {
    /// The list, for a reader of this scope.
    pub fn within(scope: &Scope) -> Result<Self, Error> {
        scope.holds_all(Action::ListJobs).then_some(Self { _within: () }).ok_or(Error::Forbidden)
    }
}

impl Resource for Job {
    fn ownership(&self) -> Ownership {
        Ownership::default()
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Job, id: self.id.to_string(), label: self.kind.clone() })
    }
}

/// Port of background jobs, for people who look after them.
pub trait Jobs {
    /// Reads a page of parked jobs, newest first.
    fn parked(&self, list: &ParkedJobs, page: PageRequest) -> impl Future<Output = StoreResult<Page<Job>>> + Send;
    /// A job.
    fn job(&self, id: JobId) -> impl Future<Output = StoreResult<Guarded<Job>>> + Send;
}

/// Port of due jobs, for the runner alone: it finds, leases and ends them.
pub trait DueJobs {
    /// Reads jobs that are due and that the caller `knows`, the longest due first. Unknown jobs are left to a newer
    /// version, and do not block the jobs behind them.
    fn due(
        &self,
        now: Timestamp,
        limit: u32,
        knows: fn(&Job) -> bool,
    ) -> impl Future<Output = StoreResult<Vec<Job>>> + Send;
    /// Leases, releases or ends a job, if it still has the version `expected`. Without `next` it ends.
    fn replace(
        &self,
        job: JobId,
        expected: u64,
        next: Option<Job>,
    ) -> impl Future<Output = Result<(), CommitError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Nothing;

    impl Task for Nothing {
        const KIND: &'static str = "nothing";
        fn subject(&self) -> String {
            String::new()
        }
    }

    #[test]
    fn a_job_that_keeps_failing_waits_longer_and_is_parked_after_the_last_try() {
        let now = Timestamp::UNIX_EPOCH;
        let mut job = Job::new(Uuid::nil(), &Nothing, now, now);
        let mut waits = Vec::new();
        for _ in 0..MOST_TRIES {
            assert!(!job.parked);
            job = job.leased(now).failed(now, "away".into());
            waits.push(job.due - now);
        }
        assert!(job.parked);
        assert!(waits.windows(2).all(|pair| { pair[0].compare(pair[1]).is_ok_and(std::cmp::Ordering::is_le) }));
        let again = job.again(now);
        assert_eq!((again.tries, again.parked), (0, false));
    }

    #[test]
    fn since_when_it_is_owed_is_told_however_often_it_is_tried() {
        let at = |seconds| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        let job = Job::new(Uuid::nil(), &Nothing, at(0), at(100));
        let tried = job.leased(at(101)).failed(at(102), "away".into());
        assert_eq!((job.due_since(), tried.due_since()), (at(100), at(100)));
        assert_eq!(tried.leased(at(500)).lease_renewed(at(520)).given_back(at(530)).due_since(), at(100));
        // A job that a person retries is due from then on.
        assert_eq!(tried.again(at(900)).due_since(), at(900));
        // The previous version wrote no first due time; the job gets one at its next try.
        let mut before = serde_json::to_value(Job { due: at(50), ..job.clone() }).expect("JSON");
        before.as_object_mut().and_then(|fields| fields.remove("first_due")).expect("the field");
        let before: Job = serde_json::from_value(before).expect("a job of the version before");
        assert_eq!((before.first_due, before.due_since()), (None, at(50)));
        assert_eq!(before.leased(at(60)).failed(at(61), "away".into()).due_since(), at(50));
    }

    #[test]
    fn a_job_that_was_not_tried_is_given_back_as_it_was() {
        let now = Timestamp::UNIX_EPOCH;
        let job = Job::new(Uuid::nil(), &Nothing, now, now);
        let back = job.leased(now).given_back(now);
        assert_eq!(back, Job { version: 3, ..job });
    }
}
