//! Cases of clocks that went wrong elsewhere, with a simulated clock.

use super::*;
use crate::calendar::{BusinessCalendar, Hours};
use crate::jobs::Job;
use crate::tickets::clocks::{Clock, SlaThreshold};
use crate::tickets::jobs::{ClockMark, RemindWaiting};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn system(now: Timestamp) -> ActionContext {
    act(Caller::system(), Action::RunJob, now)
}

/// Nine to five from Monday to Friday, and ten hours for everything.
fn nine_to_five() -> TicketSettings {
    let mut settings = settings();
    let day = Some(Hours { from: jiff::civil::time(9, 0, 0, 0), to: jiff::civil::time(17, 0, 0, 0) });
    settings.calendar.week = [day, day, day, day, day, None, None];
    settings.targets[0].resolution_minutes = 600;
    settings
}

/// Opened on Friday at three, with an agent.
fn on_friday(settings: &TicketSettings) -> Ticket {
    let facts = OpeningFacts { settings: settings.clone(), ..facts() };
    let act = by_customer(Action::OpenTicket, at("2026-11-20T15:00:00Z"));
    let (ticket, _) = open(&act, input(), facts).expect("opened");
    ticket.take(&by_agent(Action::TakeTicket, at("2026-11-20T15:00:00Z"))).expect("taken").0
}

#[test]
fn a_hold_over_a_weekend_pauses_the_business_hours_in_it() {
    let settings = nine_to_five();
    let ticket = on_friday(&settings);
    // Two hours on Friday, eight on Monday.
    assert_eq!(ticket.clocks.resolution_due, at("2026-11-23T17:00:00Z"));
    let until = at("2026-11-23T10:00:00Z");
    let hold = by_agent(Action::HoldTicket, at("2026-11-20T16:00:00Z"));
    let (held, _) = ticket.hold(&hold, until, None, &settings).expect("held");
    let on_its_day = left(&held.clone().end_hold(&system(until), until, &settings).expect("ended")).expect("changed");
    let (resumed, _) = held.clone().resume(&by_agent(Action::ResumeTicket, until), &settings).expect("resumed");
    let (_, change) = held
        .reply(&by_customer(Action::ReplyToTicket, until), "text".into(), &[], Vec::new(), &settings)
        .expect("answered");
    // One hour of Friday and one of Monday were paused, whichever way out of the hold.
    for ticket in [on_its_day, resumed, left(&change).expect("changed")] {
        assert_eq!(ticket.clocks.resolution_due, at("2026-11-24T11:00:00Z"));
        assert_eq!(ticket.clocks.stopped_at, None);
    }
}

#[test]
fn each_pause_of_each_sort_is_counted_out_once() {
    let settings = nine_to_five();
    let mut ticket = on_friday(&settings);
    let due = ticket.clocks.resolution_due;
    let monday = |hour: i64| at("2026-11-23T09:00:00Z") + SignedDuration::from_hours(hour - 9);
    for day in 0..2 {
        let hour = |hour| monday(hour) + SignedDuration::from_hours(24 * day);
        // An hour each: held and then asked without a break, answered; solved and reopened.
        let (held, _) = ticket.hold(&by_agent(Action::HoldTicket, hour(9)), hour(12), None, &settings).expect("held");
        let asked = held.wait(&by_agent(Action::AwaitCustomer, hour(10)), "Which?".into(), &settings);
        let (asked, change) = asked.expect("asked");
        // The wait began with the question, as the reminder expects.
        let reminder = change.jobs.iter().find_map(Job::task::<RemindWaiting>);
        let RemindWaiting { since, question, .. } = reminder.expect("a reminder");
        assert!(asked.remind(&system(since + REMIND_AFTER), since, question).is_some());
        let answer = by_customer(Action::ReplyToTicket, hour(11));
        let (_, change) = asked.reply(&answer, "3.0".into(), &[], Vec::new(), &settings).expect("answered");
        let answered = left(&change).expect("changed");
        let solve = by_agent(Action::ResolveTicket, hour(12));
        let (solved, _) = answered.resolve(&solve, "Done so.".into(), &settings).expect("resolved");
        let reopen = by_customer(Action::ReopenTicket, hour(13));
        ticket = solved.reopen(&reopen, "Again".into(), &settings).expect("reopened").0;
    }
    // Three hours on each of two days.
    let calendar = &settings.calendar;
    assert_eq!(calendar.between(due, ticket.clocks.resolution_due), SignedDuration::from_hours(6));
}

/// A step on a ticket whose clocks run or are paused.
#[derive(Clone, Copy, Debug)]
enum Step {
    Hold,
    Ask,
    Answer,
    Resume,
    EndHold,
    Solve,
    GiveUp,
    Reopen,
}

