//! Joining a ticket: the decision whether a mail is an answer of its recipient, and the reply that it becomes.

use super::{InboundMail, InboundReason, LONGEST_QUOTED, LONGEST_TEXT, ReplyAddress};
use crate::act::ActionContext;
use crate::action::{Action, rule};
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::files::{self, FILES_PER_REPLY, Upload};
use crate::hats::{Hat, HatKind};
use crate::ids::{QueueId, SessionId, UploadId};
use crate::people::{Person, PersonStatus};
use crate::policy::permits;
use crate::portal::PortalSettings;
use crate::record::Resource;
use crate::text::shows_something;
use crate::tickets::actions::TicketAction;
use crate::tickets::jobs::MailTemplate;
use crate::tickets::settings::TicketSettings;
use crate::tickets::timeline::{ByMail, EventKind, RefusedFile, Reply, Side};
use crate::tickets::transition::Transition;
use crate::tickets::{FILES_PER_TICKET, Ticket, TicketRef, TicketState, size};

/// Text of an answer that has files and no words.
const FILES_ONLY: &str = "(Files without a text.)";

/// Records that a mail is judged by, as far as they exist.
#[derive(Clone, Debug, Default)]
pub struct Addressed {
    /// Address that the mail was sent to.
    pub address: Option<ReplyAddress>,
    /// Ticket of the address.
    pub ticket: Option<Ticket>,
    /// Person of the address.
    pub person: Option<Person>,
    /// Settings of the portals.
    pub portal: PortalSettings,
}

/// Hat in which a person replies on a ticket: one of the `side`, that may.
fn hat_for(
    person: &Person,
    ticket: &Ticket,
    side: Option<Side>,
    portal: &PortalSettings,
    act: &ActionContext,
) -> Option<Hat> {
    let record = ticket.ownership();
    let of_side = |hat: &&Hat| side.is_none_or(|side| (hat.kind == HatKind::Staff) == (side == Side::Company));
    person
        .hats
        .iter()
        .filter(of_side)
        .find(|hat| {
            let caller = caller(person, hat, act);
            permits(&caller, Action::ReplyToTicket, &record)
                && portal.has(rule(Action::ReplyToTicket).capability, hat.kind, hat.role)
        })
        .cloned()
}

/// The person as a caller, in a session that nobody has.
fn caller(person: &Person, hat: &Hat, act: &ActionContext) -> Caller {
    let session: SessionId = act.id();
    Caller { person: person.id, name: person.name.clone(), hat: hat.clone(), session }
}

impl Addressed {
    /// Judges a mail that a person wrote: returns the ticket, and the sender as its caller. Fails with the reason why
    /// the mail waits for a person.
    pub fn judge(self, mail: &InboundMail, act: &ActionContext) -> Result<(Ticket, Caller), InboundReason> {
        let Self { address, ticket, person, portal } = self;
        let address = address.filter(|address| address.is_valid(act.now)).ok_or(InboundReason::UnknownAddress)?;
        let (Some(ticket), Some(person)) = (ticket, person) else { return Err(InboundReason::UnknownAddress) };
        if mail.from != person.email {
            return Err(InboundReason::OtherSender);
        }
        let sender = sender(&person, &ticket, Some(address.side), &portal, act)?;
        if mail.text.chars().count() > LONGEST_TEXT {
            return Err(InboundReason::TooLong);
        }
        if !shows_something(&mail.text) && mail.files.is_empty() {
            return Err(InboundReason::Empty);
        }
        if !ticket.takes_mail(&sender, act) {
            return Err(InboundReason::TicketClosed);
        }
        Ok((ticket, sender))
    }
}

/// Returns a person as a caller who may reply on a ticket, or the reason why they may not.
pub fn sender(
    person: &Person,
    ticket: &Ticket,
    side: Option<Side>,
    portal: &PortalSettings,
    act: &ActionContext,
) -> Result<Caller, InboundReason> {
    if person.status != PersonStatus::Active {
        return Err(InboundReason::NotActive);
    }
    let hat = hat_for(person, ticket, side, portal, act).ok_or(InboundReason::NotAllowed)?;
    Ok(caller(person, &hat, act))
}

/// Content of an answer by mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailedReply {
    /// Text that the sender wrote.
    pub text: String,
    /// Signature and quotation.
    pub quoted: String,
    /// Uploads made of the files that are taken.
    pub uploads: Vec<Upload>,
    /// Files that are not taken.
    pub refused: Vec<RefusedFile>,
}

/// The beginning of a text, of at most `most` bytes.
fn beginning(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(most - 4)])
}

