//! Tasks about tickets: mails, automatic steps, and the index of words.

use super::clocks::{Clock, SlaThreshold};
use super::counts::PARTS;
use super::list::TicketStatus;
use crate::ids::{ItemId, PersonId, QueueId, TicketId};
use crate::jobs::Task;
use crate::paging::Position;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    /// To the agent: the hold has ended.
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
    /// To the sender of an answer by mail: these files could not be taken.
    FilesRefused,
    /// To the agent who answered by mail: these files could not be taken.
    DeskFilesRefused,
    /// To a colleague who was added to a ticket: they take part.
    ParticipantAdded,
    /// To the requester and participants: it goes on in another ticket.
    TicketMerged,
    /// To the agent: another ticket was merged into it.
    TicketJoined,
}

/// A mail about a ticket. Rendered when it is sent, from what the records say then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Template of the mail.
    pub template: MailTemplate,
    /// Recipient of the mail.
    pub to: PersonId,
    /// Ticket that the mail is about.
    pub ticket: TicketId,
    /// Message on the ticket's timeline that the mail is about.
    pub item: Option<ItemId>,
}

impl Task for Mail {
    const KIND: &'static str = "mail";
    fn subject(&self) -> String {
        let template = serde_json::to_value(self.template).ok();
        let template = template.as_ref().and_then(|value| value.as_str()).unwrap_or_default();
        format!("{template} to {} about {}", self.to, self.ticket)
    }
}

/// Mails about a ticket to the lead and the agents that its queue has when the job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellQueue {
    /// Template of the mail.
    pub template: MailTemplate,
    /// Ticket that the mail is about.
    pub ticket: TicketId,
    /// Message on the ticket's timeline that the mail is about.
    pub item: Option<ItemId>,
}

impl Task for TellQueue {
    const KIND: &'static str = "tell_queue";
    fn subject(&self) -> String {
        format!("ticket {}", self.ticket)
    }
}

/// Mail to a colleague whom a note names. Rendered when it is sent, for somebody who may still read the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellMentioned {
    /// Ticket that the note is on.
    pub ticket: TicketId,
    /// The note.
    pub note: ItemId,
    /// Recipient of the mail.
    pub to: PersonId,
}

impl Task for TellMentioned {
    const KIND: &'static str = "tell_mentioned";
    fn subject(&self) -> String {
        format!("note to {} on {}", self.to, self.ticket)
    }
}

/// Update of the index of words for one ticket, by the state that the ticket has when the job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexTicket {
    /// Ticket that the job is about.
    pub ticket: TicketId,
}

impl Task for IndexTicket {
    const KIND: &'static str = "index_ticket";
    fn subject(&self) -> String {
        format!("ticket {}", self.ticket)
    }
}

/// Update of the index of words for a page of a queue's tickets; the job of the next page follows, and after the active
/// tickets that of the ended ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexQueue {
    /// Queue whose tickets are read.
    pub queue: QueueId,
    /// Part of the queue: active or ended tickets.
    pub status: TicketStatus,
    /// Position after which the page begins; the start of the part if absent.
    pub after: Option<Position>,
    /// Queues that follow: the job of the first page adds the job of the next of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<QueueId>,
}

/// Largest number of queues whose tickets are indexed in parallel: their jobs are one change.
const QUEUES_AT_ONCE: usize = 50;

impl IndexQueue {
    /// The first page of the first of some queues, which the others follow.
    pub fn first_of(queues: &[QueueId]) -> Option<Self> {
        let (queue, then) = queues.split_first()?;
        Some(Self { queue: *queue, status: TicketStatus::Active, after: None, then: then.to_vec() })
    }

    /// Jobs that look after all of some queues, however many there are.
    pub fn all_of(queues: &[QueueId]) -> Vec<Self> {
        let rows = queues.len().min(QUEUES_AT_ONCE);
        let row = |at: usize| queues.iter().copied().skip(at).step_by(QUEUES_AT_ONCE).collect::<Vec<_>>();
        (0..rows).filter_map(|at| Self::first_of(&row(at))).collect()
    }
}

