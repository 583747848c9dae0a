//! Tickets: their fields and states. Opening and routing are in [`open`], the actions on an open ticket in [`actions`],
//! automatic steps in [`automation`]. The choice of an agent is in [`availability`], limits of size in [`size`], due
//! times in [`clocks`], messages and events in [`timeline`], lists in [`list`], search by words in [`search`]. Who takes
//! part is in [`participants`], the requester's rating in [`rating`], the link to a closed ticket in [`follow_up`]. Staff
//! correct a ticket in [`correction`], and merge it into another one in [`merge`]. Notes are in [`note`], the numbers
//! of a team in [`team`]. Fields that the company adds are in [`fields`].

pub mod actions;
pub mod automation;
pub mod availability;
pub mod canned;
pub mod clocks;
pub mod correction;
pub mod counts;
#[cfg(test)]
mod faces;
pub mod fields;
pub mod follow_up;
pub mod inbound;
pub mod jobs;
pub mod list;
pub mod merge;
pub mod note;
pub mod open;
pub mod order;
pub mod participants;
pub mod ports;
pub mod presence;
pub mod rating;
pub mod record;
pub mod reply_then;
mod retarget;
pub mod search;
pub mod settings;
pub mod size;
pub mod team;
#[cfg(test)]
mod tests;
pub mod timeline;
mod transition;
pub mod trial;
pub mod view;

use crate::accounts::Plan;
use crate::action::Action;
use crate::files::FileRef;
use crate::hats::HatKind;
use crate::ids::{AccountId, PartnerId, PersonId, ProductId, QueueId, TicketId, VersionId};
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
pub use crate::tickets::clocks::Clocks;
use crate::tickets::fields::FieldValues;
pub use crate::tickets::rating::Rating;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Widgets of a home page about tickets, and the action each shows or leads to.
pub const WIDGETS: &[(&str, Action)] = &[
    ("submit_ticket", Action::OpenTicket),
    ("my_tickets", Action::OpenTicket),
    ("my_work", Action::TakeTicket),
    ("queue", Action::ListQueues),
];
/// Time after closing in which a ticket can be reopened.
pub const REOPEN_WITHIN: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Time for which a resolved ticket waits for the customer before it is closed.
pub const CLOSE_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Time after a question at which a customer who has not answered is reminded.
pub const REMIND_AFTER: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Time after a question at which the ticket of a customer who has not answered is resolved.
pub const RESOLVE_AFTER: SignedDuration = SignedDuration::from_hours(10 * 24);
/// Longest hold of a ticket, in days.
pub const LONGEST_HOLD_DAYS: i32 = 366;
/// Largest number of files of a ticket.
pub const FILES_PER_TICKET: usize = 100;
/// Largest number of colleagues who take part in a ticket.
pub const MOST_PARTICIPANTS: usize = 10;

/// Kind of a ticket, by who opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// A customer.
    Support,
    /// An employee.
    HelpDesk,
    /// A partner.
    PartnerRequest,
}

impl TicketKind {
    /// The face whose hats the people of such a ticket wear.
    pub const fn face(self) -> HatKind {
        match self {
            Self::Support => HatKind::Customer,
            Self::HelpDesk => HatKind::Employee,
            Self::PartnerRequest => HatKind::Partner,
        }
    }
}

/// Type of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketType {
    /// Something does not work.
    Issue,
    /// Something is unclear.
    Question,
    /// Something is wanted.
    Request,
}

/// Severity of the problem for the requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Work has stopped.
    Critical,
    /// Work is badly hindered.
    High,
    /// Work is hindered, there is a way around.
    Medium,
    /// A small matter.
    Low,
}

impl Severity {
    /// All severities, the gravest first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// Label of the severity.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Critical => "1-Critical",
            Self::High => "2-High",
            Self::Medium => "3-Medium",
            Self::Low => "4-Low",
        }
    }
}

/// State of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Nobody has looked at the ticket.
    New,
    /// Being worked on.
    Open,
    /// The requester has been asked.
    Waiting,
    /// Put off until a day.
    OnHold,
    /// Solved, unless the requester says otherwise.
    Resolved,
    /// Ended.
    Closed,
    /// Continued in another ticket.
    Merged,
}

impl TicketState {
    /// Label of the state for the requester.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "Received",
            Self::Open => "We are working on it",
            Self::OnHold => "On hold",
            Self::Waiting => "Waiting for you",
            Self::Resolved => "Solved, please confirm",
            Self::Closed => "Closed",
            Self::Merged => "Continued in another ticket",
        }
    }

    /// Label of the state for staff.
    pub const fn staff_label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Open => "Open",
            Self::OnHold => "On hold",
            Self::Waiting => "Waiting for an answer",
            Self::Resolved => "Resolved",
            Self::Closed => "Closed",
            Self::Merged => "Merged",
        }
    }

    /// Whether somebody still has something to do.
    pub const fn active(self) -> bool {
        !matches!(self, Self::Closed | Self::Merged)
    }

    /// Whether the clocks are stopped in this state.
    pub const fn pauses_clocks(self) -> bool {
        matches!(self, Self::Waiting | Self::OnHold | Self::Resolved | Self::Closed | Self::Merged)
    }
}

