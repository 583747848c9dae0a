//! Views of tickets, one type for each audience. The customer's view has no field for data that only staff may see.

use crate::accounts::Plan;
use crate::caller::Caller;
use crate::files::FileRef;
use crate::hats::HatKind;
use crate::ids::{AccountId, ItemId, PersonId, TicketId, UploadId};
use crate::tickets::actions::TicketAction;
use crate::tickets::fields::GivenValue;
use crate::tickets::fields::values::{GivenValues, sent};
use crate::tickets::list::TicketRow;
use crate::tickets::timeline::{
    Author, ByMail, CustomFieldChange, EventKind, FieldChange, InternalItem, Note, PublicItem, Reply, StaffEventKind,
    StaffItem,
};
use crate::tickets::{
    PartnerRef, PersonRef, ProductRef, QueueRef, Rating, Resolution, Severity, Ticket, TicketKind, TicketRef,
    TicketState, TicketType,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The account of a ticket, as its own people see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccountName {
    /// ID of the account.
    pub id: AccountId,
    /// Name of the account.
    pub name: String,
}

/// The account of a ticket, as staff see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccountDetail {
    /// Number of the account.
    pub number: String,
    /// Plan of the account.
    pub plan: Plan,
    /// Sales territory of the account.
    pub territory: String,
}

/// A file of a ticket. It is fetched from `/v1/tickets/{ticket}/files/{id}`, and a note's file from
/// `/v1/tickets/{ticket}/notes/{note}/files/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FileView {
    /// ID of the file.
    pub id: UploadId,
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type.
    pub media_type: String,
}

impl From<&FileRef> for FileView {
    fn from(file: &FileRef) -> Self {
        Self { id: file.id, name: file.name.clone(), size: file.size, media_type: file.media_type.clone() }
    }
}

/// The ticket in which a merged one goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MergedInto {
    /// Id of the ticket.
    pub id: TicketId,
    /// Number of the ticket: `T-1042`.
    pub number: String,
}

impl From<TicketRef> for MergedInto {
    fn from(ticket: TicketRef) -> Self {
        Self { id: ticket.id, number: format!("T-{}", ticket.number) }
    }
}

/// A ticket in a customer's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TicketSummary {
    /// ID of the ticket.
    pub id: TicketId,
    /// Number of the ticket as people read it: `T-1042`.
    pub number: String,
    /// Kind of the ticket: support, help desk or partner request.
    pub kind: TicketKind,
    /// Type of the ticket: issue, question or request.
    pub r#type: TicketType,
    /// Severity of the ticket.
    pub severity: Severity,
    /// Severity in words: `1-Critical`.
    pub severity_label: String,
    /// Synopsis: the ticket in one line.
    pub synopsis: String,
    /// State of the ticket.
    pub state: TicketState,
    /// State in words for this reader: "Waiting for you" for the requester, "Waiting for Jon Arne Eide" for others.
    pub state_label: String,
    /// Time until which the ticket is on hold.
    pub hold_until: Option<Timestamp>,
    /// The ticket in which a merged one goes on.
    pub merged_into: Option<MergedInto>,
    /// Time at which the ticket was opened.
    pub created_at: Timestamp,
    /// Time of the last event of the ticket.
    pub updated_at: Timestamp,
    /// Due time of the first reply.
    pub first_response_due: Timestamp,
    /// Due time of the solution.
    pub resolution_due: Timestamp,
    /// Time of the first reply.
    pub first_responded_at: Option<Timestamp>,
    /// Person who opened the ticket.
    pub requester: PersonRef,
    /// Account that the ticket belongs to.
    pub account: Option<AccountName>,
    /// Partner company that a partner request belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerRef>,
    /// Product that the ticket is about.
    pub product: Option<ProductRef>,
    /// Values of the company's fields by the field's ID. A list has them only if it is asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<BTreeMap<String, GivenValue>>,
    /// Version: counts the changes of the ticket.
    pub version: u64,
}

/// Values of the company's fields that everybody on the ticket sees.
fn custom_fields(ticket: &Ticket) -> GivenValues {
    let named = ticket.custom_fields.iter().map(|(name, text)| (name.clone(), GivenValue::Text(text.clone())));
    named.chain(sent(&ticket.field_values)).collect()
}