impl Ticket {
    /// Whether an answer of this caller by mail joins the ticket: where they may reply, or open it again.
    fn takes_mail(&self, sender: &Caller, act: &ActionContext) -> bool {
        let allowed = self.allowed(sender, act.now);
        allowed.contains(&TicketAction::Reply) || allowed.contains(&TicketAction::Reopen)
    }

    /// Reference to this ticket.
    pub fn reference(&self) -> TicketRef {
        TicketRef { id: self.id, number: self.number }
    }

    /// Adds an answer by mail, as its sender would add it in the portal. A closed ticket that can be opened again is.
    /// `act` is of the sender.
    pub fn reply_by_mail(
        self,
        act: &ActionContext,
        mailed: MailedReply,
        settings: &TicketSettings,
    ) -> Result<(Reply, Change), Error> {
        if !self.takes_mail(&act.caller, act) {
            return Err(Error::state(format!("{} is closed, and takes no answers.", self.label())));
        }
        let MailedReply { text, quoted, uploads, refused } = mailed;
        let text = if shows_something(&text) { text } else { FILES_ONLY.to_owned() };
        if text.chars().count() > LONGEST_TEXT {
            return Err(Error::field("/text", "too_long", "This is too long."));
        }
        size::fits(&text)?;
        let asked: Vec<UploadId> = uploads.iter().map(|upload| upload.id).collect();
        let (files, claims) = files::claim(act, &asked, uploads, FILES_PER_REPLY).map_err(Error::Input)?;
        if self.files.len() + files.len() > FILES_PER_TICKET {
            return Err(Error::field("/upload_ids", "too_many", "This ticket can hold no more files."));
        }
        let mut transition = Transition::new(act, self);
        if !files.is_empty() {
            transition.after.files.extend(files.iter().cloned());
            transition.after.fits_with_files()?;
        }
        // What staff quote is a mail to staff, and the reply is for everybody on the ticket.
        let staff = act.caller.hat.kind == HatKind::Staff;
        let quoted = if staff { String::new() } else { beginning(&quoted, LONGEST_QUOTED) };
        let files_refused = !refused.is_empty();
        let reply = transition.message_by_mail(text, files, ByMail { quoted, refused });
        if transition.before.state == TicketState::Closed {
            transition.after.resolution = None;
            transition.after.closed_at = None;
            transition.state(TicketState::Open, settings);
            transition.event(EventKind::Reopened);
        }
        transition.replied(reply.id, settings);
        if files_refused {
            let template = if staff { MailTemplate::DeskFilesRefused } else { MailTemplate::FilesRefused };
            transition.mail_sender(template, reply.id);
        }
        let (_, mut change) = transition.finish();
        let states = change.touch.detail.take();
        let detail = ["by mail"].into_iter().chain(states.as_deref()).collect::<Vec<_>>().join(", ");
        change.touch.detail = Some(detail);
        Ok((reply, change.writes(claims)))
    }
}

impl InboundMail {
    /// The change with the record of the mail, which has become a reply of `ticket`.
    pub fn join(&self, ticket: TicketRef, queue: QueueId, act: &ActionContext, change: Change) -> Change {
        change.write(Write::create(&Self { queue: Some(queue), ..self.joined(ticket, act.now) }))
    }

    /// The change of a ticket as the act of the person who attached the mail to it.
    pub fn attach(self, act: &ActionContext, ticket: &Ticket, how: &str, change: Change) -> (Self, Change) {
        let (version, queue) = (self.version + 1, Some(ticket.queue.id));
        let next = Self { version, queue, ..self.joined(ticket.reference(), act.now) };
        let account = ticket.account.as_ref().map(|account| account.id);
        let touch = act.touch(ticket.record(), account).with_detail(how);
        let mut change = Change { touch, ..change }.write(Write::update(&self, &next));
        change.more_touches.push(act.touch(next.record(), account).with_detail(how));
        (next, change)
    }

    /// Text of a note that staff attach the mail as.
    pub fn as_note(&self) -> String {
        let from = match (self.from_name.as_str(), self.from.as_str()) {
            ("", from) => from.to_owned(),
            (name, from) => format!("{name}, {from}"),
        };
        let mut head = format!("Mail from {from}");
        if !self.subject.is_empty() {
            head = format!("{head}: {}", self.subject);
        }
        if !self.files.is_empty() {
            let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
            head = format!("{head}\n\nFiles that stay with the mail: {}", names.join(", "));
        }
        let text: String = self.text.chars().take(LONGEST_TEXT.saturating_sub(head.chars().count() + 2)).collect();
        format!("{head}\n\n{text}").trim_end().to_owned()
    }
}
