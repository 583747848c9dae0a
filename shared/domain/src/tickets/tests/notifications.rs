//! Tests of notifications: the people who get a mail or an event.

use super::*;
use crate::jobs::Job;
use crate::tickets::jobs::TellQueue;
use crate::tickets::settings::Alarm;
use crate::tickets::timeline::StaffItem;
use crate::tickets::view::{AnyHappening, StaffTimelineItem};

fn person(id: u128) -> PersonId {
    PersonId(uuid(id))
}

/// Mails to the queue that a change requires, if its jobs run right afterwards.
fn told_queue(ticket: &Ticket, change: &Change, settings: &TicketSettings) -> Vec<(MailTemplate, PersonId)> {
    let owed = change.jobs.iter().filter_map(Job::task::<TellQueue>);
    let by_nobody = act(Caller::system(), Action::RunJob, monday());
    let tell = |public_events: TellQueue| {
        ticket.tell_its_queue(&by_nobody, public_events.template, public_events.item, settings)
    };
    owed.filter_map(tell).flat_map(|change| mails(&change)).collect()
}

fn with_alarm(severities: &[Severity], unassigned: bool) -> TicketSettings {
    TicketSettings { alarm: Alarm { severities: severities.to_vec(), unassigned }, ..settings() }
}

fn opened(input: OpenTicket, settings: &TicketSettings) -> (Ticket, Change) {
    let facts = OpeningFacts { settings: settings.clone(), ..facts() };
    open(&by_customer(Action::OpenTicket, monday()), input, facts).expect("opened")
}

fn everybody(template: MailTemplate) -> Vec<(MailTemplate, PersonId)> {
    [LEAD, AGENT, OTHER_AGENT].map(|id| (template, person(id))).to_vec()
}

#[test]
fn a_ticket_taken_from_a_colleague_tells_them() {
    let (taken, change) = ticket().take(&by_agent(Action::TakeTicket, monday())).expect("taken");
    assert_eq!(mails(&change), []);
    let by_other = act(agent(OTHER_AGENT), Action::TakeTicket, monday());
    let (_, change) = taken.clone().take(&by_other).expect("taken over");
    assert_eq!(mails(&change), [(MailTemplate::TicketTakenOver, person(AGENT))]);
    // The timeline of staff names the former agent.
    let entry: &PublicEntry = change.saved().next().expect("an event");
    let event = StaffTimelineItem::from(StaffItem::Public(entry.item.clone()));
    assert_eq!(event.event, Some(AnyHappening::Public(EventKind::Taken)));
    assert_eq!(event.from.map(|agent| agent.id), Some(person(AGENT)));
    // Former agents get a mail if somebody else reassigned the ticket, but not if they did so themselves.
    let by_lead = act(caller(LEAD, HatKind::Staff, Role::Administrator, None, &[]), Action::AssignTicket, monday());
    let found = [person_of(OTHER_AGENT, PersonStatus::Active)];
    let assign =
        |act: &ActionContext| taken.clone().assign(act, Some(found[0].id), &found, None, &settings()).expect("given").1;
    let to_both = [(MailTemplate::TicketAssigned, person(OTHER_AGENT)), (MailTemplate::TicketTakenOver, person(AGENT))];
    assert_eq!(mails(&assign(&by_lead)), to_both);
    assert_eq!(mails(&assign(&by_agent(Action::AssignTicket, monday()))), to_both[..1]);
    let (_, change) = taken.assign(&by_lead, None, &[], None, &settings()).expect("freed");
    assert_eq!(mails(&change), [(MailTemplate::TicketTakenOver, person(AGENT))]);
}

#[test]
fn the_queue_is_told_of_a_critical_ticket_and_of_others_as_the_settings_say() {
    let low = || OpenTicket { severity: Severity::Low, r#type: TicketType::Question, ..input() };
    let usual = with_alarm(&[Severity::Critical], false);
    assert_eq!(usual.alarm, Alarm::default());
    let (critical, change) = opened(input(), &usual);
    assert_eq!(critical.assignee, None);
    assert_eq!(told_queue(&critical, &change, &usual), everybody(MailTemplate::QueueAlarm));
    let (usual_one, change) = opened(low(), &usual);
    assert_eq!(told_queue(&usual_one, &change, &usual), []);
    // The agent who has the ticket gets a mail of their own.
    let mut given = usual.clone();
    given.rules.iter_mut().for_each(|rule| rule.agent = RoutingAgent::Fixed(person(AGENT)));
    let (critical, change) = opened(input(), &given);
    let others = [(MailTemplate::QueueAlarm, person(LEAD)), (MailTemplate::QueueAlarm, person(OTHER_AGENT))];
    assert_eq!(told_queue(&critical, &change, &given), others);
    // Those that nobody has, if a company wants that; one that is taken at once needs nobody else.
    let mut free = with_alarm(&[], true);
    free.rules.iter_mut().for_each(|rule| rule.agent = RoutingAgent::Nobody);
    let (unassigned, change) = opened(low(), &free);
    assert_eq!(told_queue(&unassigned, &change, &free), everybody(MailTemplate::QueueAlarm));
    let (taken, _) = unassigned.take(&by_agent(Action::TakeTicket, monday())).expect("taken");
    assert_eq!(told_queue(&taken, &change, &free), []);
    let silent = with_alarm(&[], false);
    let (critical, change) = opened(input(), &silent);
    assert_eq!(told_queue(&critical, &change, &silent), []);
}

#[test]
fn settings_of_the_version_before_alarm_of_critical_tickets() {
    let mut before = serde_json::to_value(settings()).expect("JSON");
    before.as_object_mut().and_then(|fields| fields.remove("alarm")).expect("the field");
    let settings: TicketSettings = serde_json::from_value(before).expect("settings of the version before");
    assert_eq!(settings.alarm, Alarm { severities: vec![Severity::Critical], unassigned: false });
}

#[test]
fn what_a_customer_writes_on_a_ticket_that_nobody_has_goes_to_the_queue() {
    let act = by_customer(Action::ReplyToTicket, monday());
    let (reply, change) = ticket().reply(&act, "More".into(), &[], Vec::new(), &settings()).expect("replied");
    let ticket = left(&change).expect("changed");
    assert_eq!(told_queue(&ticket, &change, &settings()), everybody(MailTemplate::CustomerReplied));
    assert!(
        change
            .jobs
            .iter()
            .any(|job| job.task::<TellQueue>().is_some_and(|public_events| public_events.item == Some(reply.id)))
    );
}

#[test]
fn the_agent_is_told_that_the_customer_confirmed_or_closed() {
    let (taken, _) = ticket().take(&by_agent(Action::TakeTicket, monday())).expect("taken");
    let (_, change) = taken.clone().close(&by_customer(Action::CloseTicket, monday()), &settings()).expect("closed");
    assert_eq!(mails(&change), [(MailTemplate::CustomerClosed, person(AGENT))]);
    let by_agent = by_agent(Action::ResolveTicket, monday());
    let (resolved, _) = taken.resolve(&by_agent, "Done so.".into(), &settings()).expect("resolved");
    let (_, change) =
        resolved.clone().confirm(&by_customer(Action::ConfirmTicket, monday()), &settings()).expect("confirmed");
    assert_eq!(mails(&change), [(MailTemplate::CustomerClosed, person(AGENT))]);
    // Closed by staff, it is no news from the customer.
    let (_, change) = resolved.close(&by_agent, &settings()).expect("closed");
    assert!(!mails(&change).iter().any(|(template, _)| *template == MailTemplate::CustomerClosed));
}
