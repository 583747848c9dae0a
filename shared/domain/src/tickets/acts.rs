//! The acts on a ticket. Each is pure: the ticket as loaded, who acts and when, and what they say go in; the ticket as
//! it is to be and the [`Change`] that makes it so come out.

use crate::caller::{Act, HatKind};
use crate::change::{Change, Write};
use crate::failure::{Failure, FieldError};
use crate::files::{self, Upload};
use crate::ids::{ItemId, PersonId, QueueId, UploadId};
use crate::jobs::{Job, JobKind, MailTemplate};
use crate::policy::Resource;
use crate::settings::TicketSettings;
use crate::tickets::timeline::{Author, Event, Happening, InternalItem, Note, PublicItem, Reply};
use crate::tickets::{
    CLOSE_AFTER, FILES_PER_REPLY, FILES_PER_TICKET, PersonRef, QueueRef, REOPEN_WITHIN, Resolution, Ticket, TicketState,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What can be done with a ticket as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketAct {
    /// Add a message for everybody on it.
    Reply,
    /// Add a note for staff.
    Note,
    /// Take it.
    Take,
    /// Give it to an agent or a queue.
    Assign,
    /// Ask the customer.
    Wait,
    /// Put it off.
    Hold,
    /// Solve it.
    Resolve,
    /// Confirm the solution.
    Confirm,
    /// End it.
    Close,
    /// Open it again.
    Reopen,
}

/// A change in the making: the ticket before and after.
struct Draft<'a> {
    act: &'a Act,
    before: Ticket,
    after: Ticket,
    items: Vec<PublicItem>,
    mails: Vec<(MailTemplate, PersonId, Option<ItemId>)>,
    jobs: Vec<Job>,
}

impl<'a> Draft<'a> {
    fn new(act: &'a Act, ticket: Ticket) -> Self {
        let mut after = ticket.clone();
        after.version += 1;
        after.updated_at = act.now;
        Self { act, before: ticket, after, items: Vec::new(), mails: Vec::new(), jobs: Vec::new() }
    }

    fn event(&mut self, event: Happening) {
        let author = if self.act.caller.is_system() { Author::system() } else { Author::of(self.act) };
        self.items.push(PublicItem::Event(Event { id: self.act.id(), at: self.act.now, author, event }));
    }

    fn message(&mut self, text: String, files: Vec<files::FileRef>) -> Reply {
        let reply = Reply { id: self.act.id(), at: self.act.now, author: Author::of(self.act), text, files };
        self.items.push(PublicItem::Reply(reply.clone()));
        reply
    }

    /// Moves to `state`; the clocks stop and go on with it.
    fn state(&mut self, state: TicketState, settings: &TicketSettings) {
        let (stood, stands) = (self.after.state.pauses_clocks(), state.pauses_clocks());
        if !stood && stands {
            let left = settings.calendar.minutes_between(self.act.now, self.after.clocks.resolution_due);
            self.after.clocks.minutes_left = Some(left);
        } else if stood
            && !stands
            && let Some(left) = self.after.clocks.minutes_left.take()
        {
            self.after.clocks.resolution_due = settings.calendar.add(self.act.now, left);
        }
        self.after.state = state;
        if state != TicketState::OnHold {
            self.after.hold_until = None;
        }
    }

    /// A mail to the requester and participants, but not to whoever acts.
    fn mail_customer(&mut self, template: MailTemplate, item: Option<ItemId>) {
        let audience: Vec<PersonId> = self.after.audience().filter(|to| *to != self.act.caller.person).collect();
        self.mails.extend(audience.into_iter().map(|to| (template, to, item)));
    }

    fn mail_agent(&mut self, template: MailTemplate, item: Option<ItemId>) {
        if let Some(agent) = self.after.assignee.as_ref().filter(|agent| agent.id != self.act.caller.person) {
            self.mails.push((template, agent.id, item));
        }
    }

