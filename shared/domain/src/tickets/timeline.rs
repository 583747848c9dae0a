//! Timeline of a ticket. Items that everybody on the ticket sees and items that only staff see have types of their own,
//! and are stored and listed apart. So a note cannot reach the customer.

use crate::act::ActionContext;
use crate::files::FileRef;
use crate::hats::HatKind;
use crate::ids::{ItemId, PersonId};
use crate::tickets::fields::{FieldId, GivenValue};
use crate::tickets::{PersonRef, TicketRef};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Side of an author: the requester's, the company's or the system's.
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

    /// The system as an author, for a rule or a clock.
    pub fn system() -> Self {
        Self { id: None, name: "Portico".into(), side: Side::System }
    }
}

/// Event of a ticket that all of its readers see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The ticket was opened.
    Opened,
    /// An agent took the ticket.
    Taken,
    /// The ticket was given to an agent.
    Assigned,
    /// The ticket was taken from its agent and given to nobody yet.
    Unassigned,
    /// The ticket was given to another queue, and to nobody there yet.
    Moved,
    /// The requester was asked.
    Waiting,
    /// The ticket was put on hold.
    OnHold,
    /// The hold ended, or the requester has answered.
    Resumed,
    /// The ticket was resolved.
    Resolved,
    /// The requester confirmed.
    Confirmed,
    /// The ticket was closed.
    Closed,
    /// The ticket was opened again.
    Reopened,
    /// Somebody takes part from now on.
    ParticipantAdded,
    /// Somebody no longer takes part.
    ParticipantRemoved,
    /// The author no longer takes part.
    ParticipantLeft,
    /// Staff corrected fields of the ticket.
    Corrected,
    /// The ticket was merged into another one, and goes on there.
    Merged,
    /// Another ticket was merged into this one.
    MergedFrom,
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
    /// All of the time to the first reply is over.
    ResponseLate,
    /// Most of the time to the solution is over.
    ResolutionDueSoon,
    /// All of the time to the solution is over.
    ResolutionLate,
    /// The requester rated the ticket.
    Rated,
    /// Staff corrected fields that only staff see.
    Corrected,
}

/// Field of a ticket that staff can correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketField {
    /// Type of the ticket.
    Type,
    /// Severity of the ticket.
    Severity,
    /// Product that the ticket is about, with its version.
    Product,
    /// Synopsis of the ticket.
    Synopsis,
    /// Person who asks.
    Requester,
    /// Queue of the ticket.
    Queue,
}

/// Correction of one field. Type and severity are codes, such as `high`; all other values are texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// Field that was corrected.
    pub field: TicketField,
    /// Value before the correction; none if the field was empty.
    pub before: Option<String>,
    /// Value after the correction; none if the field is empty.
    pub after: Option<String>,
}

/// Correction of a field that the company added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomFieldChange {
    /// Field that was corrected.
    pub field: FieldId,
    /// Value before the correction; none if the field was empty.
    pub before: Option<GivenValue>,
    /// Value after the correction; none if the field is empty.
    pub after: Option<GivenValue>,
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
    /// Parts of the mail that the message came in; none for a message that was written in the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<ByMail>,
}

/// Parts of a mail that are not the message, and are kept with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ByMail {
    /// Signature and quotation, which were cut off the message. Its end may be missing.
    pub quoted: String,
    /// Files of the mail that were not taken.
    pub refused: Vec<RefusedFile>,
}

/// File of a mail that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefusedFile {
    /// File name.
    pub name: String,
    /// Code of the reason, such as `file_too_large`.
    #[serde(default)]
    pub code: String,
    /// Reason in words, in English.
    pub reason: String,
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
    /// Files of the note, for staff alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// Colleagues whom the note names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<PersonRef>,
}

/// An event that everybody on the ticket sees.
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
    /// Agent whom the ticket was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonRef>,
    /// Person who was added to the ticket or removed from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// Solution that was proposed. It stays here when the ticket is reopened or solved again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Fields that were corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// Fields of the company that were corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom_changes: Vec<CustomFieldChange>,
    /// Other ticket of a merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketRef>,
}

impl Event {
    /// An event of the acting person.
    pub fn of(act: &ActionContext, event: EventKind) -> Self {
        let author = Author::of(act);
        Self {
            id: act.id(),
            at: act.now,
            author,
            event,
            from: None,
            person: None,
            text: None,
            changes: Vec::new(),
            custom_changes: Vec::new(),
            ticket: None,
        }
    }
}

/// An event that only staff see.
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
    /// Name of the rule, if a rule decided; score of a rating.
    pub detail: String,
    /// Agent whom a rule gave the ticket to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<PersonRef>,
    /// Number of open tickets that the agent had, if the rule chose the least loaded one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<usize>,
    /// Fields that were corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// Fields of the company that were corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom_changes: Vec<CustomFieldChange>,
}

impl StaffEvent {
    /// An event of the acting person.
    pub fn of(act: &ActionContext, event: StaffEventKind) -> Self {
        let author = Author::of(act);
        Self {
            id: act.id(),
            at: act.now,
            author,
            event,
            detail: String::new(),
            agent: None,
            load: None,
            changes: Vec::new(),
            custom_changes: Vec::new(),
        }
    }
}

/// An item everybody on the ticket sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PublicItem {
    /// A message.
    Reply(Reply),
    /// An event that everybody on the ticket sees.
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
    /// An event that only staff see.
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

/// Item of the timeline that staff see, which has all items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffItem {
    /// An item that the customer sees too.
    Public(PublicItem),
    /// An item that the customer never sees.
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
