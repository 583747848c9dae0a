//! Mails that come in. One that answers a mail of Portico joins the timeline of its ticket ([`joining`]). Another
//! waits for a person, who attaches it to a ticket or discards it. A mail that nobody wrote by hand is set aside.

pub mod joining;
pub mod ports;
pub mod record;
#[cfg(test)]
mod tests;

use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::ids::{InboundMailId, PersonId, QueueId, TicketId};
use crate::policy::{self, Scope};
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use crate::tickets::timeline::Side;
use crate::tickets::{PersonRef, TicketRef};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Time for which the address that answers to one mail go to is valid.
pub const REPLY_ADDRESS_LIFETIME: SignedDuration = SignedDuration::from_hours(400 * 24);
/// Time for which a mail is kept that has joined a ticket, was discarded, or was written by nobody.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Largest mail that is read, in bytes.
pub const LARGEST_MAIL: u64 = 30 * 1024 * 1024;
/// Longest text of a mail that joins a ticket, in characters: that of a reply in the portal.
pub const LONGEST_TEXT: usize = 20_000;
/// Longest cut-off part that an item of the timeline keeps, in bytes. A page of a timeline has 50 items, and Lambda
/// answers at most 6 MB.
pub const LONGEST_QUOTED: usize = 10_000;
/// Largest number of answers by mail of one person on one ticket within an hour.
pub const MOST_AN_HOUR: u32 = 20;
/// Largest number of mails of one address within a day that wait for a person. Further ones are counted and not shown.
pub const MOST_WAITING_A_DAY: u32 = 20;
/// Reason of a count of mails that are not shown.
const NOT_SHOWN: &str = "More mails of this address came within a day than are shown.";

/// Address that answers to one mail go to. Its token is in that mail and nowhere else; the record has the hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyAddress {
    /// SHA-256 of the token, in hexadecimal.
    pub hash: String,
    /// Ticket that the mail is about.
    pub ticket: TicketId,
    /// Recipient of the mail.
    pub person: PersonId,
    /// Side that the mail is for, which is the side of the answer.
    pub side: Side,
    /// Time at which the mail was sent.
    pub created_at: Timestamp,
}

impl ReplyAddress {
    /// Whether answers may still come to the address.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        now < self.created_at + REPLY_ADDRESS_LIFETIME
    }
}

/// State of a mail that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InboundState {
    /// Waits for a person to decide.
    Waiting,
    /// Written by nobody; kept for thirty days.
    SetAside,
    /// Has become part of a ticket.
    Joined,
    /// Discarded by a person.
    Discarded,
}

/// Reason why a mail has not joined a ticket by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InboundReason {
    /// The mail was sent to no address that Portico knows.
    UnknownAddress,
    /// The mail is from another address than the one that was written to.
    OtherSender,
    /// The person cannot sign in at present.
    NotActive,
    /// The person may not reply on the ticket any more.
    NotAllowed,
    /// The ticket is closed.
    TicketClosed,
    /// The mail has no text of its own.
    Empty,
    /// The text is longer than a reply may be.
    TooLong,
    /// The mail is larger than what is read.
    TooLarge,
    /// The mail cannot be read.
    Unreadable,
    /// The mail service calls the mail spam or harmful, or its sender forged.
    Harmful,
    /// Too many answers of this person came within an hour.
    TooMany,
    /// The ticket holds no more files.
    TooManyFiles,
    /// An automatic answer, such as an absence note.
    AutoReply,
    /// A report that a mail could not be delivered.
    Bounce,
    /// A mail of Portico that came back.
    Loop,
    /// A mail to a list.
    MailingList,
}

impl InboundReason {
    /// Reason in words, for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UnknownAddress => "It does not answer a mail that we sent.",
            Self::OtherSender => "It comes from another address than the one we wrote to.",
            Self::NotActive => "The sender cannot sign in at present.",
            Self::NotAllowed => "The sender may not reply on this ticket any more.",
            Self::TicketClosed => "The ticket is closed.",
            Self::Empty => "It has no text of its own.",
            Self::TooLong => "It is longer than a reply can be.",
            Self::TooLarge => "It is too large.",
            Self::Unreadable => "It cannot be read.",
            Self::Harmful => "It looks like spam, or is harmful or forged.",
            Self::TooMany => "Too many answers of this person came within an hour.",
            Self::TooManyFiles => "The ticket can hold no more files.",
            Self::AutoReply => "It is an automatic answer.",
            Self::Bounce => "It reports that a mail could not be delivered.",
            Self::Loop => "It is one of our own mails.",
            Self::MailingList => "It was sent to a mailing list.",
        }
    }

    /// Whether nobody wrote such a mail by hand, so that it asks nobody for a decision.
    pub const fn is_automatic(self) -> bool {
        matches!(self, Self::AutoReply | Self::Bounce | Self::Loop | Self::MailingList)
    }
}

/// File of a mail that came in, by its name and size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InboundFile {
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
}