impl Step {
    const ALL: [Self; 8] =
        [Self::Hold, Self::Ask, Self::Answer, Self::Resume, Self::EndHold, Self::Solve, Self::GiveUp, Self::Reopen];

    /// Change of the step; nothing if the ticket's state does not allow it.
    fn taken(self, ticket: Ticket, now: Timestamp, settings: &TicketSettings) -> Option<Change> {
        let until = now + SignedDuration::from_hours(24);
        let text = || "text".to_owned();
        let changed = |done: Result<(Ticket, Change), Error>| done.ok().map(|(_, change)| change);
        let hold_until = ticket.hold_until.unwrap_or(until);
        let stopped_at = ticket.clocks.stopped_at.unwrap_or(now);
        match self {
            Self::Hold => changed(ticket.hold(&by_agent(Action::HoldTicket, now), until, None, settings)),
            Self::Ask => changed(ticket.wait(&by_agent(Action::AwaitCustomer, now), text(), settings)),
            Self::Answer => {
                let answer = by_customer(Action::ReplyToTicket, now);
                ticket.reply(&answer, text(), &[], Vec::new(), settings).ok().map(|(_, change)| change)
            }
            Self::Resume => changed(ticket.resume(&by_agent(Action::ResumeTicket, now), settings)),
            Self::EndHold => ticket.end_hold(&system(now), hold_until, settings),
            Self::Solve => changed(ticket.resolve(&by_agent(Action::ResolveTicket, now), text(), settings)),
            Self::GiveUp => ticket.resolve_unanswered(&system(now), stopped_at, settings),
            Self::Reopen => changed(ticket.reopen(&by_customer(Action::ReopenTicket, now), text(), settings)),
        }
    }
}

/// Takes these steps, each so many minutes after the one before, on a ticket of ten hours. While its clock runs, the
/// time left is that not used by running hours, and a job checks each mark to come.
fn counts_running_time_alone(steps: &[(Step, i64)]) {
    let settings = nine_to_five();
    let mut now = at("2026-11-20T15:00:00Z");
    let facts = OpeningFacts { settings: settings.clone(), ..facts() };
    let (mut ticket, opened) = open(&by_customer(Action::OpenTicket, now), input(), facts).expect("opened");
    let mut jobs = opened.jobs;
    let mut used = SignedDuration::ZERO;
    for (step, minutes) in steps {
        let before = now;
        now += SignedDuration::from_mins(*minutes);
        if ticket.clocks.stopped_at.is_none() {
            used += settings.calendar.between(before, now);
        }
        if let Some(change) = step.taken(ticket.clone(), now, &settings) {
            ticket = left(&change).unwrap_or(ticket);
            jobs.extend(change.jobs);
        }
        if ticket.clocks.stopped_at.is_some() {
            continue;
        }
        for (mark, whole) in [(SlaThreshold::Warning, 480), (SlaThreshold::Due, 600)] {
            let left_over = SignedDuration::from_mins(whole) - used;
            if left_over <= SignedDuration::ZERO {
                continue;
            }
            let due = ticket.clocks.at(Clock::Resolution, mark).expect("a mark");
            assert_eq!(settings.calendar.between(now, due), left_over, "{mark:?} after {step:?} at {now} of {steps:?}");
            let ticket = ticket.id;
            let look = ClockMark { ticket, clock: Clock::Resolution, mark, at: due };
            assert!(jobs.iter().any(|job| job.task() == Some(look)), "nobody looks at {mark:?}, {due}, of {steps:?}");
        }
    }
}

/// Held on Friday, asked after hours, answered at the weekend: between question and answer no business hour passes.
#[test]
fn what_is_asked_on_hold_and_answered_after_hours_is_looked_at_in_time() {
    counts_running_time_alone(&[(Step::Hold, 60), (Step::Ask, 180), (Step::Answer, 840)]);
}

proptest! {
    #[test]
    fn only_hours_in_which_a_clock_runs_are_counted(
        steps in prop::collection::vec((prop::sample::select(Step::ALL.to_vec()), 0..3000_i64), 1..12),
    ) {
        counts_running_time_alone(&steps);
    }
}

