//! Side effects owed: rows written in the transaction of the change that owes them, carried out by the job functions.

pub mod record;

use crate::act::ActionContext;
use crate::action::Action;
use crate::error::Error;
use crate::ids::{ArticleId, InvitationId, ItemId, JobId, PersonId, TicketId, UploadId};
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, Scope};
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use crate::store::{CommitError, StoreResult};
use crate::tickets::clocks::{Clock, SlaThreshold};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::future::Future;
use utoipa::ToSchema;
use uuid::Uuid;

/// Template of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailTemplate {
    /// To the requester and participants: we have it, and by when it is due.
    TicketOpened,
    /// To the requester and participants: the company replied.
    TicketReplied,
    /// To the requester and participants: the company waits for them.
    TicketWaiting,
    /// To the requester and participants: please confirm.
    TicketResolved,
    /// To the requester and participants: it is closed.
    TicketClosed,
    /// To the agent: it is yours.
    TicketAssigned,
    /// To the agent: the customer wrote.
    CustomerReplied,
    /// To the agent: the day has come until which it was put off.
    HoldEnded,
    /// To the requester and participants: the company still waits for them.
    TicketReminder,
    /// To the agent, or the queue's lead: the first reply is due soon.
    ResponseDueSoon,
    /// To the queue's lead: the first reply is late.
    ResponseLate,
    /// To the agent, or the queue's lead: the solution is due soon.
    ResolutionDueSoon,
    /// To the queue's lead: the solution is late.
    ResolutionLate,
    /// To the agent who had it: somebody else has it now, or nobody.
    TicketTakenOver,
    /// To the agent: the customer confirmed the solution, or closed it.
    CustomerClosed,
    /// To the queue's lead and agents: a ticket that everybody should know of.
    QueueAlarm,
}

/// Kind of the job, with its data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JobKind {
    /// A mail about a ticket. Rendered when it is sent, from what the records say then.
    Mail {
        /// Template of the mail.
        template: MailTemplate,
        /// Recipient of the mail.
        to: PersonId,
        /// Ticket that the mail is about.
        ticket: TicketId,
        /// Because of which message on its timeline.
        item: Option<ItemId>,
    },
    /// Mails about a ticket to the lead and the agents of its queue, as they are when this is done.
    TellQueue {
        /// Template of the mail.
        template: MailTemplate,
        /// Ticket that the mail is about.
        ticket: TicketId,
        /// Because of which message on its timeline.
        item: Option<ItemId>,
    },
    /// A mail with the link by which somebody joins. The link is made when it is sent, and kept nowhere.
    Invitation {
        /// Recipient of the mail.
        person: PersonId,
        /// For which invitation: nothing is sent for one that a newer one took the place of.
        invitation: InvitationId,
    },
    /// An article to be put into the search index, or taken out, as it stands when the job runs.
    IndexArticle {
        /// Article that the job is about.
        article: ArticleId,
    },
    /// The whole search index to be built anew.
    Reindex,
    /// An upload to be thrown away if no record has claimed it.
    DiscardUpload {
        /// Upload that the job is about.
        upload: UploadId,
    },
    /// A resolved ticket to be closed if the customer has said nothing since.
    CloseResolved {
        /// Ticket that the job is about.
        ticket: TicketId,
        /// The resolution it was promised for.
        resolved_at: Timestamp,
    },
    /// A ticket on hold to be opened again on its day.
    EndHold {
        /// Ticket that the job is about.
        ticket: TicketId,
        /// The hold it was promised for.
        until: Timestamp,
    },
    /// A customer who was asked to be reminded, if they have not answered.
    RemindWaiting {
        /// Ticket that the job is about.
        ticket: TicketId,
        /// Time at which the requester was asked.
        since: Timestamp,
        /// Question that the requester was asked.
        question: ItemId,
    },
    /// A ticket to be taken for solved if the customer, who was asked, has not answered.
    ResolveWaiting {
        /// Ticket that the job is about.
        ticket: TicketId,
        /// Time at which the requester was asked.
        since: Timestamp,
    },
    /// Notification of staff that a clock of a ticket reached a threshold, if it still ran then.
    Clock {
        /// Ticket that the clock is of.
        ticket: TicketId,
        /// Clock that is judged.
        clock: Clock,
        /// Mark that the clock has reached.
        mark: SlaThreshold,
        /// When it was to reach it. Another time now means that it was put off.
        at: Timestamp,
    },
}

impl JobKind {
    /// The kind as a key.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Mail { .. } => "mail",
            Self::TellQueue { .. } => "tell_queue",
            Self::Invitation { .. } => "invitation",
            Self::IndexArticle { .. } => "index_article",
            Self::Reindex => "reindex",
            Self::DiscardUpload { .. } => "discard_upload",
            Self::CloseResolved { .. } => "close_resolved",
            Self::EndHold { .. } => "end_hold",
            Self::RemindWaiting { .. } => "remind_waiting",
            Self::ResolveWaiting { .. } => "resolve_waiting",
            Self::Clock { .. } => "clock",
        }
    }

    /// The ticket it is about.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::Mail { ticket, .. }
            | Self::TellQueue { ticket, .. }
            | Self::CloseResolved { ticket, .. }
            | Self::EndHold { ticket, .. }
            | Self::RemindWaiting { ticket, .. }
            | Self::ResolveWaiting { ticket, .. }
            | Self::Clock { ticket, .. } => Some(*ticket),
            Self::Invitation { .. } | Self::IndexArticle { .. } | Self::Reindex | Self::DiscardUpload { .. } => None,
        }
    }

    /// What it is about, for the page of parked jobs.
    pub fn subject(&self) -> String {
        match self {
            Self::Mail { template, to, ticket, .. } => {
                let template = serde_json::to_value(template).ok().and_then(|value| value.as_str().map(str::to_owned));
                format!("{} to {to} about {ticket}", template.unwrap_or_default())
            }
            Self::Invitation { person, .. } => format!("invitation of {person}"),
            Self::IndexArticle { article } => format!("article {article}"),
            Self::Reindex => "all articles".into(),
            Self::DiscardUpload { upload } => format!("upload {upload}"),
            Self::TellQueue { ticket, .. }
            | Self::CloseResolved { ticket, .. }
            | Self::EndHold { ticket, .. }
            | Self::RemindWaiting { ticket, .. }
            | Self::ResolveWaiting { ticket, .. }
            | Self::Clock { ticket, .. } => format!("ticket {ticket}"),
        }
    }
}