/// Mails of an address that are counted and not shown, because too many came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FurtherMails {
    /// Number of the mails.
    pub count: u64,
    /// ID of the latest.
    pub last: InboundMailId,
    /// Time at which the latest came.
    pub last_at: Timestamp,
}

/// A mail that came in, or the count of an address's mails that are not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundMail {
    /// ID of the mail, made of its Message-ID, sender, address and text: the same mail has the same ID, however often it
    /// comes.
    pub id: InboundMailId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// State of the mail.
    pub state: InboundState,
    /// Reason why the mail has not joined a ticket by itself.
    pub reason: Option<InboundReason>,
    /// Address of the sender, in lower case; empty if it cannot be read.
    pub from: String,
    /// Name of the sender, if the mail gives one.
    pub from_name: String,
    /// Subject, on one line.
    pub subject: String,
    /// Text of the sender. Only its beginning if it is very long.
    pub text: String,
    /// Signature and quotation, which were cut off the text.
    pub quoted: String,
    /// Files of the mail.
    pub files: Vec<InboundFile>,
    /// Key of the raw mail among the objects of the bucket.
    pub object: String,
    /// Sender, if somebody has the address.
    pub sender: Option<PersonRef>,
    /// Ticket that the mail answers or has joined.
    pub ticket: Option<TicketRef>,
    /// Queue in which that ticket was when the mail came.
    #[serde(default)]
    pub queue: Option<QueueId>,
    /// Mails that are not shown, if the record is a count of these. It has nothing else but the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub further: Option<FurtherMails>,
    /// Time at which the mail came.
    pub received_at: Timestamp,
    /// Time of the last change.
    pub updated_at: Timestamp,
}

/// Whether a mail whose ticket is in this queue may be seen by somebody who may see unmatched mail: a mail about a
/// ticket is for those who work in its queue.
fn within_reach(queue: Option<QueueId>, caller: &Caller) -> bool {
    let Some(queue) = queue else { return true };
    let scope = policy::scope(caller, Action::ListTickets);
    scope.is_ok_and(|scope| scope.queues().is_none_or(|queues| queues.contains(&queue)))
}

impl InboundMailRow {
    /// Whether the mail is for this caller.
    pub fn is_for(&self, caller: &Caller) -> bool {
        within_reach(self.queue, caller)
    }
}

impl InboundMail {
    /// Refuses a caller who does not work in the queue of the ticket, as if the mail did not exist.
    pub fn require_reach(&self, caller: &Caller) -> Result<(), Error> {
        if within_reach(self.queue, caller) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Returns the change that records a mail which has not joined a ticket, with the reason.
    pub fn put_by(self, act: &ActionContext, reason: InboundReason) -> (Self, Change) {
        let state = if reason.is_automatic() { InboundState::SetAside } else { InboundState::Waiting };
        let mail = Self { state, reason: Some(reason), ..self };
        let touch = act.touch(mail.record(), None).with_detail(reason.label().trim_end_matches('.'));
        let change = Change::new(touch).write(Write::create(&mail));
        (mail, change)
    }

    /// Returns the change that counts the mail and keeps nothing of it; none if it was the last that was counted. `id`
    /// is that of the count of its address, and `before` the count so far. The count waits for a person like a mail.
    pub fn counted(self, id: InboundMailId, before: Option<Self>, act: &ActionContext) -> Option<Change> {
        let open = before.as_ref().filter(|before| before.undecided().is_ok());
        let so_far = open.and_then(|before| before.further);
        if so_far.is_some_and(|so_far| so_far.last == self.id) {
            return None;
        }
        let count = so_far.map_or(0, |so_far| so_far.count) + 1;
        let next = Self {
            id,
            version: before.as_ref().map_or(1, |before| before.version + 1),
            state: InboundState::Waiting,
            reason: Some(InboundReason::TooMany),
            subject: String::new(),
            text: String::new(),
            quoted: String::new(),
            files: Vec::new(),
            object: String::new(),
            ticket: None,
            queue: None,
            further: Some(FurtherMails { count, last: self.id, last_at: act.now }),
            received_at: open.map_or(self.received_at, |before| before.received_at),
            updated_at: act.now,
            ..self
        };
        let touch = act.touch(next.record(), None).with_detail("counted, and not shown");
        let write = before.map_or_else(|| Write::create(&next), |before| Write::update(&before, &next));
        Some(Change::new(touch).write(write))
    }

    /// Reason in words, for staff.
    pub fn reason_label(&self) -> Option<&'static str> {
        reason_label(self.reason, self.further)
    }

    /// Whether staff may attach the mail to a ticket. A count has nothing to attach.
    pub const fn can_be_attached(&self) -> bool {
        self.further.is_none()
    }