#[test]
fn what_is_reopened_after_its_time_has_not_missed_it() {
    let settings = nine_to_five();
    let ticket = on_friday(&settings);
    let due = ticket.clocks.resolution_due;
    let solve = by_agent(Action::ResolveTicket, at("2026-11-23T16:00:00Z"));
    let (solved, _) = ticket.resolve(&solve, "Done so.".into(), &settings).expect("resolved");
    assert!(solved.notify_sla(&system(due), (Clock::Resolution, SlaThreshold::Due), due, &settings).is_none());
    let later = due + SignedDuration::from_hours(48);
    let (open, change) =
        solved.reopen(&by_customer(Action::ReopenTicket, later), "Again".into(), &settings).expect("reopened");
    // The hour that was left is left still, and nothing is looked at before.
    assert_eq!(open.clocks.resolution_due, at("2026-11-26T10:00:00Z"));
    let looks = change.jobs.iter().filter(|job| job.is::<ClockMark>());
    assert!(looks.into_iter().all(|job| job.due > later));
    assert!(open.notify_sla(&system(later), (Clock::Resolution, SlaThreshold::Due), due, &settings).is_none());
}

/// A day is the reader's: half past midnight in Oslo is the evening before in UTC, however often it is saved.
#[test]
fn a_hold_saved_again_is_until_the_same_moment() {
    let settings = settings();
    let until: Timestamp = "2026-12-01T00:30:00+01:00".parse().expect("a timestamp");
    let mut ticket = ticket();
    for minute in 0..3 {
        let now = monday() + SignedDuration::from_mins(minute);
        let until = ticket.hold_until.unwrap_or(until);
        ticket = ticket.hold(&by_agent(Action::HoldTicket, now), until, None, &settings).expect("held").0;
        ticket = serde_json::from_value(serde_json::to_value(&ticket).expect("JSON")).expect("a ticket");
    }
    assert_eq!(ticket.hold_until, Some(until));
}

fn calendar(zone: &str, from: i8, to: i8) -> BusinessCalendar {
    let day = Some(Hours { from: jiff::civil::time(from, 0, 0, 0), to: jiff::civil::time(to, 0, 0, 0) });
    BusinessCalendar { time_zone: zone.into(), week: [day; 7], holidays: Vec::new() }
}

#[test]
fn the_hour_that_comes_twice_counts_twice() {
    let amsterdam = calendar("Europe/Amsterdam", 0, 10);
    // 02:00 of summer time and one hour more is 02:00 of winter time.
    assert_eq!(
        amsterdam.add(at("2022-10-30T02:00:00+02:00"), SignedDuration::from_hours(1)),
        at("2022-10-30T02:00:00+01:00")
    );
    // Open from two: after 01:59:30 of summer time it opens at 02:00 of winter time, an hour and a half later.
    let new_york = calendar("America/New_York", 2, 10);
    let before = at("2015-11-01T01:59:30-04:00");
    let minute = SignedDuration::from_mins(1);
    assert_eq!(new_york.add(before, minute), at("2015-11-01T02:01:00-05:00"));
    assert_eq!(new_york.between(before, at("2015-11-01T02:01:00-05:00")), minute);
}

#[test]
fn a_holiday_is_one_of_its_year() {
    let mut calendar = calendar("UTC", 9, 17);
    calendar.holidays = vec![jiff::civil::date(2025, 11, 24)];
    let hour = SignedDuration::from_hours(1);
    assert_eq!(calendar.add(at("2026-11-24T09:00:00Z"), hour), at("2026-11-24T10:00:00Z"));
    assert_eq!(calendar.add(at("2025-11-24T09:00:00Z"), hour), at("2025-11-25T10:00:00Z"));
}

/// The closing and a reply that crosses with it: whichever is second decides on what the first one left.
#[test]
fn of_two_closings_and_a_reply_the_reply_wins() {
    let settings = settings();
    let (solved, _) =
        ticket().resolve(&by_agent(Action::ResolveTicket, monday()), "Done so.".into(), &settings).expect("resolved");
    let clock = system(monday() + CLOSE_AFTER);
    let expected = |change: &Change| {
        change.writes.iter().find_map(|write| match write {
            Write::Save { before: Some(before), .. } => before.get::<Ticket>().map(|ticket| ticket.version),
            _ => None,
        })
    };
    let close = solved.clone().close_unanswered(&clock, monday(), &settings).expect("closed");
    let receipts = mails(&close).into_iter().filter(|(template, _)| *template == MailTemplate::TicketClosed);
    assert_eq!(receipts.count(), 1);
    let reply = by_customer(Action::ReplyToTicket, clock.now);
    let (_, reply) = solved.clone().reply(&reply, "Not yet".into(), &[], Vec::new(), &settings).expect("replied");
    // Both want the version they read: one of them is refused.
    assert_eq!((expected(&close), expected(&reply)), (Some(solved.version), Some(solved.version)));
    // The closing tried again, after a reply or after another closing, comes to nothing.
    for change in [&close, &reply] {
        let after = left(change).expect("changed");
        assert!(after.close_unanswered(&clock, monday(), &settings).is_none());
    }
}
