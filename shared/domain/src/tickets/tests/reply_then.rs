//! Tests of replies that move the ticket on: each has what a reply and the step have, in one change.

use super::*;
use crate::jobs::Job;
use crate::tickets::jobs::{EndHold, RemindWaiting};
use crate::tickets::reply_then::ReplyThen;

fn sent(ticket: Ticket, act: &ActionContext, then: ReplyThen) -> Result<Change, Error> {
    let uploads = vec![upload(71, AGENT, UploadState::Ready)];
    let asked = [UploadId(uuid(71))];
    ticket.reply_then(act, "Done so.".into(), (&asked, uploads), then, &settings()).map(|(_, change)| change)
}

fn by_agent_now() -> ActionContext {
    by_agent(Action::ReplyToTicket, monday())
}

/// Messages of a change, each with the number of its files.
fn messages(change: &Change) -> Vec<(String, usize)> {
    let reply = |entry: &PublicEntry| match &entry.item {
        PublicItem::Reply(reply) => Some((reply.text.clone(), reply.files.len())),
        PublicItem::Event(_) => None,
    };
    change.saved().filter_map(reply).collect()
}

#[test]
fn one_change_has_the_message_its_file_and_the_step() {
    let until = monday() + SignedDuration::from_hours(48);
    for (then, state, event, mail) in [
        (ReplyThen::Wait, TicketState::Waiting, EventKind::Waiting, MailTemplate::TicketWaiting),
        (ReplyThen::Resolve, TicketState::Resolved, EventKind::Resolved, MailTemplate::TicketResolved),
        (ReplyThen::Hold(until), TicketState::OnHold, EventKind::OnHold, MailTemplate::TicketReplied),
    ] {
        let before = ticket();
        let change = sent(before.clone(), &by_agent_now(), then).expect("sent");
        let after = left(&change).expect("changed");
        assert_eq!((after.state, after.version), (state, before.version + 1));
        assert_eq!(after.assignee.as_ref().map(|agent| agent.id), Some(PersonId(uuid(AGENT))));
        assert_eq!(after.clocks.first_responded_at, Some(monday()));
        assert_eq!((after.files.len(), messages(&change)), (1, vec![("Done so.".to_owned(), 1)]));
        assert_eq!(public_events(&change), [event]);
        assert_eq!(mails(&change), [(mail, PersonId(uuid(CUSTOMER)))]);
        assert!(change.saved::<Upload>().next().is_some_and(|upload| upload.state == UploadState::Claimed));
        let jobs = [
            change.jobs.iter().any(Job::is::<RemindWaiting>),
            change.jobs.iter().any(Job::is::<CloseResolved>),
            change.jobs.iter().any(Job::is::<EndHold>),
        ];
        assert_eq!(jobs, [event == EventKind::Waiting, event == EventKind::Resolved, event == EventKind::OnHold]);
    }
}

#[test]
fn the_solution_is_on_the_timeline_once() {
    let change = sent(ticket(), &by_agent_now(), ReplyThen::Resolve).expect("sent");
    assert_eq!(left(&change).and_then(|ticket| ticket.resolution).map(|found| found.text).as_deref(), Some("Done so."));
    let mut events = change.saved().filter_map(|entry: &PublicEntry| match &entry.item {
        PublicItem::Event(event) => Some(event.text.clone()),
        PublicItem::Reply(_) => None,
    });
    assert_eq!(events.next(), Some(None));
}

#[test]
fn a_step_that_the_ticket_or_the_caller_does_not_allow_is_refused_with_its_message() {
    let customer = by_customer(Action::ReplyToTicket, monday());
    assert_eq!(sent(ticket(), &customer, ReplyThen::Resolve), Err(Error::Forbidden));
    let (waiting, _) =
        ticket().wait(&by_agent(Action::AwaitCustomer, monday()), "Which?".into(), &settings()).expect("asked");
    assert!(matches!(sent(waiting, &by_agent_now(), ReplyThen::Wait), Err(Error::Conflict { .. })));
    let early = sent(ticket(), &by_agent_now(), ReplyThen::Hold(monday())).expect_err("refused");
    assert_eq!(pointers(early), [("/until".to_owned(), "too_early".to_owned())]);
}
