//! A change of a ticket in the making: what every act has in common.

use super::timeline::{Author, Event, Happening, InternalItem, Note, PublicItem, Reply, StaffEvent, StaffHappening};
use super::{PersonRef, Ticket, TicketState};
use crate::caller::Act;
use crate::change::{Change, Write};
use crate::files::FileRef;
use crate::ids::{ItemId, PersonId};
use crate::jobs::{Job, JobKind, MailTemplate};
use crate::policy::Resource;
use crate::settings::TicketSettings;

/// The ticket before and after, and what goes with it.
pub(super) struct Draft<'a> {
    pub(super) act: &'a Act,
    pub(super) before: Ticket,
    pub(super) after: Ticket,
    items: Vec<PublicItem>,
    notes: Vec<InternalItem>,
    jobs: Vec<Job>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(act: &'a Act, ticket: Ticket) -> Self {
        let mut after = ticket.clone();
        after.version += 1;
        after.updated_at = act.now;
        Self { act, before: ticket, after, items: Vec::new(), notes: Vec::new(), jobs: Vec::new() }
    }

    pub(super) fn event(&mut self, event: Happening) {
        let author = Author::of(self.act);
        self.items.push(PublicItem::Event(Event { id: self.act.id(), at: self.act.now, author, event }));
    }

    pub(super) fn message(&mut self, text: String, files: Vec<FileRef>) -> Reply {
        let reply = Reply { id: self.act.id(), at: self.act.now, author: Author::of(self.act), text, files };
        self.items.push(PublicItem::Reply(reply.clone()));
        reply
    }

    pub(super) fn note(&mut self, text: String) {
        self.notes.push(InternalItem::Note(note(self.act, text)));
    }

    /// Moves to `state`; the clocks stop and go on with it.
    pub(super) fn state(&mut self, state: TicketState, settings: &TicketSettings) {
        if state.pauses_clocks() {
            self.after.clocks.stop(self.act.now);
        } else if self.after.clocks.stopped_at.is_some() {
            let stood = self.after.clocks.clone();
            self.after.clocks.go_on(&settings.calendar, self.act.now);
            self.jobs.extend(self.after.clocks.owed(self.act, self.after.id, Some(&stood)));
        }
        self.after.state = state;
        if state != TicketState::OnHold {
            self.after.hold_until = None;
        }
    }

    pub(super) fn take_if_free(&mut self) {
        if self.after.assignee.is_none() {
            let caller = &self.act.caller;
            self.after.assignee = Some(PersonRef { id: caller.person, name: caller.name.clone() });
        }
    }

    pub(super) fn job(&mut self, job: Job) {
        self.jobs.push(job);
    }

    /// A mail to the requester and participants, but not to whoever acts.
    pub(super) fn mail_customer(&mut self, template: MailTemplate, item: Option<ItemId>) {
        let audience: Vec<PersonId> = self.after.audience().filter(|to| *to != self.act.caller.person).collect();
        for to in audience {
            self.mail(template, to, item);
        }
    }

    pub(super) fn mail_agent(&mut self, template: MailTemplate, item: Option<ItemId>) {
        if let Some(agent) = self.after.assignee.as_ref().filter(|agent| agent.id != self.act.caller.person) {
            self.mail(template, agent.id, item);
        }
    }

    fn mail(&mut self, template: MailTemplate, to: PersonId, item: Option<ItemId>) {
        self.jobs.push(self.after.mail(self.act, template, to, item));
    }

    pub(super) fn finish(self) -> (Ticket, Change) {
        let Self { act, before, after, items, notes, jobs } = self;
        let mut touch = act.touch(after.record(), after.account.as_ref().map(|account| account.id));
        if before.state != after.state {
            touch = touch.with_detail(format!("{} → {}", before.state.staff_label(), after.state.staff_label()));
        }
        let change = Change::new(touch)
            .writes(items.into_iter().map(|item| Write::Public { ticket: after.id, item }))
            .writes(notes.into_iter().map(|item| Write::Internal { ticket: after.id, item }))
            .jobs(jobs)
            .write(Write::Ticket { ticket: after.clone(), before: Some(before) });
        (after, change)
    }
}

/// A note of whoever acts.
pub(super) fn note(act: &Act, text: String) -> Note {
    Note { id: act.id(), at: act.now, author: Author::of(act), text }
}

impl Ticket {
    /// A mail about this ticket.
    pub(super) fn mail(&self, act: &Act, template: MailTemplate, to: PersonId, item: Option<ItemId>) -> Job {
        Job::now(act, JobKind::Mail { template, to, ticket: self.id, item })
    }

    /// Something that staff alone are told, which leaves the ticket as it is: the customer cannot even tell that there is
    /// something.
    pub(super) fn tell_staff(&self, act: &Act, event: StaffHappening, fact: &str) -> Change {
        let item = StaffEvent { id: act.id(), at: act.now, author: Author::of(act), event, detail: String::new() };
        let touch = act.touch(self.record(), self.account.as_ref().map(|account| account.id)).with_detail(fact);
        Change::new(touch).write(Write::Internal { ticket: self.id, item: InternalItem::Event(item) })
    }
}
