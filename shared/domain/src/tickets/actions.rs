//! The actions on a ticket. Each is a pure function of the ticket as loaded, the context of the act and the input. It
//! returns its result, such as the changed ticket, and the [`Change`] that stores it.

use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::Change;
use crate::dates;
use crate::error::Error;
use crate::files::Upload;
use crate::hats::HatKind;
use crate::ids::{ItemId, PersonId, QueueId, UploadId};
use crate::jobs::Job;
use crate::people::{Person, PersonStatus};
use crate::policy::permits;
use crate::record::Resource;
use crate::tickets::follow_up::MOST_FOLLOW_UPS;
use crate::tickets::jobs::{EndHold, MailTemplate};
use crate::tickets::settings::{Queue, TicketSettings};
use crate::tickets::timeline::{EventKind, Reply};
use crate::tickets::transition::Transition;
use crate::tickets::{LONGEST_HOLD_DAYS, PersonRef, QueueRef, REOPEN_WITHIN, Ticket, TicketState, size};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Action on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketAction {
    /// Add a message for everybody on the ticket.
    Reply,
    /// Add a note for staff.
    Note,
    /// Take the ticket.
    Take,
    /// Give the ticket to an agent or a queue.
    Assign,
    /// Ask the customer.
    Wait,
    /// Put the ticket on hold.
    Hold,
    /// End the hold.
    Resume,
    /// Resolve the ticket.
    Resolve,
    /// Confirm the solution.
    Confirm,
    /// Close the ticket.
    Close,
    /// Open the ticket again.
    Reopen,
    /// Rate the solution.
    Rate,
    /// Add a colleague.
    AddParticipant,
    /// Remove a person who takes part.
    RemoveParticipant,
    /// Take part no longer.
    Leave,
    /// Open a ticket that follows this one.
    FollowUp,
    /// Correct fields of the ticket.
    Correct,
    /// Merge the ticket into another one.
    Merge,
}

impl TicketAction {
    /// Action of the policy that permits this one.
    pub const fn action(self) -> Action {
        match self {
            Self::Reply => Action::ReplyToTicket,
            Self::Note => Action::NoteOnTicket,
            Self::Take => Action::TakeTicket,
            Self::Assign => Action::AssignTicket,
            Self::Wait => Action::AwaitCustomer,
            Self::Hold => Action::HoldTicket,
            Self::Resume => Action::ResumeTicket,
            Self::Resolve => Action::ResolveTicket,
            Self::Confirm => Action::ConfirmTicket,
            Self::Close => Action::CloseTicket,
            Self::Reopen => Action::ReopenTicket,
            Self::Rate => Action::RateTicket,
            Self::AddParticipant => Action::AddParticipant,
            Self::RemoveParticipant | Self::Leave => Action::RemoveParticipant,
            Self::FollowUp => Action::ViewTicket,
            Self::Correct => Action::CorrectTicket,
            Self::Merge => Action::MergeTickets,
        }
    }
}

impl Ticket {
    /// Actions that `caller` may take on the ticket now, the most likely first.
    pub fn allowed(&self, caller: &Caller, now: Timestamp) -> Vec<TicketAction> {
        let record = self.ownership();
        let may = |act: &TicketAction| permits(caller, act.action(), &record);
        // A ticket that a rule gave them is theirs, and new until they begin.
        let begun = self.state != TicketState::New;
        let has_it = begun && self.assignee.as_ref().is_some_and(|agent| agent.id == caller.person);
        let acts = self.acts_of(caller.hat.kind, now).iter().copied();
        let open = |act: &TicketAction| match act {
            TicketAction::Take => !has_it,
            TicketAction::Rate => self.ratable(caller, now),
            TicketAction::FollowUp => self.follow_ups.len() < MOST_FOLLOW_UPS,
            _ => true,
        };
        acts.filter(open).chain(self.acts_on_people(caller)).filter(may).collect()
    }