/// The state as somebody on the requester's side reads it.
fn label_for(row: &TicketRow, reader: PersonId) -> String {
    match (row.state, &row.merged_into) {
        (TicketState::Waiting, _) if row.requester.id != reader => format!("Waiting for {}", row.requester.name),
        (TicketState::Merged, Some(ticket)) => format!("Continued in T-{}", ticket.number),
        (state, _) => state.label().into(),
    }
}

/// The state as staff read it.
fn staff_label(row: &TicketRow) -> String {
    match (row.state, &row.merged_into) {
        (TicketState::Waiting, _) => format!("Waiting for {}", row.requester.name),
        (TicketState::Merged, Some(ticket)) => format!("Merged into T-{}", ticket.number),
        (state, _) => state.staff_label().into(),
    }
}

/// The state in words for this reader.
pub(super) fn label_of(row: &TicketRow, reader: &Caller) -> String {
    if reader.hat.kind == HatKind::Staff { staff_label(row) } else { label_for(row, reader.person) }
}

impl TicketSummary {
    /// A row of a list, as `reader` sees it on the requester's side.
    pub fn of(row: TicketRow, reader: PersonId) -> Self {
        let state_label = label_for(&row, reader);
        Self {
            id: row.id,
            number: format!("T-{}", row.number),
            kind: row.kind,
            r#type: row.r#type,
            severity: row.severity,
            severity_label: row.severity.label().into(),
            synopsis: row.synopsis,
            state: row.state,
            state_label,
            hold_until: row.hold_until,
            merged_into: row.merged_into.map(MergedInto::from),
            created_at: row.created_at,
            updated_at: row.updated_at,
            first_response_due: row.first_response_due,
            resolution_due: row.resolution_due,
            first_responded_at: row.first_responded_at,
            requester: row.requester,
            account: row.account.map(|account| AccountName { id: account.id, name: account.name }),
            partner: row.partner,
            product: row.product,
            custom_fields: None,
            version: row.version,
        }
    }

    /// A row of a list with the company's fields, as `reader` sees it on the requester's side.
    pub fn with_fields(ticket: &Ticket, reader: PersonId) -> Self {
        Self { custom_fields: Some(custom_fields(ticket)), ..Self::of(ticket.into(), reader) }
    }
}

/// A ticket in a staff list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StaffTicketSummary {
    /// The customer's view, with the state in staff's words.
    #[serde(flatten)]
    pub summary: TicketSummary,
    /// Queue of the ticket.
    pub queue: QueueRef,
    /// Agent who works on the ticket.
    pub assignee: Option<PersonRef>,
    /// Values of the company's fields that only staff see. A list has them only if it is asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_fields: Option<BTreeMap<String, GivenValue>>,
}

impl StaffTicketSummary {
    /// A row of a list with the company's fields.
    pub fn with_fields(ticket: &Ticket) -> Self {
        let mut row = Self::from(TicketRow::from(ticket));
        row.summary.custom_fields = Some(custom_fields(ticket));
        Self { staff_fields: Some(sent(&ticket.staff_field_values)), ..row }
    }
}

impl From<TicketRow> for StaffTicketSummary {
    fn from(row: TicketRow) -> Self {
        let (queue, assignee, state_label) = (row.queue.clone(), row.assignee.clone(), staff_label(&row));
        let requester = row.requester.id;
        let summary = TicketSummary { state_label, ..TicketSummary::of(row, requester) };
        Self { summary, queue, assignee, staff_fields: None }
    }
}

/// A ticket, as its requester and participants see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TicketView {
    /// Fields of the ticket that lists show too.
    #[serde(flatten)]
    pub summary: TicketSummary,
    /// Description of the ticket in plain Markdown.
    pub description: String,
    /// Colleagues who take part.
    pub participants: Vec<PersonRef>,
    /// Files of the ticket.
    pub files: Vec<FileView>,
    /// Solution of the ticket.
    pub resolution: Option<Resolution>,
    /// Rating of the ticket by its requester.
    pub rating: Option<Rating>,
    /// Whether the clocks are stopped.
    pub due_paused: bool,
    /// Actions that the caller may take now, the most likely first.
    pub allowed: Vec<TicketAction>,
}

