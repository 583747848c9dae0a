//! Tests of merging: which tickets may be merged, and what happens to both and to their people.

use super::*;
use crate::ids::{PartnerId, TicketId};
use crate::jobs::Job;
use crate::tickets::clocks::{Clock, SlaThreshold};
use crate::tickets::jobs::ClockMark;
use crate::tickets::view::TimelineItem;

fn named(id: u128) -> PersonRef {
    PersonRef { id: PersonId(uuid(id)), name: format!("Person {id}") }
}

fn target() -> Ticket {
    Ticket { id: TicketId(uuid(901)), number: 901, version: 7, ..ticket() }
}

fn merge(source: Ticket, target: Ticket) -> Result<(Ticket, Change), Error> {
    source.merge(&by_agent(Action::MergeTickets, monday()), target, &settings())
}

/// Both tickets as a change leaves them.
fn both(change: &Change) -> [Ticket; 2] {
    let saved: Vec<Ticket> = change.saved().cloned().collect();
    saved.try_into().expect("two tickets")
}

/// Event that a change adds to a ticket, with the number of the other one.
fn event_on(change: &Change, ticket: TicketId) -> (EventKind, String) {
    let entry = change.saved::<PublicEntry>().find(|entry| entry.ticket == ticket).expect("an event");
    let item = TimelineItem::from(entry.item.clone());
    (item.event.expect("an event"), item.ticket.expect("a ticket").number)
}

fn code(source: Ticket, target: Ticket) -> String {
    let mut refused = pointers(merge(source, target).expect_err("refused"));
    let (pointer, code) = refused.remove(0);
    assert_eq!(pointer, "/into");
    code
}

#[test]
fn both_tickets_change_together_with_an_event_and_a_touch_each() {
    let (source, target) = (ticket(), target());
    let (merged, change) = merge(source.clone(), target.clone()).expect("merged");
    let [after, into] = both(&change);
    assert_eq!(merged, after);
    assert_eq!((after.state, after.merged_into), (TicketState::Merged, Some(target.named())));
    assert_eq!((after.version, into.version), (source.version + 1, target.version + 1));
    assert_eq!((into.state, into.merged_into), (target.state, None));
    assert_eq!(event_on(&change, source.id), (EventKind::Merged, "T-901".into()));
    assert_eq!(event_on(&change, target.id), (EventKind::MergedFrom, "T-1042".into()));
    let touches: Vec<_> = std::iter::once(&change.touch).chain(&change.more_touches).collect();
    let records: Vec<_> = touches.iter().filter_map(|touch| touch.record.clone()).collect();
    assert_eq!(records, [source.record(), target.record()].map(|record| record.expect("a record")));
    assert!(touches.iter().all(|touch| touch.account == Some(crate::ids::AccountId(uuid(ACCOUNT)))));
    // Both are saved only as they were read.
    let expected = change.writes.iter().filter_map(|write| match write {
        Write::Save { before: Some(before), expected, .. } if before.get::<Ticket>().is_some() => Some(*expected),
        _ => None,
    });
    assert_eq!(expected.collect::<Vec<_>>(), [source.version, target.version]);
    assert_eq!(mails(&change), [(MailTemplate::TicketMerged, PersonId(uuid(CUSTOMER)))]);
}

#[test]
fn the_clocks_of_the_merged_ticket_end() {
    let (merged, change) = merge(ticket(), target()).expect("merged");
    assert_eq!(merged.clocks.stopped_at, Some(monday()));
    assert!(!change.jobs.iter().any(Job::is::<ClockMark>));
    let due = merged.clocks.resolution_due;
    let by_nobody = act(Caller::system(), Action::RunJob, due);
    assert!(merged.notify_sla(&by_nobody, (Clock::Resolution, SlaThreshold::Due), due, &settings()).is_none());
    // Those of the other one go on as they were.
    assert_eq!(both(&change)[1].clocks, target().clocks);
}

#[test]
fn its_people_take_part_in_the_other_one() {
    let source = Ticket { participants: vec![named(22), named(23)], ..ticket() };
    let target = Ticket { requester: named(COLLEAGUE), participants: vec![named(23)], ..target() };
    let (merged, change) = merge(source.clone(), target).expect("merged");
    let [_, into] = both(&change);
    let ids = |people: &[PersonRef]| people.iter().map(|person| person.id.0.as_u128()).collect::<Vec<_>>();
    assert_eq!(ids(&into.participants), [23, CUSTOMER, 22]);
    // They still read the merged one.
    assert_eq!(merged.participants, source.participants);
    assert_eq!(mails(&change).len(), 3);
    let [many, more] = [0_u128, 5].map(|extra| (100..105 + extra).map(named).collect::<Vec<_>>());
    let of = |participants| Ticket { requester: named(COLLEAGUE), participants, ..super::merge::target() };
    assert!(merge(ticket(), of(many)).is_ok());
    assert_eq!(code(ticket(), of(more)), "too_many");
}

#[test]
fn only_tickets_of_one_account_that_go_on_are_merged() {
    let (account, partner) = (ticket().account.expect("an account"), PartnerId(uuid(60)));
    let other = AccountRef { id: crate::ids::AccountId(uuid(11)), ..account };
    assert_eq!(code(ticket(), ticket()), "same");
    assert_eq!(code(ticket(), Ticket { account: Some(other), ..target() }), "other_account");
    let request = Ticket {
        kind: TicketKind::PartnerRequest,
        account: None,
        partner: Some(PartnerRef { id: partner, name: "Somewhere".into() }),
        ..target()
    };
    assert_eq!(code(ticket(), request), "other_account");
    assert_eq!(code(ticket(), Ticket { state: TicketState::Closed, ..target() }), "ended");
    let merged = Ticket { state: TicketState::Merged, merged_into: Some(ticket().named()), ..target() };
    assert_eq!(code(ticket(), merged), "merged");
    for state in [TicketState::New, TicketState::Waiting, TicketState::OnHold, TicketState::Resolved] {
        assert!(merge(ticket(), Ticket { state, ..target() }).is_ok(), "{state:?}");
        assert!(merge(Ticket { state, ..ticket() }, target()).is_ok(), "{state:?}");
    }
    for state in [TicketState::Closed, TicketState::Merged] {
        let refused = merge(Ticket { state, ..ticket() }, target());
        assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
    }
}

#[test]
fn tickets_of_two_employees_are_not_merged() {
    let of = |requester, id| Ticket {
        kind: TicketKind::HelpDesk,
        account: None,
        requester: named(requester),
        id: TicketId(uuid(id)),
        ..target()
    };
    assert_eq!(code(of(CUSTOMER, 902), of(COLLEAGUE, 901)), "other_person");
    assert!(merge(of(CUSTOMER, 902), of(CUSTOMER, 901)).is_ok());
}

#[test]
fn the_agent_of_the_other_one_is_notified() {
    let target = Ticket { assignee: Some(named(OTHER_AGENT)), ..target() };
    let (_, change) = merge(ticket(), target).expect("merged");
    assert!(mails(&change).contains(&(MailTemplate::TicketJoined, PersonId(uuid(OTHER_AGENT)))));
    let mine = Ticket { assignee: Some(named(AGENT)), ..super::merge::target() };
    let (_, change) = merge(ticket(), mine).expect("merged");
    assert!(!mails(&change).iter().any(|(template, _)| *template == MailTemplate::TicketJoined));
}