    /// Actions that the state allows to staff, or to everybody else.
    fn acts_of(&self, kind: HatKind, now: Timestamp) -> &'static [TicketAction] {
        use TicketAction::{
            Assign, Close, Confirm, Correct, FollowUp, Hold, Merge, Note, Rate, Reopen, Reply, Resolve, Resume, Take,
            Wait,
        };
        match (kind == HatKind::Staff, self.state) {
            (_, TicketState::Merged) => &[],
            (true, TicketState::New) => &[Take, Assign, Reply, Note, Wait, Hold, Resolve, Correct, Merge],
            (true, TicketState::Open) => &[Resolve, Reply, Note, Take, Assign, Wait, Hold, Correct, Merge],
            (true, TicketState::Waiting) => &[Resolve, Reply, Note, Take, Assign, Hold, Correct, Merge],
            (true, TicketState::OnHold) => &[Resume, Resolve, Reply, Note, Take, Assign, Wait, Hold, Correct, Merge],
            (true, TicketState::Resolved) => &[Close, Reopen, Reply, Note, Assign, Correct, Merge],
            (true, TicketState::Closed) if self.reopenable(now) => &[Reopen, Note],
            (true, TicketState::Closed) => &[Note],
            (false, TicketState::Resolved) => &[Confirm, Reopen, Reply, Rate],
            (false, TicketState::Closed) if self.reopenable(now) => &[Reopen, Rate],
            (false, TicketState::Closed) => &[Rate, FollowUp],
            (false, _) => &[Reply, Close],
        }
    }

    fn reopenable(&self, now: Timestamp) -> bool {
        self.state == TicketState::Resolved
            || (self.state == TicketState::Closed && self.closed_at.is_some_and(|closed| now < closed + REOPEN_WITHIN))
    }

    pub(super) fn allow(&self, act: &ActionContext, wanted: TicketAction) -> Result<(), Error> {
        if self.allowed(&act.caller, act.now).contains(&wanted) {
            return Ok(());
        }
        if wanted == TicketAction::Take && self.assignee.as_ref().is_some_and(|agent| agent.id == act.caller.person) {
            return Err(Error::state(format!("{} is yours already.", self.label())));
        }
        let state = if act.caller.hat.kind == HatKind::Staff { self.state.staff_label() } else { self.state.label() };
        Err(Error::state(format!("{} stands at \"{state}\", where this cannot be done.", self.label())))
    }

    /// Adds a message for everybody on the ticket.
    pub fn reply(
        self,
        act: &ActionContext,
        text: String,
        asked: &[UploadId],
        uploads: Vec<Upload>,
        settings: &TicketSettings,
    ) -> Result<(Reply, Change), Error> {
        self.allow(act, TicketAction::Reply)?;
        let mut transition = Transition::new(act, self);
        let (reply, claims) = transition.say(text, asked, uploads)?;
        transition.replied(reply.id, settings);
        Ok((reply, transition.sent(claims)))
    }

    /// Gives the ticket to the caller.
    pub fn take(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Take)?;
        let mut transition = Transition::new(act, self);
        transition.after.assignee = Some(PersonRef { id: act.caller.person, name: act.caller.name.clone() });
        if transition.after.state == TicketState::New {
            transition.after.state = TicketState::Open;
        }
        transition.event(EventKind::Taken);
        transition.mail_former_agent();
        Ok(transition.finish())
    }

    /// Gives the ticket to an agent of its queue who can sign in, to nobody, or to another queue. `found` has the
    /// stored agent.
    pub fn assign(
        self,
        act: &ActionContext,
        agent: Option<PersonId>,
        found: &[Person],
        queue: Option<QueueId>,
        settings: &TicketSettings,
    ) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Assign)?;
        let target = queue.unwrap_or(self.queue.id);
        let Some(queue) = settings.queue(target) else {
            return Err(Error::field("/queue_id", "not_found", "There is no such queue."));
        };
        let assignee = agent.map(|id| assignable(id, found, queue)).transpose()?;
        let mut transition = Transition::new(act, self);
        transition.after.queue = QueueRef { id: queue.id, name: queue.name.clone() };
        transition.after.assignee = assignee;
        if transition.after.state == TicketState::New && transition.after.assignee.is_some() {
            transition.after.state = TicketState::Open;
        }
        if let Some(event) = transition.given() {
            transition.event(event);
        }
        transition.mail_agent(MailTemplate::TicketAssigned, None);
        transition.mail_former_agent();
        if transition.after.queue.id != transition.before.queue.id {
            transition.raise_alarm(settings);
        }
        Ok(transition.finish())
    }

    /// Asks the customer and waits.
    pub fn wait(self, act: &ActionContext, text: String, settings: &TicketSettings) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Wait)?;
        size::fits(&text)?;
        let mut transition = Transition::new(act, self);
        transition.after.clocks.first_responded_at.get_or_insert(act.now);
        transition.take_if_free();
        let question = transition.message(text, Vec::new());
        transition.ask(question.id, settings);
        Ok(transition.finish())
    }

    /// Puts the ticket on hold until a time, with an optional note for staff.
    pub fn hold(
        self,
        act: &ActionContext,
        until: Timestamp,
        text: Option<String>,
        settings: &TicketSettings,
    ) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Hold)?;
        let mut transition = Transition::new(act, self);
        transition.take_if_free();
        transition.put_off(until, settings)?;
        if let Some(text) = text {
            size::fits(&text)?;
            transition.note(text);
        }
        Ok(transition.finish())
    }

    /// Ends the hold before its time.
    pub fn resume(self, act: &ActionContext, settings: &TicketSettings) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Resume)?;
        let mut transition = Transition::new(act, self);
        transition.state(TicketState::Open, settings);
        transition.event(EventKind::Resumed);
        Ok(transition.finish())
    }

    /// Resolves the ticket.
    pub fn resolve(
        self,
        act: &ActionContext,
        text: String,
        settings: &TicketSettings,
    ) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Resolve)?;
        let mut transition = Transition::new(act, self);
        transition.after.clocks.first_responded_at.get_or_insert(act.now);
        transition.take_if_free();
        transition.solve(text, settings);
        transition.after.fits_with_resolution()?;
        Ok(transition.finish())
    }

    /// Closes the ticket, because the customer confirms the solution.
    pub fn confirm(self, act: &ActionContext, settings: &TicketSettings) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Confirm)?;
        Ok(self.end(act, EventKind::Confirmed, settings))
    }

    /// Closes the ticket.
    pub fn close(self, act: &ActionContext, settings: &TicketSettings) -> Result<(Self, Change), Error> {
        self.allow(act, TicketAction::Close)?;
        Ok(self.end(act, EventKind::Closed, settings))
    }

    pub(super) fn end(self, act: &ActionContext, how: EventKind, settings: &TicketSettings) -> (Self, Change) {
        let mut transition = Transition::new(act, self);
        transition.state(TicketState::Closed, settings);
        transition.after.closed_at = Some(act.now);
        transition.event(how);
        transition.mail_customer(MailTemplate::TicketClosed, None);
        if transition.act.caller.hat.kind != HatKind::Staff {
            transition.mail_agent(MailTemplate::CustomerClosed, None);
        }
        transition.finish()
    }

    /// Opens the ticket again, with a message that gives the reason.
    pub fn reopen(self, act: &ActionContext, text: String, settings: &TicketSettings) -> Result<(Self, Change), Error> {
        if self.state == TicketState::Closed && !self.reopenable(act.now) {
            let detail = format!("{} was closed more than 14 days ago. Open a follow-up instead.", self.label());
            return Err(Error::state(detail));
        }
        self.allow(act, TicketAction::Reopen)?;
        size::fits(&text)?;
        let mut transition = Transition::new(act, self);
        let reply = transition.message(text, Vec::new());
        transition.after.resolution = None;
        transition.after.closed_at = None;
        transition.state(TicketState::Open, settings);
        transition.event(EventKind::Reopened);
        if act.caller.hat.kind == HatKind::Staff {
            transition.mail_agent(MailTemplate::CustomerReplied, Some(reply.id));
        } else {
            transition.tell_agents(MailTemplate::CustomerReplied, Some(reply.id));
        }
        transition.mail_customer(MailTemplate::TicketReplied, Some(reply.id));
        Ok(transition.finish())
    }
}