impl TicketView {
    /// Returns the ticket as `reader` sees it at `now`.
    pub fn of(ticket: &Ticket, reader: &Caller, now: Timestamp) -> Self {
        Self {
            summary: TicketSummary::with_fields(ticket, reader.person),
            description: ticket.description.clone(),
            participants: ticket.participants.clone(),
            files: ticket.files.iter().map(FileView::from).collect(),
            resolution: ticket.resolution.clone(),
            rating: ticket.rating.clone(),
            due_paused: ticket.clocks.stopped_at.is_some(),
            allowed: ticket.allowed(reader, now),
        }
    }
}

/// A ticket, as staff see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StaffTicketView {
    /// The customer's view, with the state in staff's words.
    #[serde(flatten)]
    pub view: TicketView,
    /// Queue of the ticket.
    pub queue: QueueRef,
    /// Agent who works on the ticket.
    pub assignee: Option<PersonRef>,
    /// The account, as it was when the ticket was opened.
    pub account_detail: Option<AccountDetail>,
    /// Name of the rule that routed the ticket.
    pub routing_rule: String,
    /// Values of the company's fields that only staff see, by the field's ID.
    pub staff_fields: BTreeMap<String, GivenValue>,
}

impl StaffTicketView {
    /// Returns the ticket as `reader`, one of staff, sees it at `now`.
    pub fn of(ticket: &Ticket, reader: &Caller, now: Timestamp) -> Self {
        let mut view = TicketView::of(ticket, reader, now);
        view.summary.state_label = staff_label(&ticket.into());
        Self {
            view,
            queue: ticket.queue.clone(),
            assignee: ticket.assignee.clone(),
            account_detail: ticket.account.as_ref().map(|account| AccountDetail {
                number: account.number.clone(),
                plan: account.plan,
                territory: account.territory.clone(),
            }),
            routing_rule: ticket.routing_rule.clone(),
            staff_fields: sent(&ticket.staff_field_values),
        }
    }
}

/// A ticket, as the caller's audience sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum TicketForReader {
    /// Staff.
    Staff(Box<StaffTicketView>),
    /// Everybody else.
    Customer(Box<TicketView>),
}

impl TicketForReader {
    /// Returns the ticket as `reader` sees it at `now`.
    pub fn of(ticket: &Ticket, reader: &Caller, now: Timestamp) -> Self {
        match reader.hat.kind {
            HatKind::Staff => Self::Staff(Box::new(StaffTicketView::of(ticket, reader, now))),
            _ => Self::Customer(Box::new(TicketView::of(ticket, reader, now))),
        }
    }
}

/// Kind of item on a customer's timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A message.
    Reply,
    /// Something that happened.
    Event,
}

/// An item of a ticket's timeline, as everybody on it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TimelineItem {
    /// ID of the item.
    pub id: ItemId,
    /// Kind of the item.
    pub kind: ItemKind,
    /// Time of the item.
    pub at: Timestamp,
    /// Author of the item; show the author's side wherever the name is shown.
    pub author: Author,
    /// Text of a message; the solution for the event of a solution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Files of a message.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub files: Vec<FileView>,
    /// Event of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventKind>,
    /// Parts of the mail that a message came in; absent for a message that was written in the portal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by_mail: Option<ByMail>,
    /// Person who was added to the ticket or removed from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// Fields that were corrected.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub changes: Vec<FieldChange>,
    /// Fields of the company that were corrected.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub custom_changes: Vec<CustomFieldChange>,
    /// Other ticket of a merge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<MergedInto>,
}

impl From<&Reply> for TimelineItem {
    fn from(reply: &Reply) -> Self {
        Self {
            id: reply.id,
            kind: ItemKind::Reply,
            at: reply.at,
            author: reply.author.clone(),
            text: Some(reply.text.clone()),
            files: reply.files.iter().map(FileView::from).collect(),
            event: None,
            by_mail: reply.by_mail.clone(),
            person: None,
            changes: Vec::new(),
            custom_changes: Vec::new(),
            ticket: None,
        }
    }
}

