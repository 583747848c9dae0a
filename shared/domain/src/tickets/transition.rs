//! A change of a ticket in the making: the common part of all actions.

use super::record::{InternalEntry, PublicEntry};
use super::timeline::{
    Author, ByMail, CustomFieldChange, Event, EventKind, FieldChange, InternalItem, Note, PublicItem, Reply,
    StaffEvent, StaffEventKind,
};
use super::{PersonRef, Ticket, TicketRef, TicketState};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::files::FileRef;
use crate::hats::HatKind;
use crate::ids::{ItemId, PersonId};
use crate::jobs::Job;
use crate::record::Resource;
use crate::tickets::jobs::{IndexTicket, Mail, MailTemplate, TellQueue};
use crate::tickets::settings::TicketSettings;

/// Largest number of people of a queue who are notified of a ticket: their mail jobs must fit in one transaction.
const MOST_TOLD: usize = 60;

/// Fields that a correction changes: those of every ticket, and those that the company added.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Corrected {
    pub(super) changes: Vec<FieldChange>,
    pub(super) custom_changes: Vec<CustomFieldChange>,
}

impl Corrected {
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.custom_changes.is_empty()
    }
}

/// The ticket before and after, with the items and jobs of the change.
pub(super) struct Transition<'a> {
    pub(super) act: &'a ActionContext,
    pub(super) before: Ticket,
    pub(super) after: Ticket,
    items: Vec<PublicItem>,
    notes: Vec<InternalItem>,
    jobs: Vec<Job>,
}

impl<'a> Transition<'a> {
    pub(super) fn new(act: &'a ActionContext, ticket: Ticket) -> Self {
        let mut after = ticket.clone();
        after.version += 1;
        after.updated_at = act.now;
        Self { act, before: ticket, after, items: Vec::new(), notes: Vec::new(), jobs: Vec::new() }
    }

    pub(super) fn event(&mut self, event: EventKind) {
        self.event_about(event, None);
    }

    /// Adds an event that is about a person other than its author.
    pub(super) fn event_about(&mut self, event: EventKind, person: Option<PersonRef>) -> ItemId {
        let has_it = self.after.assignee.as_ref().map(|agent| agent.id);
        let from = self.before.assignee.clone().filter(|agent| Some(agent.id) != has_it);
        let event = Event { from, person, ..Event::of(self.act, event) };
        let id = event.id;
        self.items.push(PublicItem::Event(event));
        id
    }

    /// Adds the event of a solution, with its text.
    pub(super) fn solved(&mut self, text: Option<String>) {
        self.items.push(PublicItem::Event(Event { text, ..Event::of(self.act, EventKind::Resolved) }));
    }

    /// Adds an event of a merge, with the other ticket.
    pub(super) fn event_with(&mut self, event: EventKind, ticket: TicketRef) {
        self.items.push(PublicItem::Event(Event { ticket: Some(ticket), ..Event::of(self.act, event) }));
    }

    /// Adds the event of a correction that everybody on the ticket sees.
    pub(super) fn corrected(&mut self, Corrected { changes, custom_changes }: Corrected) {
        let event = Event { changes, custom_changes, ..Event::of(self.act, EventKind::Corrected) };
        self.items.push(PublicItem::Event(event));
    }

    /// Adds the event of a correction that only staff see.
    pub(super) fn corrected_for_staff(&mut self, Corrected { changes, custom_changes }: Corrected) {
        let event = StaffEvent { changes, custom_changes, ..StaffEvent::of(self.act, StaffEventKind::Corrected) };
        self.notes.push(InternalItem::Event(event));
    }

    pub(super) fn message(&mut self, text: String, files: Vec<FileRef>) -> Reply {
        let author = Author::of(self.act);
        self.add_message(Reply { id: self.act.id(), at: self.act.now, author, text, files, by_mail: None })
    }

    pub(super) fn message_by_mail(&mut self, text: String, files: Vec<FileRef>, by_mail: ByMail) -> Reply {
        let author = Author::of(self.act);
        self.add_message(Reply { id: self.act.id(), at: self.act.now, author, text, files, by_mail: Some(by_mail) })
    }