    /// The mail as it is kept after it has joined a ticket: without its text, which is on the ticket.
    pub fn joined(&self, ticket: TicketRef, now: Timestamp) -> Self {
        Self {
            state: InboundState::Joined,
            ticket: Some(ticket),
            text: String::new(),
            quoted: String::new(),
            updated_at: now,
            ..self.clone()
        }
    }

    /// Whether staff may make the mail a reply of its sender: a person wrote it, and nothing speaks against its sender.
    /// A mail that is too large is not read to its end, so its files would be lost.
    pub fn can_be_reply(&self) -> bool {
        let unfit = |reason: InboundReason| {
            reason.is_automatic()
                || matches!(reason, InboundReason::Harmful | InboundReason::Unreadable | InboundReason::TooLarge)
        };
        self.can_be_attached() && !self.reason.is_some_and(unfit)
    }

    /// Whether a note of the mail leaves something out: files, the quotation, the end of its text, or what was not read.
    pub fn exceeds_a_note(&self) -> bool {
        let unread = matches!(self.reason, Some(InboundReason::TooLarge | InboundReason::Harmful));
        let whole = self.as_note().ends_with(self.text.trim_end());
        unread || !whole || !self.files.is_empty() || !self.quoted.is_empty()
    }

    /// Refuses if somebody has decided on the mail already.
    pub fn undecided(&self) -> Result<(), Error> {
        match self.state {
            InboundState::Waiting | InboundState::SetAside => Ok(()),
            InboundState::Joined => Err(Error::state("This mail is on a ticket already.")),
            InboundState::Discarded => Err(Error::state("This mail was discarded already.")),
        }
    }

    /// Refuses to attach a count of mails.
    pub fn require_attachable(&self) -> Result<(), Error> {
        self.undecided()?;
        if self.can_be_attached() { Ok(()) } else { Err(Error::state("These mails are counted, and not shown.")) }
    }

    /// Discards the mail.
    pub fn discard(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        self.undecided()?;
        let next = Self {
            version: self.version + 1,
            state: InboundState::Discarded,
            text: String::new(),
            quoted: String::new(),
            updated_at: act.now,
            ..self.clone()
        };
        let change = Change::new(act.touch(next.record(), None)).write(Write::update(&self, &next));
        Ok((next, change))
    }
}

impl Resource for InboundMail {
    fn ownership(&self) -> Ownership {
        Ownership::default()
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::InboundMail, id: self.id.to_string(), label: String::new() })
    }
}

/// Row of a list of mails that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundMailRow {
    /// ID of the mail.
    pub id: InboundMailId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// State of the mail.
    pub state: InboundState,
    /// Reason why the mail has not joined a ticket by itself.
    pub reason: Option<InboundReason>,
    /// Address of the sender.
    pub from: String,
    /// Name of the sender.
    pub from_name: String,
    /// Subject.
    pub subject: String,
    /// Number of files.
    pub files: usize,
    /// Sender, if somebody has the address.
    pub sender: Option<PersonRef>,
    /// Ticket that the mail answers.
    pub ticket: Option<TicketRef>,
    /// Queue in which that ticket was when the mail came.
    #[serde(default)]
    pub queue: Option<QueueId>,
    /// Mails that are not shown, if the row is of a count of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub further: Option<FurtherMails>,
    /// Time at which the mail came.
    pub received_at: Timestamp,
}

impl InboundMailRow {
    /// Reason in words, for staff.
    pub fn reason_label(&self) -> Option<&'static str> {
        reason_label(self.reason, self.further)
    }
}

fn reason_label(reason: Option<InboundReason>, further: Option<FurtherMails>) -> Option<&'static str> {
    further.map(|_| NOT_SHOWN).or(reason.map(InboundReason::label))
}

/// Mails of one state, for callers who may see all of them. Only [`InboundMailList::within`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundMailList {
    /// Whether the list has the mails that were set aside, and not those that wait.
    pub set_aside: bool,
    /// Mails with this reason only.
    pub reason: Option<InboundReason>,
    /// Mails of this sender only: an address, or a domain with an `@` before it; in lower case.
    pub from: Option<String>,
}

impl InboundMailList {
    /// The list, for a reader of this scope.
    pub fn within(scope: &Scope, set_aside: bool) -> Result<Self, Error> {
        let list = Self { set_aside, reason: None, from: None };
        scope.holds_all(Action::ListInboundMails).then_some(list).ok_or(Error::Forbidden)
    }

    /// The list with the mails of this reason and this sender only.
    pub fn filtered(self, reason: Option<InboundReason>, from: Option<&str>) -> Self {
        Self { reason, from: from.map(|from| from.trim().to_lowercase()), ..self }
    }

    /// Whether the list shows a row of its partition.
    pub fn shows(&self, row: &InboundMailRow) -> bool {
        let of_sender =
            |from: &String| if from.starts_with('@') { row.from.ends_with(from) } else { row.from == *from };
        self.reason.is_none_or(|reason| row.reason == Some(reason)) && self.from.as_ref().is_none_or(of_sender)
    }
}