impl Task for IndexQueue {
    const KIND: &'static str = "index_queue";
    fn subject(&self) -> String {
        format!("tickets of queue {}", self.queue)
    }
}

/// Count of a queue's active tickets, to set right what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecountQueue {
    /// Queue whose tickets are counted.
    pub queue: QueueId,
    /// Parts of the counts that are still to be compared.
    pub parts: Vec<u8>,
}

impl RecountQueue {
    /// All counts of a queue.
    pub fn all_of(queue: QueueId) -> Self {
        Self { queue, parts: (0..PARTS).collect() }
    }
}

impl Task for RecountQueue {
    const KIND: &'static str = "recount_queue";
    fn subject(&self) -> String {
        format!("counts of queue {}", self.queue)
    }
}

/// A resolved ticket to be closed if the customer has said nothing since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseResolved {
    /// Ticket that the job is about.
    pub ticket: TicketId,
    /// Time of the resolution that the job was written for.
    pub resolved_at: Timestamp,
}

impl Task for CloseResolved {
    const KIND: &'static str = "close_resolved";
    fn subject(&self) -> String {
        format!("ticket {}", self.ticket)
    }
}

/// A ticket on hold to be opened again on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndHold {
    /// Ticket that the job is about.
    pub ticket: TicketId,
    /// End of the hold that the job was written for.
    pub until: Timestamp,
}

impl Task for EndHold {
    const KIND: &'static str = "end_hold";
    fn subject(&self) -> String {
        format!("ticket {}", self.ticket)
    }
}

/// Reminder of a customer who was asked, if they have not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindWaiting {
    /// Ticket that the job is about.
    pub ticket: TicketId,
    /// Time at which the requester was asked.
    pub since: Timestamp,
    /// Question that the requester was asked.
    pub question: ItemId,
}

impl Task for RemindWaiting {
    const KIND: &'static str = "remind_waiting";
    fn subject(&self) -> String {
        format!("ticket {}", self.ticket)
    }
}

/// A ticket to be resolved if the customer, who was asked, has not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolveWaiting {
    /// Ticket that the job is about.
    pub ticket: TicketId,
    /// Time at which the requester was asked.
    pub since: Timestamp,
}

impl Task for ResolveWaiting {
    const KIND: &'static str = "resolve_waiting";
    fn subject(&self) -> String {
        format!("ticket {}", self.ticket)
    }
}

/// Notification of staff that a clock of a ticket reached a threshold, if it still ran then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockMark {
    /// Ticket that the clock is of.
    pub ticket: TicketId,
    /// Clock that is judged.
    pub clock: Clock,
    /// Mark that the clock has reached.
    pub mark: SlaThreshold,
    /// Time at which the clock was to reach the mark. If the clock has another time now, the mark was put off.
    pub at: Timestamp,
}

impl Task for ClockMark {
    const KIND: &'static str = "clock";
    fn subject(&self) -> String {
        format!("ticket {}", self.ticket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uuid;
    use std::collections::BTreeSet;

    #[test]
    fn the_jobs_of_any_number_of_queues_fit_in_one_change() {
        for count in [0, 1, 50, 51, 260] {
            let queues: Vec<QueueId> = (0..count).map(|number| QueueId(uuid(number))).collect();
            let jobs = IndexQueue::all_of(&queues);
            assert_eq!(jobs.len(), queues.len().min(QUEUES_AT_ONCE));
            let mut seen = BTreeSet::new();
            for first in jobs {
                let mut job = Some(first);
                while let Some(now) = job {
                    assert!(seen.insert(now.queue), "each queue once");
                    job = IndexQueue::first_of(&now.then);
                }
            }
            assert_eq!(seen, queues.into_iter().collect());
        }
    }

    #[test]
    fn a_job_of_the_version_before_has_no_queue_after_it() {
        let before = serde_json::json!({"queue": QueueId(uuid(1)), "status": "active", "after": null});
        let read: IndexQueue = serde_json::from_value(before.clone()).expect("it can be read");
        assert_eq!(serde_json::to_value(read).expect("it can be written"), before);
    }
}