    fn add_message(&mut self, reply: Reply) -> Reply {
        self.items.push(PublicItem::Reply(reply.clone()));
        reply
    }

    /// Follows a reply of the person who acts. A customer's reply opens a ticket that waits, is on hold or is resolved;
    /// a new one stays new. The company's first reply stops the first clock. The other side is notified.
    pub(super) fn replied(&mut self, reply: ItemId, settings: &TicketSettings) {
        if self.act.caller.hat.kind == HatKind::Staff {
            self.after.clocks.first_responded_at.get_or_insert(self.act.now);
            if self.before.state == TicketState::New {
                self.state(TicketState::Open, settings);
            }
            self.mail_customer(MailTemplate::TicketReplied, Some(reply));
            return;
        }
        match self.before.state {
            TicketState::Resolved => {
                self.state(TicketState::Open, settings);
                self.event(EventKind::Reopened);
            }
            TicketState::Waiting | TicketState::OnHold => {
                self.state(TicketState::Open, settings);
                self.event(EventKind::Resumed);
            }
            _ => {}
        }
        self.tell_agents(MailTemplate::CustomerReplied, Some(reply));
        self.mail_customer(MailTemplate::TicketReplied, Some(reply));
    }

    /// Adds a mail to the person who acts.
    pub(super) fn mail_sender(&mut self, template: MailTemplate, item: ItemId) {
        self.mail(template, self.act.caller.person, Some(item));
    }

    pub(super) fn note(&mut self, text: String) {
        self.notes.push(InternalItem::Note(note(self.act, text)));
    }

    /// Adds an event that only staff see.
    pub(super) fn tell_staff(&mut self, event: StaffEventKind, detail: String) {
        self.notes.push(InternalItem::Event(StaffEvent { detail, ..StaffEvent::of(self.act, event) }));
    }