/// After how many tries a job is parked.
pub const MOST_TRIES: u32 = 12;
/// How long a failed job waits at most, in seconds.
const LONGEST_WAIT: i64 = 3600;
/// How long a runner has a job to itself.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// A side effect owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// ID of the job.
    pub id: JobId,
    /// Counts the changes, from 1; a lease is one.
    pub version: u64,
    /// Kind of the job, with its data.
    #[serde(flatten)]
    pub kind: JobKind,
    /// Not before. Each try moves it.
    pub due: Timestamp,
    /// When it was due first, which no try moves. Jobs of the version before do not have it before they are tried again.
    #[serde(default)]
    pub first_due: Option<Timestamp>,
    /// Number of attempts.
    pub tries: u32,
    /// Reason of the last failure.
    pub last_error: Option<String>,
    /// Whether it is left to people.
    pub parked: bool,
    /// Time at which the job was created.
    pub created_at: Timestamp,
}

impl Job {
    /// Owed at once.
    pub fn now(act: &ActionContext, kind: JobKind) -> Self {
        Self::due(act, kind, act.now)
    }

    /// Owed at `due`.
    pub fn due(act: &ActionContext, kind: JobKind, due: Timestamp) -> Self {
        Self::new(act.id(), kind, act.now, due)
    }

    /// Owed at `due`, of a given id.
    pub fn new(id: Uuid, kind: JobKind, now: Timestamp, due: Timestamp) -> Self {
        let first_due = Some(due);
        Self {
            id: JobId(id),
            version: 1,
            kind,
            due,
            first_due,
            tries: 0,
            last_error: None,
            parked: false,
            created_at: now,
        }
    }

    /// Since when it is owed, however often it has been put off.
    pub fn owed_since(&self) -> Timestamp {
        self.first_due.map_or(self.due, |first| first.min(self.due))
    }

    /// The job with a runner at work on it: nobody else takes it before the lease is over.
    pub fn leased(&self, now: Timestamp) -> Self {
        let first_due = Some(self.owed_since());
        Self { version: self.version + 1, tries: self.tries + 1, due: now + LEASE, first_due, ..self.clone() }
    }

    /// The job with its lease begun anew, for a runner that has waited before it could begin.
    pub fn leased_anew(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, due: now + LEASE, ..self.clone() }
    }

    /// The job given back by a runner that did not come to try it.
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

    /// A parked job, owed again from the first try.
    pub fn again(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, due: now, first_due: Some(now), tries: 0, parked: false, ..self.clone() }
    }
}

/// The list of jobs left to people, for whoever may see all of them: [`ParkedJobs::within`] is the only way to it.
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
        Some(RecordRef { kind: RecordKind::Job, id: self.id.to_string(), label: self.kind.name().to_owned() })
    }
}

/// Side effects owed.
pub trait Jobs {
    /// Jobs that are due, the longest due first.
    fn due(&self, now: Timestamp, limit: u32) -> impl Future<Output = StoreResult<Vec<Job>>> + Send;
    /// Jobs left to people, newest first.
    fn parked(&self, list: &ParkedJobs, page: PageRequest) -> impl Future<Output = StoreResult<Page<Job>>> + Send;
    /// A job.
    fn job(&self, id: JobId) -> impl Future<Output = StoreResult<Guarded<Job>>> + Send;
    /// Takes, releases or ends a job: succeeds only if the job is still as `expected` says.
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

    #[test]
    fn a_job_that_keeps_failing_waits_longer_and_is_parked_after_the_last_try() {
        let now = Timestamp::UNIX_EPOCH;
        let mut job = Job::new(Uuid::nil(), JobKind::Reindex, now, now);
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
        let job = Job::new(Uuid::nil(), JobKind::Reindex, at(0), at(100));
        let tried = job.leased(at(101)).failed(at(102), "away".into());
        assert_eq!((job.owed_since(), tried.owed_since()), (at(100), at(100)));
        assert_eq!(tried.leased(at(500)).leased_anew(at(520)).given_back(at(530)).owed_since(), at(100));
        // What people have tried again is owed anew.
        assert_eq!(tried.again(at(900)).owed_since(), at(900));
        // The version before wrote no first time: from its next try on it is known.
        let mut before = serde_json::to_value(Job { due: at(50), ..job.clone() }).expect("JSON");
        before.as_object_mut().and_then(|fields| fields.remove("first_due")).expect("the field");
        let before: Job = serde_json::from_value(before).expect("a job of the version before");
        assert_eq!((before.first_due, before.owed_since()), (None, at(50)));
        assert_eq!(before.leased(at(60)).failed(at(61), "away".into()).owed_since(), at(50));
    }

    #[test]
    fn a_job_that_was_not_tried_is_given_back_as_it_was() {
        let now = Timestamp::UNIX_EPOCH;
        let job = Job::new(Uuid::nil(), JobKind::Reindex, now, now);
        let back = job.leased(now).given_back(now);
        assert_eq!(back, Job { version: 3, ..job });
    }
}
