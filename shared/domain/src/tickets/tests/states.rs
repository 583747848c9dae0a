//! Tests of the labels of states, for each kind of reader.

use super::*;
use crate::tickets::jobs::EndHold;
use crate::tickets::view::{StaffTicketSummary, StaffTicketView, TicketSummary, TicketView};

fn replied(ticket: Ticket, act: &ActionContext) -> Ticket {
    let (_, change) = ticket.reply(act, "text".into(), &[], Vec::new(), &settings()).expect("replied");
    left(&change).expect("changed")
}

fn read_by(ticket: &Ticket, person: u128) -> String {
    TicketView::of(ticket, &customer(person, Role::Member), monday()).summary.state_label
}

#[test]
fn a_ticket_is_received_until_somebody_of_the_company_acts() {
    let later = monday() + SignedDuration::from_mins(5);
    let more = replied(ticket(), &by_customer(Action::ReplyToTicket, later));
    assert_eq!((more.state, read_by(&more, CUSTOMER).as_str()), (TicketState::New, "Received"));
    let answered = replied(more, &by_agent(Action::ReplyToTicket, later));
    assert_eq!((answered.state, read_by(&answered, CUSTOMER).as_str()), (TicketState::Open, "We are working on it"));
}

#[test]
fn a_hold_says_so_to_both_sides_and_until_when() {
    let until = monday() + SignedDuration::from_hours(48);
    let (held, _) = ticket().hold(&by_agent(Action::HoldTicket, monday()), until, None, &settings()).expect("held");
    let customers = TicketView::of(&held, &customer(CUSTOMER, Role::Member), monday());
    let staffs = StaffTicketView::of(&held, &agent(AGENT), monday()).view;
    for view in [customers, staffs] {
        assert_eq!((view.summary.state_label.as_str(), view.summary.hold_until), ("On hold", Some(until)));
        assert!(view.due_paused);
    }
    let row = list::TicketRow::from(&held);
    assert_eq!(TicketSummary::of(row.clone(), PersonId(uuid(CUSTOMER))).hold_until, Some(until));
    assert_eq!(StaffTicketSummary::from(row).summary.hold_until, Some(until));
}

#[test]
fn who_is_waited_for_is_said_to_whom_it_is_not() {
    let act = by_agent(Action::AwaitCustomer, monday());
    let (waiting, _) = ticket().wait(&act, "Which?".into(), &settings()).expect("asked");
    let named = format!("Waiting for {}", waiting.requester.name);
    assert_eq!(read_by(&waiting, CUSTOMER), "Waiting for you");
    assert_eq!(read_by(&waiting, COLLEAGUE), named);
    assert_eq!(StaffTicketView::of(&waiting, &agent(AGENT), monday()).view.summary.state_label, named);
    let row = list::TicketRow::from(&waiting);
    assert_eq!(TicketSummary::of(row.clone(), PersonId(uuid(COLLEAGUE))).state_label, named);
    assert_eq!(StaffTicketSummary::from(row).summary.state_label, named);
}

#[test]
fn a_merged_ticket_names_the_one_it_goes_on_in() {
    let other = TicketRef { id: crate::ids::TicketId(uuid(900)), number: 1040 };
    let merged = Ticket { state: TicketState::Merged, merged_into: Some(other), ..ticket() };
    assert_eq!(read_by(&merged, CUSTOMER), "Continued in T-1040");
    let view = StaffTicketView::of(&merged, &agent(AGENT), monday()).view.summary;
    assert_eq!(view.state_label, "Merged into T-1040");
    assert_eq!(view.merged_into.map(|into| (into.id, into.number)), Some((other.id, "T-1040".to_owned())));
    // One of the version before does not know.
    let unknown = Ticket { merged_into: None, ..merged };
    assert_eq!(read_by(&unknown, CUSTOMER), "Continued in another ticket");
}

#[test]
fn a_hold_is_ended_by_resuming_it_and_not_by_what_the_company_says() {
    let until = monday() + SignedDuration::from_hours(48);
    let (held, _) = ticket().hold(&by_agent(Action::HoldTicket, monday()), until, None, &settings()).expect("held");
    let written = replied(held, &by_agent(Action::ReplyToTicket, monday()));
    assert_eq!((written.state, written.hold_until), (TicketState::OnHold, Some(until)));
    let (open, change) = written.resume(&by_agent(Action::ResumeTicket, monday()), &settings()).expect("resumed");
    assert_eq!((open.state, open.hold_until, open.clocks.stopped_at), (TicketState::Open, None, None));
    assert_eq!(public_events(&change), [EventKind::Resumed]);
    assert!(open.clone().resume(&by_agent(Action::ResumeTicket, monday()), &settings()).is_err());
    // The job for the end of the hold does nothing.
    let day = act(Caller::system(), Action::RunJob, until);
    assert!(open.end_hold(&day, until, &settings()).is_none());
}

#[test]
fn a_hold_has_a_farthest_day_and_can_be_moved() {
    let act = by_agent(Action::HoldTicket, monday());
    let hold = |ticket: Ticket, until| ticket.hold(&act, until, None, &settings());
    let code = |until| pointers(hold(ticket(), until).expect_err("refused"))[0].clone();
    assert_eq!(code(monday()), ("/until".to_owned(), "too_early".to_owned()));
    let far: Timestamp = "9000-01-01T00:00:00Z".parse().expect("a timestamp");
    assert_eq!(code(far), ("/until".to_owned(), "too_late".to_owned()));
    let (held, _) =
        hold(ticket(), monday() + SignedDuration::from_hours(24 * i64::from(LONGEST_HOLD_DAYS))).expect("held");
    let sooner = monday() + SignedDuration::from_hours(1);
    let (moved, change) = hold(held, sooner).expect("moved");
    assert_eq!(moved.hold_until, Some(sooner));
    assert!(change.jobs.iter().any(|job| job.due == sooner && job.is::<EndHold>()));
}
