//! Automatic steps of a ticket, each carried out by a job when it is due. They end a hold, the wait for the customer
//! and an unanswered resolution, and notify staff at the thresholds of the clocks. A job is for the ticket as it was
//! when the job was written. If the ticket has moved on since, the job does nothing.

use super::clocks::{Clock, SlaThreshold};
use super::timeline::{EventKind, StaffEventKind};
use super::transition::Transition;
use super::{CLOSE_AFTER, REMIND_AFTER, RESOLVE_AFTER, Resolution, Ticket, TicketState};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::ids::ItemId;
use crate::jobs::Job;
use crate::tickets::jobs::{CloseResolved, MailTemplate, RemindWaiting, ResolveWaiting};
use crate::tickets::settings::TicketSettings;
use jiff::Timestamp;

/// Text of the resolution after a question that the customer did not answer.
const UNANSWERED: &str =
    "We asked you a question and have not heard from you for ten days, so we consider this solved.";

impl Transition<'_> {
    /// Adds the jobs that remind of a question and resolve the ticket, for the case that nobody answers.
    pub(super) fn owe_reminder(&mut self, question: ItemId) {
        let (ticket, since) = (self.after.id, self.act.now);
        let remind = RemindWaiting { ticket, since, question };
        self.job(Job::due(self.act, &remind, since + REMIND_AFTER));
        self.job(Job::due(self.act, &ResolveWaiting { ticket, since }, since + RESOLVE_AFTER));
    }

    /// Resolves the ticket with a solution that its event carries.
    pub(super) fn solve(&mut self, text: String, settings: &TicketSettings) {
        self.settle(text.clone(), Some(text), settings);
    }

    /// Resolves the ticket, and adds the job that closes it if nobody answers. `said` is the text of the event; none if
    /// the solution is a message of its own.
    pub(super) fn settle(&mut self, text: String, said: Option<String>, settings: &TicketSettings) {
        let resolved_at = self.act.now;
        self.after.resolution = Some(Resolution { text, at: resolved_at });
        self.state(TicketState::Resolved, settings);
        self.solved(said);
        self.mail_customer(MailTemplate::TicketResolved, None);
        let close = CloseResolved { ticket: self.after.id, resolved_at };
        self.job(Job::due(self.act, &close, resolved_at + CLOSE_AFTER));
    }
}

impl Ticket {
    /// Closes the ticket, because the customer has said nothing since the resolution.
    pub fn close_unanswered(
        self,
        act: &ActionContext,
        resolved_at: Timestamp,
        settings: &TicketSettings,
    ) -> Option<Change> {
        let promised = self.resolution.as_ref().is_some_and(|resolution| resolution.at == resolved_at);
        (self.state == TicketState::Resolved && promised).then(|| self.end(act, EventKind::Closed, settings).1)
    }

    /// Ends the hold at its time.
    pub fn end_hold(self, act: &ActionContext, until: Timestamp, settings: &TicketSettings) -> Option<Change> {
        if self.state != TicketState::OnHold || self.hold_until != Some(until) {
            return None;
        }
        let mut transition = Transition::new(act, self);
        transition.state(TicketState::Open, settings);
        transition.event(EventKind::Resumed);
        transition.mail_agent(MailTemplate::HoldEnded, None);
        Some(transition.finish().1)
    }

    /// Whether the customer was asked at `since`, and has not answered.
    fn waits_since(&self, since: Timestamp) -> bool {
        self.state == TicketState::Waiting && self.clocks.stopped_at == Some(since)
    }

    /// Whether the company still waits for the customer as it did at `then`.
    pub fn still_waits(&self, then: Timestamp) -> bool {
        self.state == TicketState::Waiting && self.clocks.stopped_at.is_some_and(|asked| asked <= then)
    }

    /// Reminds the customer of a question. The ticket stays as it is; the commit is refused if an answer came
    /// meanwhile.
    pub fn remind(&self, act: &ActionContext, since: Timestamp, question: ItemId) -> Option<Change> {
        let change = || self.tell_staff(act, StaffEventKind::Reminded, "reminded of the question");
        let mail = |to| self.mail(act, MailTemplate::TicketReminder, to, Some(question));
        let unchanged = Write::require(self);
        self.waits_since(since).then(|| change().write(unchanged).jobs(self.audience().map(mail)))
    }

