//! Tests of clocks that follow a corrected severity, with known answers.

use super::*;
use crate::accounts::Plan;
use crate::calendar::{BusinessCalendar, Hours};
use crate::jobs::Job;
use crate::tickets::clocks::{Clock, SlaThreshold};
use crate::tickets::jobs::ClockMark;
use crate::tickets::settings::Target;
use crate::tickets::timeline::StaffEventKind;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// Nine to five from Monday to Friday in UTC. Critical: one hour and four. Low: eight hours and forty.
fn nine_to_five() -> TicketSettings {
    let mut settings = settings();
    let day = Some(Hours { from: jiff::civil::time(9, 0, 0, 0), to: jiff::civil::time(17, 0, 0, 0) });
    settings.calendar.week = [day, day, day, day, day, None, None];
    let target = |severity, first_response_minutes, resolution_minutes| Target {
        severity,
        plan: Plan::Premium,
        first_response_minutes,
        resolution_minutes,
    };
    settings.targets = vec![target(Severity::Critical, 60, 240), target(Severity::Low, 480, 2400)];
    settings
}

/// A ticket of this severity, opened at this time.
fn opened(severity: Severity, now: &str, settings: &TicketSettings) -> Ticket {
    let facts = OpeningFacts { settings: settings.clone(), ..facts() };
    open(&by_customer(Action::OpenTicket, at(now)), OpenTicket { severity, ..input() }, facts).expect("opened").0
}

fn corrected(ticket: Ticket, severity: Severity, now: Timestamp, settings: &TicketSettings) -> (Ticket, Change) {
    let act = by_agent(Action::CorrectTicket, now);
    let wanted = Correction { severity: Some(severity), ..Correction::default() };
    let (ticket, change) = ticket.correct(&act, &wanted, &CorrectionFacts::default(), settings).expect("corrected");
    (ticket, change.expect("a change"))
}

/// Marks that jobs of a change check, with their times.
fn looks(change: &Change) -> Vec<(Clock, SlaThreshold, Timestamp)> {
    let mark = |job: &Job| job.task::<ClockMark>().map(|mark| (mark.clock, mark.mark, mark.at));
    change.jobs.iter().filter_map(mark).collect()
}

#[test]
fn targets_of_the_new_severity_count_from_the_opening() {
    let settings = nine_to_five();
    // Opened on Monday at nine; half an hour later it turns out to be critical, and then not.
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    assert_eq!(low.clocks.resolution_due, at("2026-11-27T17:00:00Z"));
    let (critical, change) = corrected(low, Severity::Critical, at("2026-11-23T09:30:00Z"), &settings);
    assert_eq!(critical.clocks.first_response_due, at("2026-11-23T10:00:00Z"));
    assert_eq!(critical.clocks.first_response_warning, Some(at("2026-11-23T09:48:00Z")));
    assert_eq!(critical.clocks.resolution_due, at("2026-11-23T13:00:00Z"));
    assert_eq!(critical.clocks.resolution_warning, Some(at("2026-11-23T12:12:00Z")));
    assert_eq!(looks(&change).len(), 4);
    let (low, _) = corrected(critical, Severity::Low, at("2026-11-23T09:45:00Z"), &settings);
    assert_eq!(low.clocks.first_response_due, at("2026-11-23T17:00:00Z"));
    assert_eq!(low.clocks.resolution_due, at("2026-11-27T17:00:00Z"));
}

#[test]
fn earlier_pauses_stay_counted() {
    let settings = nine_to_five();
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    // An hour runs, two are paused, one runs.
    let until = at("2026-11-23T12:00:00Z");
    let hold = by_agent(Action::HoldTicket, at("2026-11-23T10:00:00Z"));
    let (held, _) = low.hold(&hold, until, None, &settings).expect("held");
    let (resumed, _) = held.resume(&by_agent(Action::ResumeTicket, until), &settings).expect("resumed");
    let (critical, _) = corrected(resumed, Severity::Critical, at("2026-11-23T13:00:00Z"), &settings);
    // Two of four hours are left.
    assert_eq!(critical.clocks.resolution_due, at("2026-11-23T15:00:00Z"));
}