    fn finish(self) -> (Ticket, Change) {
        let Self { act, before, after, items, mails, jobs } = self;
        let mut touch = act.touch(after.record(), after.account.as_ref().map(|account| account.id));
        if before.state != after.state {
            touch = touch.with_detail(format!("{} → {}", before.state.staff_label(), after.state.staff_label()));
        }
        let mut change = Change::new(touch);
        for item in items {
            change = change.write(Write::Public { ticket: after.id, item });
        }
        for (template, to, item) in mails {
            change = change.job(Job::now(act, JobKind::Mail { template, to, ticket: after.id, item }));
        }
        for job in jobs {
            change = change.job(job);
        }
        change = change.write(Write::Ticket { ticket: after.clone(), before: Some(before) });
        (after, change)
    }
}

impl Ticket {
    /// What a caller with this kind of hat can do with it now, the most likely first.
    pub fn allowed(&self, kind: HatKind, now: Timestamp) -> Vec<TicketAct> {
        use TicketAct::{Assign, Close, Confirm, Hold, Note, Reopen, Reply, Resolve, Take, Wait};
        let reopenable = self.reopenable(now);
        match (kind, self.state) {
            (_, TicketState::Merged) => vec![],
            (HatKind::Staff, TicketState::New) => {
                vec![Take, Assign, Reply, Note, Wait, Hold, Resolve]
            }
            (HatKind::Staff, TicketState::Open) => {
                vec![Resolve, Reply, Note, Take, Assign, Wait, Hold]
            }
            (HatKind::Staff, TicketState::Waiting) => {
                vec![Resolve, Reply, Note, Take, Assign, Hold]
            }
            (HatKind::Staff, TicketState::OnHold) => vec![Resolve, Reply, Note, Take, Assign, Wait],
            (HatKind::Staff, TicketState::Resolved) => vec![Close, Reopen, Reply, Note, Assign],
            (HatKind::Staff, TicketState::Closed) if reopenable => vec![Reopen, Note],
            (HatKind::Staff, TicketState::Closed) => vec![Note],
            (_, TicketState::Resolved) => vec![Confirm, Reopen, Reply],
            (_, TicketState::Closed) if reopenable => vec![Reopen],
            (_, TicketState::Closed) => vec![],
            (_, _) => vec![Reply, Close],
        }
    }

    fn reopenable(&self, now: Timestamp) -> bool {
        self.state == TicketState::Resolved
            || (self.state == TicketState::Closed && self.closed_at.is_some_and(|closed| now < closed + REOPEN_WITHIN))
    }

    fn allow(&self, act: &Act, wanted: TicketAct) -> Result<(), Failure> {
        if self.allowed(act.caller.hat.kind, act.now).contains(&wanted) {
            return Ok(());
        }
        let state = if act.caller.hat.kind == HatKind::Staff { self.state.staff_label() } else { self.state.label() };
        Err(Failure::state(format!("{} stands at \"{state}\", where this cannot be done.", self.label())))
    }

    /// Adds a message for everybody on the ticket. A customer's reply opens it again; the company's first stops the first clock.
    pub fn reply(
        self,
        act: &Act,
        text: String,
        asked: &[UploadId],
        uploads: Vec<Upload>,
        settings: &TicketSettings,
    ) -> Result<(Reply, Change), Failure> {
        self.allow(act, TicketAct::Reply)?;
        let (files, claims) = files::claim(act, asked, uploads, FILES_PER_REPLY).map_err(Failure::Input)?;
        if self.files.len() + files.len() > FILES_PER_TICKET {
            let detail = format!("A ticket can hold {FILES_PER_TICKET} files at most.");
            return Err(Failure::Input(vec![FieldError::new("/upload_ids", "too_many", detail)]));
        }
        let mut draft = Draft::new(act, self);
        draft.after.files.extend(files.iter().cloned());
        let reply = draft.message(text, files);
        if act.caller.hat.kind == HatKind::Staff {
            draft.after.clocks.first_responded_at.get_or_insert(act.now);
            if draft.before.state == TicketState::New {
                draft.state(TicketState::Open, settings);
            }
            draft.mail_customer(MailTemplate::TicketReplied, Some(reply.id));
        } else {
            match draft.before.state {
                TicketState::Resolved => {
                    draft.state(TicketState::Open, settings);
                    draft.event(Happening::Reopened);
                }
                TicketState::New | TicketState::Waiting | TicketState::OnHold => {
                    draft.state(TicketState::Open, settings);
                }
                _ => {}
            }
            draft.mail_agent(MailTemplate::CustomerReplied, Some(reply.id));
            draft.mail_customer(MailTemplate::TicketReplied, Some(reply.id));
        }
        let form = format!("reply-{}", draft.after.id);
        let (_, change) = draft.finish();
        Ok((reply, change.writes(claims).write(Write::DropDraft { person: act.caller.person, form })))
    }