    /// Resolves the ticket, because the customer does not answer.
    pub fn resolve_unanswered(
        self,
        act: &ActionContext,
        since: Timestamp,
        settings: &TicketSettings,
    ) -> Option<Change> {
        if !self.waits_since(since) {
            return None;
        }
        let mut transition = Transition::new(act, self);
        transition.solve(UNANSWERED.into(), settings);
        Some(transition.finish().1)
    }

    /// Notifies staff that a clock came to a mark. A warning goes to the ticket's agent, or else to the queue's lead;
    /// the notice that it is late goes to the lead. A warning is dropped if the clock has stopped meanwhile, a late
    /// notice is not.
    pub fn notify_sla(
        &self,
        act: &ActionContext,
        (clock, mark): (Clock, SlaThreshold),
        at: Timestamp,
        settings: &TicketSettings,
    ) -> Option<Change> {
        let too_late = mark == SlaThreshold::Warning && self.clocks.stopped(clock).is_some();
        if too_late || !self.clocks.reached(clock, mark, at) {
            return None;
        }
        let (happening, template, fact) = match (clock, mark) {
            (Clock::FirstResponse, SlaThreshold::Warning) => {
                (StaffEventKind::ResponseDueSoon, MailTemplate::ResponseDueSoon, "first reply due soon")
            }
            (Clock::FirstResponse, SlaThreshold::Due) => {
                (StaffEventKind::ResponseLate, MailTemplate::ResponseLate, "first reply late")
            }
            (Clock::Resolution, SlaThreshold::Warning) => {
                (StaffEventKind::ResolutionDueSoon, MailTemplate::ResolutionDueSoon, "solution due soon")
            }
            (Clock::Resolution, SlaThreshold::Due) => {
                (StaffEventKind::ResolutionLate, MailTemplate::ResolutionLate, "solution late")
            }
        };
        let lead = settings.queue(self.queue.id).map(|queue| queue.lead);
        let agent = self.assignee.as_ref().map(|agent| agent.id).filter(|_| mark == SlaThreshold::Warning);
        let mail = agent.or(lead).map(|to| self.mail(act, template, to, None));
        Some(self.tell_staff(act, happening, fact).jobs(mail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::hats::Role;
    use crate::ids::PersonId;
    use crate::jobs::Task;
    use crate::testing::*;
    use crate::tickets::jobs::ClockMark;
    use crate::tickets::record::InternalEntry;
    use jiff::SignedDuration;

    fn by_agent(now: Timestamp) -> ActionContext {
        act(agent(AGENT), Action::AwaitCustomer, now)
    }

    fn by_nobody(now: Timestamp) -> ActionContext {
        act(Caller::system(), Action::RunJob, now)
    }

    fn hours(count: i64) -> SignedDuration {
        SignedDuration::from_hours(count)
    }

    fn person(id: u128) -> PersonId {
        PersonId(uuid(id))
    }

    /// Opened on Monday at ten, asked about at once.
    fn waiting() -> (Ticket, Change) {
        ticket().wait(&by_agent(monday()), "Which version?".into(), &settings()).expect("asked")
    }

    fn owed<T: Task>(change: &Change) -> Vec<Job> {
        change.jobs.iter().filter(|job| job.is::<T>()).cloned().collect()
    }

    #[test]
    fn silence_closes_only_the_resolution_it_was_promised_for() {
        let settings = settings();
        let (resolved, _) = ticket().resolve(&by_agent(monday()), "Done so.".into(), &settings).expect("resolved");
        let clock = by_nobody(monday() + CLOSE_AFTER);
        let change = resolved.clone().close_unanswered(&clock, monday(), &settings).expect("closed");
        assert_eq!(change.touch.person, None);
        assert!(resolved.clone().close_unanswered(&clock, monday() - CLOSE_AFTER, &settings).is_none());
        assert!(ticket().close_unanswered(&clock, monday(), &settings).is_none());
    }

    #[test]
    fn the_end_of_a_hold_is_told_as_such() {
        let until = monday() + hours(48);
        let (held, _) = ticket().hold(&by_agent(monday()), until, None, &settings()).expect("held");
        let change = held.end_hold(&by_nobody(until), until, &settings()).expect("ended");
        assert_eq!(public_events(&change), [EventKind::Resumed]);
        assert_eq!(mails(&change), [(MailTemplate::HoldEnded, person(AGENT))]);
    }

    #[test]
    fn whoever_does_not_answer_is_reminded_and_then_taken_to_be_content() {
        let (waiting, change) = waiting();
        let remind = owed::<RemindWaiting>(&change);
        let resolve = owed::<ResolveWaiting>(&change);
        assert_eq!([remind[0].due, resolve[0].due], [monday() + hours(72), monday() + hours(240)]);
        let RemindWaiting { since, question, .. } = remind[0].task().expect("a reminder");

        let reminder = waiting.remind(&by_nobody(remind[0].due), since, question).expect("reminded");
        assert_eq!(mails(&reminder), [(MailTemplate::TicketReminder, person(CUSTOMER))]);
        assert_eq!(staff_events(&reminder), [StaffEventKind::Reminded]);
        // The ticket stays as it is, and must be unchanged.
        assert_eq!(left(&reminder), None);
        assert!(reminder.writes.contains(&Write::require(&waiting)));
        assert!(waiting.still_waits(remind[0].due));

        let act = by_nobody(resolve[0].due);
        let change = waiting.resolve_unanswered(&act, since, &settings()).expect("resolved");
        assert_eq!(public_events(&change), [EventKind::Resolved]);
        assert_eq!(mails(&change), [(MailTemplate::TicketResolved, person(CUSTOMER))]);
        assert_eq!(change.touch.detail.as_deref(), Some("Waiting for an answer → Resolved"));
        let resolved = left(&change).expect("changed");
        assert!(resolved.resolution.is_some_and(|resolution| resolution.at == act.now));
        let close = owed::<CloseResolved>(&change);
        assert_eq!(close[0].due, act.now + CLOSE_AFTER);
    }

    #[test]
    fn whoever_has_answered_is_left_alone() {
        let (waiting, _) = waiting();
        let question = ItemId(uuid(1));
        let answer = act(customer(CUSTOMER, Role::Member), Action::ReplyToTicket, monday() + hours(1));
        let (_, change) = waiting.reply(&answer, "3.0".into(), &[], Vec::new(), &settings()).expect("answered");
        let answered = left(&change).expect("changed");
        let again = answered.wait(&by_agent(monday() + hours(2)), "And the patch?".into(), &settings());
        let (asked_again, _) = again.expect("asked again");
        for ticket in [left(&change).expect("changed"), asked_again, ticket()] {
            assert!(ticket.remind(&by_nobody(monday() + hours(72)), monday(), question).is_none());
            assert!(!ticket.still_waits(monday() + hours(1)));
            let act = by_nobody(monday() + hours(240));
            assert!(ticket.resolve_unanswered(&act, monday(), &settings()).is_none());
        }
    }

    /// Event and mails when a clock of the ticket comes to a mark.
    fn at_mark(
        ticket: &Ticket,
        clock: Clock,
        mark: SlaThreshold,
    ) -> Option<(StaffEventKind, Vec<(MailTemplate, PersonId)>)> {
        let at = ticket.clocks.at(clock, mark).expect("a mark");
        let change = ticket.notify_sla(&by_nobody(at), (clock, mark), at, &settings())?;
        assert!(change.writes.iter().all(|write| write.saved::<InternalEntry>().is_some()), "{change:?}");
        Some((staff_events(&change)[0], mails(&change)))
    }

    #[test]
    fn opening_owes_a_look_at_each_mark() {
        let act = act(customer(CUSTOMER, Role::Member), Action::OpenTicket, monday());
        let (ticket, change) = crate::tickets::open::open(&act, input(), facts()).expect("opened");
        let looks = owed::<ClockMark>(&change);
        let minutes: Vec<i64> = looks.iter().map(|job| job.due.duration_since(monday()).as_mins()).collect();
        assert_eq!(minutes, [24, 30, 192, 240]);
        assert!(looks.iter().all(|job| job.task::<ClockMark>().is_some_and(|mark| mark.ticket == ticket.id)));
    }

    #[test]
    fn a_warning_goes_to_the_agent_and_what_is_late_to_the_lead() {
        use {Clock::*, MailTemplate as Mail, SlaThreshold::*, StaffEventKind as Told};
        let free = ticket();
        let (taken, _) = ticket().take(&by_agent(monday())).expect("taken");
        let (agent, lead) = (person(AGENT), person(LEAD));
        for (ticket, warned) in [(free, lead), (taken, agent)] {
            let expected = [
                ((FirstResponse, Warning), Told::ResponseDueSoon, Mail::ResponseDueSoon, warned),
                ((FirstResponse, Due), Told::ResponseLate, Mail::ResponseLate, lead),
                ((Resolution, Warning), Told::ResolutionDueSoon, Mail::ResolutionDueSoon, warned),
                ((Resolution, Due), Told::ResolutionLate, Mail::ResolutionLate, lead),
            ];
            for ((clock, mark), happening, template, to) in expected {
                assert_eq!(
                    at_mark(&ticket, clock, mark),
                    Some((happening, vec![(template, to)])),
                    "{clock:?} {mark:?}"
                );
            }
        }
    }

    #[test]
    fn an_answer_ends_the_first_clock_and_a_solution_the_second() {
        let before = monday() + SignedDuration::from_mins(5);
        let (_, change) =
            ticket().reply(&by_agent(before), "text".into(), &[], Vec::new(), &settings()).expect("replied");
        let answered = left(&change).expect("changed");
        assert_eq!(at_mark(&answered, Clock::FirstResponse, SlaThreshold::Warning), None);
        assert_eq!(at_mark(&answered, Clock::FirstResponse, SlaThreshold::Due), None);
        assert!(at_mark(&answered, Clock::Resolution, SlaThreshold::Due).is_some());
        let (solved, _) = answered.resolve(&by_agent(before), "Done so.".into(), &settings()).expect("resolved");
        assert_eq!(at_mark(&solved, Clock::Resolution, SlaThreshold::Warning), None);
        assert_eq!(at_mark(&solved, Clock::Resolution, SlaThreshold::Due), None);
    }

    #[test]
    fn an_answer_that_came_late_was_late() {
        let late = ticket().clocks.first_response_due + SignedDuration::from_secs(1);
        let (_, change) =
            ticket().reply(&by_agent(late), "text".into(), &[], Vec::new(), &settings()).expect("replied");
        let answered = left(&change).expect("changed");
        assert!(at_mark(&answered, Clock::FirstResponse, SlaThreshold::Due).is_some());
        // There is nothing to warn of any more.
        assert_eq!(at_mark(&answered, Clock::FirstResponse, SlaThreshold::Warning), None);
    }

    #[test]
    fn a_pause_puts_the_marks_off_and_owes_new_looks_at_them() {
        let (waiting, _) = waiting();
        let before = waiting.clocks.clone();
        let answer = act(customer(CUSTOMER, Role::Member), Action::ReplyToTicket, monday() + hours(24));
        let (_, change) = waiting.reply(&answer, "3.0".into(), &[], Vec::new(), &settings()).expect("answered");
        let answered = left(&change).expect("changed");
        // The question was the first reply: the second clock alone goes on.
        let looks = owed::<ClockMark>(&change);
        let expected =
            [SlaThreshold::Warning, SlaThreshold::Due].map(|mark| answered.clocks.at(Clock::Resolution, mark));
        assert_eq!(looks.iter().map(|job| Some(job.due)).collect::<Vec<_>>(), expected);
        for mark in [SlaThreshold::Warning, SlaThreshold::Due] {
            let old = before.at(Clock::Resolution, mark).expect("a mark");
            let clock = (Clock::Resolution, mark);
            assert!(answered.notify_sla(&by_nobody(old), clock, old, &settings()).is_none());
            assert!(at_mark(&answered, Clock::Resolution, mark).is_some());
        }
    }
}