impl From<PublicItem> for TimelineItem {
    fn from(item: PublicItem) -> Self {
        match item {
            PublicItem::Reply(reply) => Self::from(&reply),
            PublicItem::Event(event) => Self {
                id: event.id,
                kind: ItemKind::Event,
                at: event.at,
                author: event.author,
                text: event.text,
                files: Vec::new(),
                event: Some(event.event),
                by_mail: None,
                person: event.person,
                changes: event.changes,
                custom_changes: event.custom_changes,
                ticket: event.ticket.map(MergedInto::from),
            },
        }
    }
}

/// Kind of item on a staff timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffItemKind {
    /// A message to everybody on the ticket.
    Reply,
    /// A message among staff.
    Note,
    /// Something that happened.
    Event,
}

/// Event of a ticket, as staff see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum AnyHappening {
    /// An event that everybody on the ticket sees.
    Public(EventKind),
    /// An event that only staff see.
    Internal(StaffEventKind),
}

/// An item of a ticket's timeline, as staff see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StaffTimelineItem {
    /// ID of the item.
    pub id: ItemId,
    /// Kind of the item.
    pub kind: StaffItemKind,
    /// Time of the item.
    pub at: Timestamp,
    /// Author of the item; show the author's side wherever the name is shown.
    pub author: Author,
    /// Text of a message or note. For the event of a solution it is the solution, for one that a rule decided the
    /// rule's name, for a rating its score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Files of a message or note.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub files: Vec<FileView>,
    /// Event of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<AnyHappening>,
    /// The agent who had the ticket before, where it was taken from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonRef>,
    /// Parts of the mail that a message came in; absent for a message that was written in the portal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by_mail: Option<ByMail>,
    /// Person who was added to the ticket or removed from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
    /// Agent whom a rule gave the ticket to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<PersonRef>,
    /// Number of open tickets that the agent had, if the rule chose the least loaded one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<usize>,
    /// Fields that were corrected.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub changes: Vec<FieldChange>,
    /// Fields of the company that were corrected.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub custom_changes: Vec<CustomFieldChange>,
    /// Other ticket of a merge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<MergedInto>,
    /// Colleagues whom a note names.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub mentions: Vec<PersonRef>,
}

impl From<&Note> for StaffTimelineItem {
    fn from(note: &Note) -> Self {
        Self {
            id: note.id,
            kind: StaffItemKind::Note,
            at: note.at,
            author: note.author.clone(),
            text: Some(note.text.clone()),
            files: note.files.iter().map(FileView::from).collect(),
            event: None,
            from: None,
            by_mail: None,
            person: None,
            agent: None,
            load: None,
            changes: Vec::new(),
            custom_changes: Vec::new(),
            ticket: None,
            mentions: note.mentions.clone(),
        }
    }
}

impl From<StaffItem> for StaffTimelineItem {
    fn from(item: StaffItem) -> Self {
        match item {
            StaffItem::Public(item) => {
                let from = match &item {
                    PublicItem::Event(event) => event.from.clone(),
                    PublicItem::Reply(_) => None,
                };
                let item = TimelineItem::from(item);
                Self {
                    id: item.id,
                    kind: match item.kind {
                        ItemKind::Reply => StaffItemKind::Reply,
                        ItemKind::Event => StaffItemKind::Event,
                    },
                    at: item.at,
                    author: item.author,
                    text: item.text,
                    files: item.files,
                    event: item.event.map(AnyHappening::Public),
                    from,
                    by_mail: item.by_mail,
                    person: item.person,
                    agent: None,
                    load: None,
                    changes: item.changes,
                    custom_changes: item.custom_changes,
                    ticket: item.ticket,
                    mentions: Vec::new(),
                }
            }
            StaffItem::Internal(InternalItem::Note(note)) => Self::from(&note),
            StaffItem::Internal(InternalItem::Event(event)) => Self {
                id: event.id,
                kind: StaffItemKind::Event,
                at: event.at,
                author: event.author,
                text: Some(event.detail).filter(|detail| !detail.is_empty()),
                files: Vec::new(),
                event: Some(AnyHappening::Internal(event.event)),
                from: None,
                by_mail: None,
                person: None,
                agent: event.agent,
                load: event.load,
                changes: event.changes,
                custom_changes: event.custom_changes,
                ticket: None,
                mentions: Vec::new(),
            },
        }
    }
}