#[test]
fn a_pause_that_goes_on_stays_out() {
    let settings = nine_to_five();
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    let hold = by_agent(Action::HoldTicket, at("2026-11-23T10:00:00Z"));
    let (held, _) = low.hold(&hold, at("2026-11-25T09:00:00Z"), None, &settings).expect("held");
    let (critical, change) = corrected(held, Severity::Critical, at("2026-11-24T16:00:00Z"), &settings);
    assert_eq!(critical.clocks.stopped_at, Some(at("2026-11-23T10:00:00Z")));
    assert_eq!(looks(&change), []);
    let (open, change) =
        critical.resume(&by_agent(Action::ResumeTicket, at("2026-11-25T09:00:00Z")), &settings).expect("resumed");
    // One hour ran on Monday, so three are left.
    assert_eq!(open.clocks.resolution_due, at("2026-11-25T12:00:00Z"));
    assert!(looks(&change).contains(&(Clock::Resolution, SlaThreshold::Due, at("2026-11-25T12:00:00Z"))));
}

#[test]
fn a_target_that_is_over_is_late_from_now_on_and_told() {
    let settings = nine_to_five();
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    let now = at("2026-11-23T15:00:00Z");
    let (critical, change) = corrected(low, Severity::Critical, now, &settings);
    assert_eq!((critical.clocks.first_response_due, critical.clocks.resolution_due), (now, now));
    // No warning of a target that is over, and one notice that it is.
    let late = [Clock::FirstResponse, Clock::Resolution].map(|clock| (clock, SlaThreshold::Due, now));
    assert_eq!(looks(&change), late);
    let by_nobody = act(Caller::system(), Action::RunJob, now);
    for (clock, mark, at) in late {
        let notice = critical.notify_sla(&by_nobody, (clock, mark), at, &settings).expect("a notice");
        let kind =
            if clock == Clock::Resolution { StaffEventKind::ResolutionLate } else { StaffEventKind::ResponseLate };
        assert_eq!(staff_events(&notice), [kind]);
    }
    // By a lesser severity it is not late any more.
    let (again, change) = corrected(critical, Severity::Low, at("2026-11-24T11:00:00Z"), &settings);
    assert_eq!(again.clocks.resolution_due, at("2026-11-27T17:00:00Z"));
    assert!(looks(&change).contains(&(Clock::Resolution, SlaThreshold::Due, at("2026-11-27T17:00:00Z"))));
}

#[test]
fn what_is_late_already_is_late_since_then() {
    let settings = nine_to_five();
    let ticket = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    let (late, _) = corrected(ticket, Severity::Critical, at("2026-11-24T10:00:00Z"), &settings);
    let mut high = settings.clone();
    high.targets.push(Target { severity: Severity::High, resolution_minutes: 300, ..settings.targets[0] });
    let (still, change) = corrected(late.clone(), Severity::High, at("2026-11-25T10:00:00Z"), &high);
    assert_eq!(still.clocks.resolution_due, late.clocks.resolution_due);
    assert_eq!(looks(&change), []);
}

#[test]
fn a_paused_target_that_is_over_is_late_when_the_clock_goes_on() {
    let settings = nine_to_five();
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    let ask = by_agent(Action::AwaitCustomer, at("2026-11-24T10:00:00Z"));
    let (waiting, _) = low.wait(&ask, "Which?".into(), &settings).expect("asked");
    let (critical, change) = corrected(waiting, Severity::Critical, at("2026-11-24T15:00:00Z"), &settings);
    assert_eq!(looks(&change), []);
    // While it waits, nothing is late.
    assert!(critical.clocks.resolution_due > at("2026-11-24T10:00:00Z"));
    let answer = by_customer(Action::ReplyToTicket, at("2026-11-25T09:00:00Z"));
    let (_, change) = critical.reply(&answer, "3.0".into(), &[], Vec::new(), &settings).expect("answered");
    assert!(looks(&change).contains(&(Clock::Resolution, SlaThreshold::Due, at("2026-11-25T09:00:01Z"))));
}

#[test]
fn an_answer_that_was_given_is_judged_by_the_target_of_its_time() {
    let settings = nine_to_five();
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    let reply = by_agent(Action::ReplyToTicket, at("2026-11-23T12:00:00Z"));
    let (_, change) = low.reply(&reply, "text".into(), &[], Vec::new(), &settings).expect("replied");
    let answered = left(&change).expect("changed");
    let (critical, _) = corrected(answered.clone(), Severity::Critical, at("2026-11-23T12:30:00Z"), &settings);
    assert_eq!(critical.clocks.first_response_due, answered.clocks.first_response_due);
    assert_eq!(critical.clocks.resolution_due, at("2026-11-23T13:00:00Z"));
}