    /// Adds a note for staff. The ticket itself stays as it is, so the customer cannot even tell that there is one.
    pub fn note(&self, act: &Act, text: String) -> Result<(Note, Change), Failure> {
        self.allow(act, TicketAct::Note)?;
        let note = Note { id: act.id(), at: act.now, author: Author::of(act), text };
        let touch = act.touch(self.record(), self.account.as_ref().map(|account| account.id));
        let change =
            Change::new(touch).write(Write::Internal { ticket: self.id, item: InternalItem::Note(note.clone()) });
        Ok((note, change))
    }

    /// The caller takes it.
    pub fn take(self, act: &Act) -> Result<(Self, Change), Failure> {
        self.allow(act, TicketAct::Take)?;
        if self.assignee.as_ref().is_some_and(|agent| agent.id == act.caller.person) && self.state != TicketState::New {
            return Err(Failure::state(format!("{} is yours already.", self.label())));
        }
        let mut draft = Draft::new(act, self);
        draft.after.assignee = Some(PersonRef { id: act.caller.person, name: act.caller.name.clone() });
        if draft.after.state == TicketState::New {
            draft.after.state = TicketState::Open;
        }
        draft.event(Happening::Taken);
        Ok(draft.finish())
    }

    /// Gives it to an agent of its queue, to nobody, or to another queue.
    pub fn assign(
        self,
        act: &Act,
        agent: Option<PersonId>,
        queue: Option<QueueId>,
        settings: &TicketSettings,
    ) -> Result<(Self, Change), Failure> {
        self.allow(act, TicketAct::Assign)?;
        let target = queue.unwrap_or(self.queue.id);
        let Some(queue) = settings.queue(target) else {
            return Err(Failure::field("/queue_id", "not_found", "There is no such queue."));
        };
        let assignee = match agent {
            None => None,
            Some(id) => Some(queue.agents.iter().find(|agent| agent.id == id).cloned().ok_or_else(|| {
                let detail = format!("This person does not work on {}.", queue.name);
                Failure::field("/assignee_id", "not_one_of", detail)
            })?),
        };
        let mut draft = Draft::new(act, self);
        draft.after.queue = QueueRef { id: queue.id, name: queue.name.clone() };
        draft.after.assignee = assignee;
        if draft.after.state == TicketState::New && draft.after.assignee.is_some() {
            draft.after.state = TicketState::Open;
        }
        draft.event(Happening::Assigned);
        draft.mail_agent(MailTemplate::TicketAssigned, None);
        Ok(draft.finish())
    }

    /// Asks the customer and waits.
    pub fn wait(self, act: &Act, text: String, settings: &TicketSettings) -> Result<(Self, Change), Failure> {
        self.allow(act, TicketAct::Wait)?;
        let mut draft = Draft::new(act, self);
        draft.after.clocks.first_responded_at.get_or_insert(act.now);
        draft.take_if_free();
        let question = draft.message(text, Vec::new());
        draft.state(TicketState::Waiting, settings);
        draft.event(Happening::Waiting);
        draft.mail_customer(MailTemplate::TicketWaiting, Some(question.id));
        Ok(draft.finish())
    }

    /// Puts it off until a day, with a note for staff saying why.
    pub fn hold(
        self,
        act: &Act,
        until: Timestamp,
        text: Option<String>,
        settings: &TicketSettings,
    ) -> Result<(Self, Change), Failure> {
        self.allow(act, TicketAct::Hold)?;
        if until <= act.now {
            return Err(Failure::field("/until", "too_early", "Choose a time that is still to come."));
        }
        let mut draft = Draft::new(act, self);
        draft.take_if_free();
        draft.state(TicketState::OnHold, settings);
        draft.after.hold_until = Some(until);
        draft.event(Happening::OnHold);
        draft.jobs.push(Job::due(act, JobKind::EndHold { ticket: draft.after.id, until }, until));
        let (ticket, change) = draft.finish();
        let note = text.map(|text| Note { id: act.id(), at: act.now, author: Author::of(act), text });
        let writes = note.map(|note| Write::Internal { ticket: ticket.id, item: InternalItem::Note(note) });
        Ok((ticket, change.writes(writes)))
    }

