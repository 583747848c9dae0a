//! What is written on a ticket. What everybody on it sees and what only staff see are types of their own, stored and
//! listed apart: a note has no way to the customer.

use crate::act::ActionContext;
use crate::files::FileRef;
use crate::hats::HatKind;
use crate::ids::{ItemId, PersonId};
use crate::tickets::PersonRef;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// On which side of the counter an author stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The requester's.
    Customer,
    /// The company's.
    Company,
    /// Nobody's: a rule or a clock.
    System,
}

/// Author of an item of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Author {
    /// ID of the author; none for the system.
    pub id: Option<PersonId>,
    /// Name of the person at the time.
    pub name: String,
    /// Side of the author.
    pub side: Side,
}

impl Author {
    /// The acting person as an author.
    pub fn of(act: &ActionContext) -> Self {
        if act.caller.is_system() {
            return Self::system();
        }
        let side = if act.caller.hat.kind == HatKind::Staff { Side::Company } else { Side::Customer };
        Self { id: Some(act.caller.person), name: act.caller.name.clone(), side }
    }

    /// A rule or a clock.
    pub fn system() -> Self {
        Self { id: None, name: "Portico".into(), side: Side::System }
    }
}

/// Event of a ticket that all of its readers see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It was opened.
    Opened,
    /// An agent has it now.
    Taken,
    /// It was given to an agent.
    Assigned,
    /// It was taken from its agent and given to nobody yet.
    Unassigned,
    /// It was given to another queue, and to nobody there yet.
    Moved,
    /// The requester was asked.
    Waiting,
    /// It was put off.
    OnHold,
    /// What it waited for is over: the hold, or the requester has answered.
    Resumed,
    /// It was solved.
    Resolved,
    /// The requester confirmed.
    Confirmed,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
}

/// Event of a ticket that only staff see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffEventKind {
    /// A rule chose the queue.
    Routed,
    /// The customer, who had been asked, was reminded.
    Reminded,
    /// Most of the time to the first reply is over.
    ResponseDueSoon,
    /// All of it is.
    ResponseLate,
    /// Most of the time to the solution is over.
    ResolutionDueSoon,
    /// All of it is.
    ResolutionLate,
}

/// A message to everybody on the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// ID of the message.
    pub id: ItemId,
    /// Time of the message.
    pub at: Timestamp,
    /// Author of the item.
    pub author: Author,
    /// Text in plain Markdown.
    pub text: String,
    /// Files sent along.
    pub files: Vec<FileRef>,
}

/// A message among staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// ID of the note.
    pub id: ItemId,
    /// Time of the note.
    pub at: Timestamp,
    /// Author of the item.
    pub author: Author,
    /// Text in plain Markdown.
    pub text: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// ID of the event.
    pub id: ItemId,
    /// Time of the event.
    pub at: Timestamp,
    /// Person who acted.
    pub author: Author,
    /// Kind of the event.
    pub event: EventKind,
    /// The agent it was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonRef>,
}

/// Something that happened behind the counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEvent {
    /// ID of the event.
    pub id: ItemId,
    /// Time of the event.
    pub at: Timestamp,
    /// Person who acted.
    pub author: Author,
    /// Kind of the event.
    pub event: StaffEventKind,
    /// The rule's name, where a rule decided.
    pub detail: String,
}

/// An item everybody on the ticket sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PublicItem {
    /// A message.
    Reply(Reply),
    /// Something that happened.
    Event(Event),
}

impl PublicItem {
    /// ID of the item.
    pub fn id(&self) -> ItemId {
        match self {
            Self::Reply(reply) => reply.id,
            Self::Event(event) => event.id,
        }
    }
}

/// An item only staff see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InternalItem {
    /// A note.
    Note(Note),
    /// Something that happened behind the counter.
    Event(StaffEvent),
}

impl InternalItem {
    /// ID of the item.
    pub fn id(&self) -> ItemId {
        match self {
            Self::Note(note) => note.id,
            Self::Event(event) => event.id,
        }
    }
}

/// What staff see: everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffItem {
    /// What the customer sees too.
    Public(PublicItem),
    /// What the customer never sees.
    Internal(InternalItem),
}

impl StaffItem {
    /// ID of the item.
    pub fn id(&self) -> ItemId {
        match self {
            Self::Public(item) => item.id(),
            Self::Internal(item) => item.id(),
        }
    }
}