/// A person as records name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonRef {
    /// ID of the person.
    pub id: PersonId,
    /// Name of the person at the time.
    pub name: String,
}

/// The account of a ticket, as it was when the ticket was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccountRef {
    /// ID of the account.
    pub id: AccountId,
    /// Name of the account.
    pub name: String,
    /// Number of the account.
    pub number: String,
    /// Plan of the account.
    pub plan: Plan,
    /// Territory of the account.
    pub territory: String,
}

/// The partner company of a ticket, as it was when the ticket was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartnerRef {
    /// Company id.
    pub id: PartnerId,
    /// Company name.
    pub name: String,
}

/// The product of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductRef {
    /// ID of the product.
    pub id: ProductId,
    /// Name of the product.
    pub name: String,
    /// The version's id.
    pub version_id: VersionId,
    /// The version's label: `3.0`.
    pub version_label: String,
}

/// A queue as tickets name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueueRef {
    /// ID of the queue.
    pub id: QueueId,
    /// Name of the queue.
    pub name: String,
}

/// Solution of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resolution {
    /// Solution as the customer reads it.
    pub text: String,
    /// Time of the solution.
    pub at: Timestamp,
}

/// A ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// ID of the ticket.
    pub id: TicketId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Number of the ticket, without the `T-`.
    pub number: u64,
    /// Kind of the ticket: support, help desk or partner request.
    pub kind: TicketKind,
    /// Type of the ticket: issue, question or request.
    pub r#type: TicketType,
    /// Severity of the ticket.
    pub severity: Severity,
    /// Synopsis: the ticket in one line, 5 to 150 characters.
    pub synopsis: String,
    /// Description of the ticket in plain Markdown.
    pub description: String,
    /// State of the ticket.
    pub state: TicketState,
    /// Person who opened the ticket.
    pub requester: PersonRef,
    /// Account that the ticket belongs to.
    pub account: Option<AccountRef>,
    /// Partner company that a partner request belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerRef>,
    /// Product that the ticket is about.
    pub product: Option<ProductRef>,
    /// Colleagues who take part.
    pub participants: Vec<PersonRef>,
    /// Queue of the ticket.
    pub queue: QueueRef,
    /// Agent who works on the ticket.
    pub assignee: Option<PersonRef>,
    /// Name of the rule that routed the ticket.
    pub routing_rule: String,
    /// Files of the ticket.
    pub files: Vec<FileRef>,
    /// Solution of the ticket.
    pub resolution: Option<Resolution>,
    /// Due times of the ticket.
    pub clocks: Clocks,
    /// Time until which the ticket is on hold.
    pub hold_until: Option<Timestamp>,
    /// Texts of fields that the company named before it defined its fields, by name.
    pub custom_fields: BTreeMap<String, String>,
    /// Values of the company's fields that everybody on the ticket sees.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub field_values: FieldValues,
    /// Values of the company's fields that only staff see.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub staff_field_values: FieldValues,
    /// Time at which the ticket was opened.
    pub created_at: Timestamp,
    /// Time of the last event that the requester can see.
    pub updated_at: Timestamp,
    /// Time at which the ticket was closed.
    pub closed_at: Option<Timestamp>,
    /// The ticket in which a merged one goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<TicketRef>,
    /// Rating of the ticket by its requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Closed ticket that this one follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<TicketRef>,
    /// Tickets that follow this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<TicketRef>,
}

/// Another ticket, as records name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketRef {
    /// Id of the ticket.
    pub id: TicketId,
    /// Number of the ticket, without the `T-`.
    pub number: u64,
}

impl Ticket {
    /// Number of the ticket as people read it: `T-1042`.
    pub fn label(&self) -> String {
        format!("T-{}", self.number)
    }

    /// The requester and everybody who takes part.
    pub fn audience(&self) -> impl Iterator<Item = PersonId> {
        std::iter::once(self.requester.id).chain(self.participants.iter().map(|person| person.id))
    }
}

impl Resource for Ticket {
    fn ownership(&self) -> Ownership {
        Ownership {
            people: self.audience().collect(),
            face: Some(self.kind.face()),
            account: self.account.as_ref().map(|account| account.id),
            partner: self.partner.as_ref().map(|partner| partner.id),
            queue: Some(self.queue.id),
            assignee: self.assignee.as_ref().map(|agent| agent.id),
            ..Ownership::default()
        }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Ticket, id: self.id.to_string(), label: self.label() })
    }
}
