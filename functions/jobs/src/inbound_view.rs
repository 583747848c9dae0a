//! Mails that came in, as staff see them.

use jiff::Timestamp;
use portico_domain::ids::{InboundMailId, TicketId};
use portico_domain::tickets::inbound::{
    FurtherMails, InboundFile, InboundMail, InboundMailRow, InboundReason, InboundState,
};
use portico_domain::tickets::{PersonRef, TicketRef};
use serde::Serialize;
use utoipa::ToSchema;

/// Ticket that a mail answers or has joined.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboundTicket {
    /// ID of the ticket.
    pub id: TicketId,
    /// Number of the ticket: `T-1042`.
    pub number: String,
}

impl From<TicketRef> for InboundTicket {
    fn from(ticket: TicketRef) -> Self {
        Self { id: ticket.id, number: format!("T-{}", ticket.number) }
    }
}

/// Decision that can be made on a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InboundAction {
    /// Attach the mail to a ticket.
    Attach,
    /// Attach the mail as a reply of its sender.
    AttachAsReply,
    /// Download the mail as it was sent, and its files.
    Download,
    /// Discard the mail.
    Discard,
}

/// A mail in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboundMailSummary {
    /// ID of the mail.
    pub id: InboundMailId,
    /// Version: counts the changes of the mail.
    pub version: u64,
    /// State of the mail.
    pub state: InboundState,
    /// Reason why the mail has not joined a ticket by itself.
    pub reason: Option<InboundReason>,
    /// Reason in words.
    pub reason_label: Option<String>,
    /// Address of the sender; empty if it cannot be read.
    pub from: String,
    /// Name of the sender, as the mail gives it.
    pub from_name: String,
    /// Subject of the mail.
    pub subject: String,
    /// Number of files.
    pub file_count: usize,
    /// Person who has the sender's address, if anybody has.
    pub sender: Option<PersonRef>,
    /// Ticket that the mail answers or has joined.
    pub ticket: Option<InboundTicket>,
    /// Mails of the address that are counted and not shown, if this is the count of these and no mail.
    pub further: Option<FurtherMails>,
    /// Time at which the mail came.
    pub received_at: Timestamp,
}

impl From<InboundMailRow> for InboundMailSummary {
    fn from(row: InboundMailRow) -> Self {
        let reason_label = row.reason_label().map(str::to_owned);
        Self {
            id: row.id,
            version: row.version,
            state: row.state,
            reason: row.reason,
            reason_label,
            from: row.from,
            from_name: row.from_name,
            subject: row.subject,
            file_count: row.files,
            sender: row.sender,
            ticket: row.ticket.map(InboundTicket::from),
            further: row.further,
            received_at: row.received_at,
        }
    }
}

/// A mail that came in.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboundMailView {
    /// Fields of the mail that lists show too.
    #[serde(flatten)]
    pub summary: InboundMailSummary,
    /// Text of the sender, as plain text.
    pub text: String,
    /// Signature and quotation, which were cut off the text.
    pub quoted: String,
    /// Files of the mail.
    pub files: Vec<InboundFile>,
    /// Decisions that can be made on the mail now.
    pub allowed: Vec<InboundAction>,
}

impl From<InboundMail> for InboundMailView {
    fn from(mail: InboundMail) -> Self {
        let open = mail.undecided().is_ok();
        let attach = mail.can_be_attached().then_some(InboundAction::Attach);
        let reply = mail.can_be_reply().then_some(InboundAction::AttachAsReply);
        let download = (!mail.object.is_empty()).then_some(InboundAction::Download);
        let acts = [attach, reply, download, Some(InboundAction::Discard)];
        let allowed = if open { acts.into_iter().flatten().collect() } else { Vec::new() };
        let summary = InboundMailSummary::from(portico_domain::record::Record::row(&mail));
        let InboundMail { text, quoted, files, .. } = mail;
        Self { summary, text, quoted, files, allowed }
    }
}