    /// Moves the ticket to `state`, and stops the clocks or lets them go on.
    pub(super) fn state(&mut self, state: TicketState, settings: &TicketSettings) {
        let stood = self.after.clocks.clone();
        // The wait for an answer begins with the question, even if the clocks were stopped before.
        if stood.stopped_at.is_some() && (!state.pauses_clocks() || state == TicketState::Waiting) {
            self.after.clocks.resume(&settings.calendar, self.act.now);
            self.jobs.extend(self.after.clocks.jobs(self.act, self.after.id, Some(&stood)));
        }
        if state.pauses_clocks() {
            self.after.clocks.stop(self.act.now);
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

    /// Adds a mail to the requester and participants, except the person who acts.
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

    /// Adds a mail to the agent, or to the queue's lead and agents if the ticket has no agent.
    pub(super) fn tell_agents(&mut self, template: MailTemplate, item: Option<ItemId>) {
        if self.after.assignee.is_some() {
            self.mail_agent(template, item);
        } else {
            self.jobs.push(self.after.tell_queue(self.act, template, item));
        }
    }

    /// Adds a mail to the former agent, if somebody else took or reassigned their ticket.
    pub(super) fn mail_former_agent(&mut self) {
        let has_it = self.after.assignee.as_ref().map(|agent| agent.id);
        let former = self.before.assignee.as_ref().map(|agent| agent.id);
        if let Some(former) = former.filter(|id| Some(*id) != has_it && *id != self.act.caller.person) {
            self.mail(MailTemplate::TicketTakenOver, former, None);
        }
    }

    /// Notifies the queue of the ticket, if the settings ask for that.
    pub(super) fn raise_alarm(&mut self, settings: &TicketSettings) {
        self.jobs.extend(self.after.alarm(self.act, settings));
    }

    pub(super) fn mail(&mut self, template: MailTemplate, to: PersonId, item: Option<ItemId>) {
        self.jobs.push(self.after.mail(self.act, template, to, item));
    }

    pub(super) fn finish(self) -> (Ticket, Change) {
        let Self { act, before, after, items, notes, jobs } = self;
        let mut touch = act.touch(after.record(), after.account.as_ref().map(|account| account.id));
        if before.state != after.state {
            touch = touch.with_detail(format!("{} → {}", before.state.staff_label(), after.state.staff_label()));
        }
        let says_something = items.iter().any(|item| matches!(item, PublicItem::Reply(_)))
            || notes.iter().any(|item| matches!(item, InternalItem::Note(_)));
        let index = says_something || before.is_found_otherwise(&after);
        let change = Change::new(touch)
            .writes(items.into_iter().map(|item| Write::create(&PublicEntry { ticket: after.id, item })))
            .writes(notes.into_iter().map(|item| Write::create(&InternalEntry { ticket: after.id, item })))
            .jobs(jobs)
            .jobs(index.then(|| after.index(act)))
            .write(Write::update(&before, &after));
        (after, change)
    }
}

/// Returns a note of the person who acts.
pub(super) fn note(act: &ActionContext, text: String) -> Note {
    let (files, mentions) = (Vec::new(), Vec::new());
    Note { id: act.id(), at: act.now, author: Author::of(act), text, files, mentions }
}

impl Ticket {
    /// A mail about this ticket.
    pub(super) fn mail(&self, act: &ActionContext, template: MailTemplate, to: PersonId, item: Option<ItemId>) -> Job {
        Job::now(act, &Mail { template, to, ticket: self.id, item })
    }

    /// A job that writes the words of this ticket to the index.
    pub(super) fn index(&self, act: &ActionContext) -> Job {
        Job::now(act, &IndexTicket { ticket: self.id })
    }

    /// A mail about this ticket to the lead and the agents of its queue.
    pub(super) fn tell_queue(&self, act: &ActionContext, template: MailTemplate, item: Option<ItemId>) -> Job {
        Job::now(act, &TellQueue { template, ticket: self.id, item })
    }

    /// Job that notifies the queue of a ticket that the settings call urgent.
    pub(super) fn alarm(&self, act: &ActionContext, settings: &TicketSettings) -> Option<Job> {
        let alarm = &settings.alarm;
        let urgent = alarm.severities.contains(&self.severity) || (alarm.unassigned && self.assignee.is_none());
        urgent.then(|| self.tell_queue(act, MailTemplate::QueueAlarm, None))
    }

    /// Recipients of a mail to the queue: its lead and its agents. The agent who has the ticket is left out, and gets a
    /// mail of their own.
    pub fn queue_audience(&self, settings: &TicketSettings) -> Vec<PersonId> {
        let Some(queue) = settings.queue(self.queue.id) else { return Vec::new() };
        let mut people: Vec<PersonId> =
            std::iter::once(queue.lead).chain(queue.agents.iter().map(|it| it.id)).collect();
        people.retain(|id| self.assignee.as_ref().is_none_or(|agent| agent.id != *id));
        let mut seen = std::collections::BTreeSet::new();
        people.retain(|id| seen.insert(*id));
        people.truncate(MOST_TOLD);
        people
    }

    /// Returns the change with the mails to the queue; nothing if the ticket has ended or has an agent by now. An alarm
    /// that is due to the severity is sent even if the ticket has an agent.
    pub fn tell_its_queue(
        &self,
        act: &ActionContext,
        template: MailTemplate,
        item: Option<ItemId>,
        settings: &TicketSettings,
    ) -> Option<Change> {
        let stands = match template {
            MailTemplate::QueueAlarm => settings.alarm.severities.contains(&self.severity) || self.assignee.is_none(),
            _ => self.assignee.is_none(),
        };
        let people = self.queue_audience(settings);
        if !stands || !self.state.active() || people.is_empty() {
            return None;
        }
        let account = self.account.as_ref().map(|account| account.id);
        let touch = act.touch(self.record(), account).with_detail(format!("told the queue {}", self.queue.name));
        Some(Change::new(touch).jobs(people.into_iter().map(|to| self.mail(act, template, to, item))))
    }

    /// Returns the change that adds an event for staff alone. The ticket itself stays as it is, so the customer cannot
    /// notice the event.
    pub(super) fn tell_staff(&self, act: &ActionContext, event: StaffEventKind, fact: &str) -> Change {
        let item = StaffEvent::of(act, event);
        let touch = act.touch(self.record(), self.account.as_ref().map(|account| account.id)).with_detail(fact);
        Change::new(touch).write(Write::create(&InternalEntry { ticket: self.id, item: InternalItem::Event(item) }))
    }
}