    /// Solves it.
    pub fn resolve(self, act: &Act, text: String, settings: &TicketSettings) -> Result<(Self, Change), Failure> {
        self.allow(act, TicketAct::Resolve)?;
        let mut draft = Draft::new(act, self);
        draft.after.clocks.first_responded_at.get_or_insert(act.now);
        draft.take_if_free();
        draft.after.resolution = Some(Resolution { text, at: act.now });
        draft.state(TicketState::Resolved, settings);
        draft.event(Happening::Resolved);
        draft.mail_customer(MailTemplate::TicketResolved, None);
        let close = JobKind::CloseResolved { ticket: draft.after.id, resolved_at: act.now };
        draft.jobs.push(Job::due(act, close, act.now + CLOSE_AFTER));
        Ok(draft.finish())
    }

    /// The customer confirms the solution.
    pub fn confirm(self, act: &Act, settings: &TicketSettings) -> Result<(Self, Change), Failure> {
        self.allow(act, TicketAct::Confirm)?;
        Ok(self.end(act, Happening::Confirmed, settings))
    }

    /// Ends it.
    pub fn close(self, act: &Act, settings: &TicketSettings) -> Result<(Self, Change), Failure> {
        self.allow(act, TicketAct::Close)?;
        Ok(self.end(act, Happening::Closed, settings))
    }

    /// Ends it because the customer has said nothing since the resolution; nothing if it has moved on since.
    pub fn close_unanswered(self, act: &Act, resolved_at: Timestamp, settings: &TicketSettings) -> Option<Change> {
        let promised = self.resolution.as_ref().is_some_and(|resolution| resolution.at == resolved_at);
        (self.state == TicketState::Resolved && promised).then(|| self.end(act, Happening::Closed, settings).1)
    }

    /// Opens it on its day; nothing if it has moved on since.
    pub fn end_hold(self, act: &Act, until: Timestamp, settings: &TicketSettings) -> Option<Change> {
        if self.state != TicketState::OnHold || self.hold_until != Some(until) {
            return None;
        }
        let mut draft = Draft::new(act, self);
        draft.state(TicketState::Open, settings);
        draft.event(Happening::Resumed);
        draft.mail_agent(MailTemplate::TicketAssigned, None);
        Some(draft.finish().1)
    }

    fn end(self, act: &Act, how: Happening, settings: &TicketSettings) -> (Self, Change) {
        let mut draft = Draft::new(act, self);
        draft.state(TicketState::Closed, settings);
        draft.after.closed_at = Some(act.now);
        draft.event(how);
        draft.mail_customer(MailTemplate::TicketClosed, None);
        draft.finish()
    }

    /// Opens it again, saying why.
    pub fn reopen(self, act: &Act, text: String, settings: &TicketSettings) -> Result<(Self, Change), Failure> {
        if self.state == TicketState::Closed && !self.reopenable(act.now) {
            let detail = format!("{} was closed more than 14 days ago. Submit a new ticket instead.", self.label());
            return Err(Failure::state(detail));
        }
        self.allow(act, TicketAct::Reopen)?;
        let mut draft = Draft::new(act, self);
        let reply = draft.message(text, Vec::new());
        draft.after.resolution = None;
        draft.after.closed_at = None;
        draft.state(TicketState::Open, settings);
        draft.event(Happening::Reopened);
        draft.mail_agent(MailTemplate::CustomerReplied, Some(reply.id));
        draft.mail_customer(MailTemplate::TicketReplied, Some(reply.id));
        Ok(draft.finish())
    }
}

impl Draft<'_> {
    fn take_if_free(&mut self) {
        if self.after.assignee.is_none() {
            let caller = &self.act.caller;
            self.after.assignee = Some(PersonRef { id: caller.person, name: caller.name.clone() });
        }
    }
}