#[test]
fn another_calendar_does_not_change_the_time_that_ran() {
    let settings = nine_to_five();
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    // Two hours run on Monday, then the ticket is held.
    let hold = by_agent(Action::HoldTicket, at("2026-11-23T11:00:00Z"));
    let (held, _) = low.hold(&hold, at("2026-11-24T09:00:00Z"), None, &settings).expect("held");
    let until = at("2026-11-24T09:00:00Z");
    let (open, _) = held.resume(&by_agent(Action::ResumeTicket, until), &settings).expect("resumed");
    // Mondays are closed from now on. The two hours of last Monday stay.
    let mut other = settings.clone();
    other.calendar.week[0] = None;
    let (critical, _) = corrected(open, Severity::Critical, at("2026-11-24T10:00:00Z"), &other);
    assert_eq!(critical.clocks.resolution_due, at("2026-11-24T11:00:00Z"));
}

#[test]
fn the_hour_that_comes_twice_or_never_is_counted_as_it_ran() {
    let mut settings = nine_to_five();
    let day = Some(Hours { from: jiff::civil::time(0, 0, 0, 0), to: jiff::civil::time(10, 0, 0, 0) });
    settings.calendar = BusinessCalendar { time_zone: "Europe/Amsterdam".into(), week: [day; 7], holidays: Vec::new() };
    let due_of = |opened_at: &str, corrected_at: &str| {
        let low = opened(Severity::Low, opened_at, &settings);
        corrected(low, Severity::Critical, at(corrected_at), &settings).0.clocks.resolution_due
    };
    // Four hours from one at night: on 30 October 2022 the clocks go back at three, on 27 March 2022 forward at two.
    assert_eq!(due_of("2022-10-30T01:00:00+02:00", "2022-10-30T02:30:00+01:00"), at("2022-10-30T04:00:00+01:00"));
    assert_eq!(due_of("2022-03-27T01:00:00+01:00", "2022-03-27T03:30:00+02:00"), at("2022-03-27T06:00:00+02:00"));
}

#[test]
fn tickets_of_the_version_before_keep_their_pauses_too() {
    let settings = nine_to_five();
    let low = opened(Severity::Low, "2026-11-23T09:00:00Z", &settings);
    let hold = by_agent(Action::HoldTicket, at("2026-11-23T10:00:00Z"));
    let until = at("2026-11-23T12:00:00Z");
    let (held, _) = low.hold(&hold, until, None, &settings).expect("held");
    let (mut resumed, _) = held.resume(&by_agent(Action::ResumeTicket, until), &settings).expect("resumed");
    resumed.clocks.elapsed = None;
    let stored = serde_json::to_value(&resumed).expect("JSON");
    assert!(stored["clocks"].get("elapsed").is_none());
    let (critical, _) = corrected(resumed, Severity::Critical, at("2026-11-23T13:00:00Z"), &settings);
    assert_eq!(critical.clocks.resolution_due, at("2026-11-23T15:00:00Z"));
}

proptest! {
    /// However often the severity is corrected and the ticket paused, the due time is that of a ticket which had its last
    /// severity from the opening, unless it was late in between; and no due time is moved into the past.
    #[test]
    fn the_last_severity_decides(
        steps in prop::collection::vec((0_u8..3, 1_i64..300), 0..12),
    ) {
        let mut settings = nine_to_five();
        for target in &mut settings.targets {
            // Long enough never to be over here.
            target.resolution_minutes += 6_000;
        }
        let mut now = at("2026-11-23T09:00:00Z");
        let mut ticket = opened(Severity::Critical, "2026-11-23T09:00:00Z", &settings);
        let mut ran = SignedDuration::ZERO;
        for (step, count) in steps {
            let before = now;
            now += minutes(count);
            if ticket.clocks.stopped_at.is_none() {
                ran += settings.calendar.between(before, now);
            }
            let severity = if ticket.severity == Severity::Low { Severity::Critical } else { Severity::Low };
            ticket = match (step, ticket.state) {
                (0, _) => corrected(ticket, severity, now, &settings).0,
                (1, TicketState::OnHold) => {
                    ticket.resume(&by_agent(Action::ResumeTicket, now), &settings).expect("resumed").0
                }
                (1, _) => {
                    let hold = by_agent(Action::HoldTicket, now);
                    ticket.hold(&hold, now + minutes(60), None, &settings).expect("held").0
                }
                _ => ticket,
            };
            let from = ticket.clocks.stopped_at.unwrap_or(now);
            let [_, target] = settings.targets_of(ticket.severity, ticket.plan());
            prop_assert_eq!(settings.calendar.between(from, ticket.clocks.resolution_due), target - ran);
            prop_assert!(ticket.clocks.resolution_due > from);
        }
    }
}