/// The agent of this id, if they work on the queue and can sign in.
fn assignable(id: PersonId, found: &[Person], queue: &Queue) -> Result<PersonRef, Error> {
    let refuse = |code, detail| Err(Error::field("/assignee_id", code, detail));
    let Some(agent) = queue.agents.iter().find(|agent| agent.id == id) else {
        return refuse("not_one_of", format!("This person does not work on {}.", queue.name));
    };
    if !found.iter().any(|person| person.id == id && person.status == PersonStatus::Active) {
        return refuse("not_active", format!("{} cannot sign in at present. Choose somebody else.", agent.name));
    }
    Ok(agent.clone())
}

impl Transition<'_> {
    /// Lets the ticket wait for the answer to a question, with the mail and the jobs that belong to it.
    pub(super) fn ask(&mut self, question: ItemId, settings: &TicketSettings) {
        self.state(TicketState::Waiting, settings);
        self.event(EventKind::Waiting);
        self.mail_customer(MailTemplate::TicketWaiting, Some(question));
        self.owe_reminder(question);
    }

    /// Puts the ticket on hold until a time, with the job that ends the hold.
    pub(super) fn put_off(&mut self, until: Timestamp, settings: &TicketSettings) -> Result<(), Error> {
        dates::ahead("/until", until, self.act.now, LONGEST_HOLD_DAYS)?;
        self.state(TicketState::OnHold, settings);
        self.after.hold_until = Some(until);
        self.event(EventKind::OnHold);
        self.job(Job::due(self.act, &EndHold { ticket: self.after.id, until }, until));
        Ok(())
    }

    /// Event of the assignment; nothing if the ticket stays without an agent in the same queue.
    fn given(&self) -> Option<EventKind> {
        let (before, after) = (&self.before, &self.after);
        if after.assignee.is_some() {
            Some(EventKind::Assigned)
        } else if after.queue.id != before.queue.id {
            Some(EventKind::Moved)
        } else {
            before.assignee.as_ref().map(|_| EventKind::Unassigned)
        }
    }
}
