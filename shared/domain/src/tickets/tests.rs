//! Tests of the rules of tickets, without storage or HTTP.

mod allowed;
mod clock_cases;
mod correction;
mod merge;
mod notifications;
mod random_acts;
mod reply_then;
mod retarget;
mod states;

use super::actions::TicketAction;
use super::availability::{AgentAvailability, RoundRobinCursor};
use super::correction::{Correction, CorrectionFacts};
use super::fields::{GivenValue, TicketFields};
use super::list::{TicketFilter, TicketList, TicketListOf, TicketListing, TicketRow};
use super::open::{OpenTicket, OpeningFacts, open};
use super::record::{InternalEntry, PublicEntry};
use super::*;
use crate::accounts::Purchases;
use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::files::{Upload, UploadState};
use crate::hats::{HatKind, Role};
use crate::ids::{PersonId, QueueId, UploadId};
use crate::people::PersonStatus;
use crate::policy::scope;
use crate::records;
use crate::testing::*;
use crate::tickets::jobs::{CloseResolved, MailTemplate};
use crate::tickets::settings::{RoutingAgent, TicketSettings};
use crate::tickets::timeline::{EventKind, PublicItem};
use proptest::prelude::*;

fn by_customer(action: Action, now: Timestamp) -> ActionContext {
    act(customer(CUSTOMER, Role::Member), action, now)
}

fn by_agent(action: Action, now: Timestamp) -> ActionContext {
    act(agent(AGENT), action, now)
}

fn pointers(failure: Error) -> Vec<(String, String)> {
    let Error::Input(errors) = failure else { panic!("{failure:?}") };
    errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

fn upload(id: u128, owner: u128, state: UploadState) -> Upload {
    Upload { id: UploadId(uuid(id)), version: 2, state, ..records::upload(PersonId(uuid(owner)), monday()) }
}

#[test]
fn opening_routes_acknowledges_and_sets_the_clocks() {
    let (ticket, change) = open(&by_customer(Action::OpenTicket, monday()), input(), facts()).expect("opened");
    assert_eq!(ticket.label(), "T-1042");
    assert_eq!((ticket.state, ticket.routing_rule.as_str()), (TicketState::New, "Critical"));
    assert_eq!(ticket.assignee, None);
    assert_eq!(ticket.clocks.first_response_due, "2026-11-23T10:30:00Z".parse().expect("a timestamp"));
    assert_eq!(ticket.clocks.resolution_due, "2026-11-23T14:00:00Z".parse().expect("a timestamp"));
    assert_eq!(mails(&change), vec![(MailTemplate::TicketOpened, PersonId(uuid(CUSTOMER)))]);
    assert!(change.touch.detail.as_ref().is_some_and(|detail| detail.contains("Critical")));
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let mut wrong = input();
    wrong.uploads = vec![UploadId(uuid(70)), UploadId(uuid(71)), UploadId(uuid(72)), UploadId(uuid(73))];
    wrong.participants = vec![PersonId(uuid(998))];
    wrong.custom_fields.insert("Planet".into(), GivenValue::Text("Mars".into()));
    let uploads = vec![
        upload(71, COLLEAGUE, UploadState::Ready),
        upload(72, CUSTOMER, UploadState::Pending),
        upload(73, CUSTOMER, UploadState::Claimed),
    ];
    let facts = OpeningFacts { uploads, purchases: Purchases::default(), ..facts() };
    let failure = open(&by_customer(Action::OpenTicket, monday()), wrong, facts).expect_err("refused");
    let expected = [
        ("/product_id", "not_owned"),
        ("/participant_ids/0", "not_found"),
        ("/upload_ids/0", "upload_not_found"),
        ("/upload_ids/1", "upload_not_found"),
        ("/upload_ids/2", "upload_not_ready"),
        ("/upload_ids/3", "upload_claimed"),
        ("/custom_fields/Planet", "unknown_field"),
    ];
    assert_eq!(pointers(failure), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())).to_vec());
}

#[test]
fn only_what_was_purchased_and_is_in_support_can_be_named() {
    let far = jiff::civil::date(2027, 1, 1);
    let past = jiff::civil::date(2026, 1, 1);
    let of = |product_name: Option<&str>, of_version| {
        let purchases = Purchases { product_name: product_name.map(str::to_owned), of_version };
        let facts = OpeningFacts { purchases, ..facts() };
        let opened = open(&by_customer(Action::OpenTicket, monday()), input(), facts);
        opened.map(|(ticket, _)| ticket.product).map_err(|failure| pointers(failure)[0].clone())
    };
    let refused = |pointer: &str, code: &str| Err((pointer.to_owned(), code.to_owned()));
    assert_eq!(of(None, vec![]), refused("/product_id", "not_owned"));
    assert_eq!(of(Some("Pump"), vec![]), refused("/version_id", "not_owned"));
    assert_eq!(of(Some("Pump"), vec![owned("2.8", past)]), refused("/version_id", "not_in_support"));
    // One purchase that runs is enough, whichever it is.
    let product = of(Some("Pump"), vec![owned("3.0", past), owned("3.0", far)]).expect("opened").expect("a product");
    assert_eq!((product.name.as_str(), product.version_label.as_str()), ("Pump", "3.0"));
}

#[test]
fn an_issue_needs_a_product_and_a_question_does_not() {
    for (version, r#type, expected) in [
        (None, TicketType::Issue, Err(vec![("/version_id".to_owned(), "required".to_owned())])),
        (Some(VersionId(uuid(VERSION))), TicketType::Question, Ok(true)),
    ] {
        let opened =
            open(&by_customer(Action::OpenTicket, monday()), OpenTicket { r#type, version, ..input() }, facts());
        assert_eq!(opened.map(|(ticket, _)| ticket.product.is_some()).map_err(pointers), expected);
    }
}

/// A question about no product, routed to the agent that `agent` chooses.
fn question(agent: RoutingAgent, rota: &AgentAvailability) -> (Ticket, Change) {
    let question =
        OpenTicket { r#type: TicketType::Question, severity: Severity::Low, product: None, version: None, ..input() };
    let mut settings = settings();
    settings.rules.iter_mut().for_each(|rule| rule.agent = agent.clone());
    let facts = OpeningFacts { settings, rota: rota.clone(), ..facts() };
    open(&by_customer(Action::OpenTicket, monday()), question, facts).expect("opened")
}

#[test]
fn agents_take_turns_whatever_number_a_ticket_has() {
    let mut rota = AgentAvailability::default();
    for expected in [AGENT, OTHER_AGENT, AGENT] {
        let (ticket, change) = question(RoutingAgent::RoundRobin, &rota);
        let agent = ticket.assignee.expect("somebody's turn").id;
        assert_eq!(agent, PersonId(uuid(expected)));
        assert!(mails(&change).contains(&(MailTemplate::TicketAssigned, agent)));
        let turn = change.saved::<RoundRobinCursor>().next().cloned();
        rota.turns.extend(turn.map(|turn| (turn.queue, turn)));
    }
    assert_eq!(rota.turns[&QueueId(uuid(QUEUE))].version, 3);
}

#[test]
fn the_least_loaded_agent_is_named_with_their_load() {
    let [one, other] = [AGENT, OTHER_AGENT].map(|id| PersonId(uuid(id)));
    let loads = [(QueueId(uuid(QUEUE)), [(one, 4), (other, 2)].into())].into();
    let rota = AgentAvailability { loads, ..AgentAvailability::default() };
    let (ticket, change) = question(RoutingAgent::LeastLoaded, &rota);
    assert_eq!(ticket.assignee.as_ref().map(|agent| agent.id), Some(other));
    assert!(mails(&change).contains(&(MailTemplate::TicketAssigned, other)));
    let turn = change.saved::<RoundRobinCursor>().next().expect("a turn");
    assert_eq!((turn.agent, &turn.recent[..]), (other, &[other][..]));
    let entry: &InternalEntry = change.saved().next().expect("a decision");
    let decided = view::StaffTimelineItem::from(timeline::StaffItem::Internal(entry.item.clone()));
    assert_eq!((decided.text, decided.agent, decided.load), (Some("In turn".into()), ticket.assignee, Some(2)));
    // Customers do not read who was chosen, and why.
    let mut public = change.saved::<PublicEntry>();
    assert!(public.all(|entry| !serde_json::to_string(&entry.item).expect("JSON").contains("load")));
}

#[test]
fn loads_are_looked_up_only_for_the_rule_that_decides() {
    let question = || OpenTicket { r#type: TicketType::Question, severity: Severity::Low, ..input() };
    let mut settings = settings();
    let queue_of = |input: &OpenTicket, settings: &TicketSettings| {
        input.balanced_queue(&facts().side, settings, &TicketFields::default())
    };
    assert_eq!(queue_of(&question(), &settings), None);
    settings.rules[1].agent = RoutingAgent::LeastLoaded;
    assert_eq!(queue_of(&question(), &settings), Some(QueueId(uuid(QUEUE))));
    assert_eq!(queue_of(&input(), &settings), None);
}

#[test]
fn whoever_is_away_is_given_nothing() {
    let away = |people: &[u128]| AgentAvailability {
        away: people.iter().map(|id| PersonId(uuid(*id))).collect(),
        ..AgentAvailability::default()
    };
    let fixed = RoutingAgent::Fixed(PersonId(uuid(AGENT)));
    let given = |agent, rota: AgentAvailability| {
        let (ticket, change) = question(agent, &rota);
        let public_events = mails(&change).iter().any(|(template, _)| *template == MailTemplate::TicketAssigned);
        assert_eq!(public_events, ticket.assignee.is_some());
        ticket.assignee.map(|agent| agent.id)
    };
    assert_eq!(given(fixed.clone(), away(&[])), Some(PersonId(uuid(AGENT))));
    assert_eq!(given(fixed, away(&[AGENT])), None);
    assert_eq!(given(RoutingAgent::RoundRobin, away(&[AGENT])), Some(PersonId(uuid(OTHER_AGENT))));
    assert_eq!(given(RoutingAgent::RoundRobin, away(&[AGENT, OTHER_AGENT])), None);
}

#[test]
fn opening_a_ticket_takes_those_off_the_rota_who_work_on_no_queue() {
    let away = |people: &[u128]| AgentAvailability {
        away: people.iter().map(|id| PersonId(uuid(*id))).collect(),
        ..AgentAvailability::default()
    };
    let off = |rota: AgentAvailability| {
        let (_, change) = question(RoutingAgent::Nobody, &rota);
        let off = change.writes.into_iter().filter_map(|write| match write {
            Write::Discard { kind: "away", key } => {
                key.sort.rsplit('#').next()?.parse().ok().map(|id: PersonId| id.0.as_u128())
            }
            _ => None,
        });
        off.collect::<Vec<_>>()
    };
    assert_eq!(off(away(&[])), []);
    assert_eq!(off(away(&[AGENT, OTHER_AGENT])), []);
    assert_eq!(off(away(&[AGENT, 7_001, 7_002])), [7_001, 7_002]);
}

#[test]
fn a_note_writes_nothing_that_a_customer_could_see() {
    let (_, change) = ticket().note(&by_agent(Action::NoteOnTicket, monday()), "secret".into()).expect("noted");
    assert!(change.writes.iter().all(|write| write.saved::<InternalEntry>().is_some()), "{change:?}");
    assert!(mails(&change).is_empty());
}

#[test]
fn the_reason_of_a_hold_is_for_staff() {
    let until = monday() + SignedDuration::from_hours(48);
    let (held, change) = ticket()
        .hold(&by_agent(Action::HoldTicket, monday()), until, Some("secret".into()), &settings())
        .expect("held");
    assert_eq!((held.state, held.hold_until), (TicketState::OnHold, Some(until)));
    let mut public = change.saved::<PublicEntry>();
    assert!(public.all(|entry| matches!(entry.item, PublicItem::Event(_))));
    assert!(mails(&change).is_empty());
}

#[test]
fn the_first_reply_of_the_company_stops_the_first_clock_and_a_customers_does_not() {
    let reply = |ticket: Ticket, act: &ActionContext| {
        let (_, change) = ticket.reply(act, "text".into(), &[], Vec::new(), &settings()).expect("replied");
        change.saved::<Ticket>().next().cloned()
    };
    let after = reply(ticket(), &by_customer(Action::ReplyToTicket, monday())).expect("written");
    assert_eq!(after.clocks.first_responded_at, None);
    let after = reply(after, &by_agent(Action::ReplyToTicket, monday())).expect("written");
    assert_eq!(after.clocks.first_responded_at, Some(monday()));
}

#[test]
fn waiting_stops_the_clock_and_an_answer_lets_it_go_on() {
    let later = monday() + SignedDuration::from_hours(24);
    let act = by_agent(Action::AwaitCustomer, monday());
    let (waiting, change) = ticket().wait(&act, "Which version?".into(), &settings()).expect("asked");
    assert_eq!(waiting.clocks.stopped_at, Some(monday()));
    assert_eq!(mails(&change), vec![(MailTemplate::TicketWaiting, PersonId(uuid(CUSTOMER)))]);
    let (_, change) = waiting
        .reply(&by_customer(Action::ReplyToTicket, later), "3.0".into(), &[], Vec::new(), &settings())
        .expect("answered");
    let Some(ticket) = change.saved::<Ticket>().next() else { panic!("no ticket in {change:?}") };
    assert_eq!(ticket.state, TicketState::Open);
    assert_eq!(ticket.clocks.resolution_due, "2026-11-24T14:00:00Z".parse().expect("a timestamp"));
    assert!(mails(&change).contains(&(MailTemplate::CustomerReplied, PersonId(uuid(AGENT)))));
}

#[test]
fn resolved_confirmed_reopened() {
    let settings = settings();
    let (resolved, change) =
        ticket().resolve(&by_agent(Action::ResolveTicket, monday()), "Done so.".into(), &settings).expect("resolved");
    assert_eq!(mails(&change), vec![(MailTemplate::TicketResolved, PersonId(uuid(CUSTOMER)))]);
    let owed = change.jobs.iter().find(|job| job.is::<CloseResolved>()).expect("a closing");
    assert_eq!(owed.due, monday() + CLOSE_AFTER);
    let act = by_customer(Action::ConfirmTicket, monday());
    let (closed, _) = resolved.confirm(&act, &settings).expect("confirmed");
    assert_eq!((closed.state, closed.closed_at), (TicketState::Closed, Some(monday())));
    let within = monday() + SignedDuration::from_hours(24 * 13);
    let (open, _) =
        closed.clone().reopen(&by_customer(Action::ReopenTicket, within), "Again".into(), &settings).expect("reopened");
    assert_eq!((open.state, open.resolution, open.closed_at), (TicketState::Open, None, None));
    let late = monday() + SignedDuration::from_hours(24 * 15);
    let failure = closed.reopen(&by_customer(Action::ReopenTicket, late), "Again".into(), &settings);
    assert!(matches!(failure, Err(Error::Conflict { .. })));
}

#[test]
fn only_an_agent_of_the_queue_who_can_sign_in_can_be_assigned() {
    let act = by_agent(Action::AssignTicket, monday());
    let assign = |id: u128, status| {
        let found = [person_of(id, status)];
        ticket().assign(&act, Some(PersonId(uuid(id))), &found, None, &settings())
    };
    let code = |failure| pointers(failure)[0].1.clone();
    assert_eq!(code(assign(99, PersonStatus::Active).expect_err("refused")), "not_one_of");
    for status in [PersonStatus::Disabled, PersonStatus::Invited] {
        assert_eq!(code(assign(OTHER_AGENT, status).expect_err("refused")), "not_active");
    }
    let (given, change) = assign(OTHER_AGENT, PersonStatus::Active).expect("assigned");
    assert_eq!(given.state, TicketState::Open);
    assert_eq!(mails(&change), vec![(MailTemplate::TicketAssigned, PersonId(uuid(OTHER_AGENT)))]);
}

#[test]
fn lists_follow_the_scope() {
    let list = |caller: &Caller, listing, queue: Option<u128>| {
        let scope = scope(caller, Action::ListTickets)?;
        let queue = queue.map(|id| crate::ids::QueueId(uuid(id)));
        TicketList::within(&scope, caller.hat.kind, listing, queue, None).map(|list| list.of)
    };
    let member = customer(CUSTOMER, Role::Member);
    let manager = customer(CUSTOMER, Role::Manager);
    let agent = agent(AGENT);
    assert_eq!(list(&member, TicketListing::Mine, None), Ok(TicketListOf::Person(member.person)));
    assert_eq!(list(&member, TicketListing::Company, None), Err(Error::Forbidden));
    assert!(matches!(list(&manager, TicketListing::Company, None), Ok(TicketListOf::Account(_))));
    assert!(matches!(list(&agent, TicketListing::Queue, Some(QUEUE)), Ok(TicketListOf::Queue(_))));
    assert_eq!(list(&agent, TicketListing::Queue, Some(41)), Err(Error::NotFound));
    assert_eq!(list(&member, TicketListing::Queue, Some(QUEUE)), Err(Error::Forbidden));
    assert_eq!(list(&agent, TicketListing::Mine, None), Err(Error::Forbidden));
    let editor = caller(60, HatKind::Staff, Role::Editor, None, &[]);
    for listing in [TicketListing::Mine, TicketListing::Assigned] {
        assert_eq!(list(&editor, listing, None), Err(Error::Forbidden));
    }
}

#[test]
fn open_lists_are_those_that_a_scope_reaches() {
    use TicketListing::{Assigned, Company, Mine, Queue};
    let open = |caller: &Caller| {
        let scope = scope(caller, Action::ListTickets).expect("may list");
        TicketList::open_to(&scope, caller.hat.kind)
    };
    assert_eq!(open(&customer(CUSTOMER, Role::Member)), [Mine]);
    assert_eq!(open(&customer(CUSTOMER, Role::Manager)), [Mine, Company]);
    assert_eq!(open(&agent(AGENT)), [Queue, Assigned]);
    assert_eq!(open(&caller(AGENT, HatKind::Staff, Role::Agent, None, &[])), [Assigned]);
    assert_eq!(open(&caller(60, HatKind::Staff, Role::Administrator, None, &[])), [Queue, Assigned]);
}

#[test]
fn a_list_shows_what_its_hat_may_open() {
    let at_home = customer(CUSTOMER, Role::Member);
    let away = caller(CUSTOMER, HatKind::Customer, Role::Member, Some(11), &[]);
    let colleague = customer(COLLEAGUE, Role::Member);
    let shows = |caller: &Caller, row: &TicketRow| {
        let scope = scope(caller, Action::ListTickets).expect("a list");
        TicketList::within(&scope, HatKind::Customer, TicketListing::Mine, None, None).expect("one's own").shows(row)
    };
    let row = TicketRow::from(&ticket());
    assert!(shows(&at_home, &row));
    assert!(!shows(&away, &row));
    // A row is in a colleague's partition only if they take part.
    assert!(shows(&colleague, &row));
}

#[test]
fn a_filter_shows_what_has_all_of_its_fields() {
    let by = customer(CUSTOMER, Role::Member);
    let scope = scope(&by, Action::ListTickets).expect("a list");
    let list = TicketList::within(&scope, HatKind::Customer, TicketListing::Mine, None, None).expect("one's own");
    let row = TicketRow::from(&ticket());
    let shows = |filter| list.clone().filtered(filter).shows(&row);
    let (severity, product) = (Some(Severity::Critical), Some(crate::ids::ProductId(uuid(PRODUCT))));
    let requester = Some(by.person);
    assert!(shows(TicketFilter::default()));
    assert!(shows(TicketFilter { severity, product, requester }));
    assert!(!shows(TicketFilter { severity: Some(Severity::Low), product, requester }));
    assert!(!shows(TicketFilter { product: Some(crate::ids::ProductId(uuid(99))), ..TicketFilter::default() }));
    assert!(!shows(TicketFilter { requester: Some(PersonId(uuid(COLLEAGUE))), ..TicketFilter::default() }));
    let about_nothing = TicketRow { product: None, ..row.clone() };
    assert!(!list.filtered(TicketFilter { product, ..TicketFilter::default() }).shows(&about_nothing));
}

#[test]
fn an_answer_that_ends_waiting_or_a_hold_says_so() {
    let settings = settings();
    let (waiting, _) =
        ticket().wait(&by_agent(Action::AwaitCustomer, monday()), "Which?".into(), &settings).expect("asked");
    let until = monday() + SignedDuration::from_hours(48);
    let (held, _) = ticket().hold(&by_agent(Action::HoldTicket, monday()), until, None, &settings).expect("held");
    let (taken, _) = ticket().take(&by_agent(Action::TakeTicket, monday())).expect("taken");
    let answered = |ticket: Ticket, act: ActionContext| {
        public_events(&ticket.reply(&act, "text".into(), &[], Vec::new(), &settings).expect("replied").1)
    };
    let customer = || by_customer(Action::ReplyToTicket, monday());
    assert_eq!(answered(waiting.clone(), customer()), [EventKind::Resumed]);
    assert_eq!(answered(held, customer()), [EventKind::Resumed]);
    assert_eq!(answered(taken, customer()), []);
    // A reply of the company ends nothing.
    assert_eq!(answered(waiting, by_agent(Action::ReplyToTicket, monday())), []);
}

#[test]
fn giving_a_ticket_away_says_what_it_comes_to() {
    let act = by_agent(Action::AssignTicket, monday());
    let mut settings = settings();
    let elsewhere = QueueId(uuid(41));
    settings.queues.push(crate::tickets::settings::Queue { id: elsewhere, ..settings.queues[0].clone() });
    let given = |ticket: Ticket, to: Option<u128>, queue| {
        let found: Vec<_> = to.iter().map(|id| person_of(*id, PersonStatus::Active)).collect();
        let to = to.map(|id| PersonId(uuid(id)));
        let (ticket, change) = ticket.assign(&act, to, &found, queue, &settings).expect("given");
        (ticket, public_events(&change))
    };
    let (free, events) = given(ticket(), None, None);
    assert_eq!(events, []);
    let (taken, events) = given(free, Some(OTHER_AGENT), None);
    assert_eq!(events, [EventKind::Assigned]);
    let (freed, events) = given(taken.clone(), None, None);
    assert_eq!((freed.assignee, events), (None, vec![EventKind::Unassigned]));
    let (moved, events) = given(taken, None, Some(elsewhere));
    assert_eq!((moved.queue.id, events), (elsewhere, vec![EventKind::Moved]));
}

/// Person who is added to tickets.
const NEWCOMER: u128 = 24;

/// Performs one action as this caller.
fn perform(ticket: Ticket, wanted: TicketAction, caller: &Caller, now: Timestamp) -> Result<(Ticket, Change), Error> {
    let settings = settings();
    let act = act(caller.clone(), wanted.action(), now);
    let text = || "text".to_owned();
    let changed = |ticket: &Ticket, change: &Change| {
        let written = change.saved::<Ticket>().next().cloned();
        written.unwrap_or_else(|| ticket.clone())
    };
    match wanted {
        TicketAction::Reply => {
            let before = ticket.clone();
            let (_, change) = ticket.reply(&act, text(), &[], Vec::new(), &settings)?;
            Ok((changed(&before, &change), change))
        }
        TicketAction::Note => ticket.note(&act, text()).map(|(_, change)| (ticket, change)),
        TicketAction::Take => ticket.take(&act),
        TicketAction::Assign => {
            let found = [person_of(OTHER_AGENT, PersonStatus::Active)];
            ticket.assign(&act, Some(found[0].id), &found, None, &settings)
        }
        TicketAction::Wait => ticket.wait(&act, text(), &settings),
        TicketAction::Hold => ticket.hold(&act, now + SignedDuration::from_hours(5), None, &settings),
        TicketAction::Resume => ticket.resume(&act, &settings),
        TicketAction::Resolve => ticket.resolve(&act, text(), &settings),
        TicketAction::Confirm => ticket.confirm(&act, &settings),
        TicketAction::Close => ticket.close(&act, &settings),
        TicketAction::Reopen => ticket.reopen(&act, text(), &settings),
        TicketAction::Rate => ticket.rate(&act, 4, Some(text())),
        TicketAction::AddParticipant => ticket.add_participant(&act, Some(&colleague(NEWCOMER))),
        TicketAction::RemoveParticipant => {
            let other = ticket.participants.iter().find(|person| person.id != caller.person);
            let first = other.map_or(PersonId(uuid(NEWCOMER)), |person| person.id);
            ticket.remove_participant(&act, first)
        }
        TicketAction::Leave => ticket.remove_participant(&act, caller.person),
        TicketAction::FollowUp => {
            let input = OpenTicket { follows: Some(ticket.id), ..input() };
            let facts = OpeningFacts { followed: Some(ticket.clone()), ..facts() };
            let (_, change) = open(&act, input, facts).map_err(|_| Error::NotFound)?;
            // The new one is saved first; here it has the same ID.
            let old = change.saved::<Ticket>().last().cloned();
            // The mails are of the new ticket.
            Ok((old.unwrap_or(ticket), Change { jobs: Vec::new(), ..change }))
        }
        TicketAction::Correct => {
            let other = if ticket.severity == Severity::Low { Severity::Critical } else { Severity::Low };
            let correction = Correction { severity: Some(other), ..Correction::default() };
            let (ticket, change) = ticket.correct(&act, &correction, &CorrectionFacts::default(), &settings)?;
            Ok((ticket, change.expect("a change")))
        }
        TicketAction::Merge => {
            let target = Ticket { id: crate::ids::TicketId(uuid(901)), number: 901, ..self::ticket() };
            ticket.merge(&act, target, &settings)
        }
    }
}

const ACTS: [TicketAction; 18] = [
    TicketAction::Reply,
    TicketAction::Note,
    TicketAction::Take,
    TicketAction::Assign,
    TicketAction::Wait,
    TicketAction::Hold,
    TicketAction::Resume,
    TicketAction::Resolve,
    TicketAction::Confirm,
    TicketAction::Close,
    TicketAction::Reopen,
    TicketAction::Rate,
    TicketAction::AddParticipant,
    TicketAction::RemoveParticipant,
    TicketAction::Leave,
    TicketAction::FollowUp,
    TicketAction::Correct,
    TicketAction::Merge,
];

proptest! {
    #[test]
    fn whatever_is_done_in_whatever_order_the_ticket_stays_whole(
        steps in prop::collection::vec((0..ACTS.len(), any::<bool>(), 0_i64..2_000), 0..40)
    ) {
        let (mut ticket, mut now) = (ticket(), monday());
        for (index, customer, minutes) in steps {
            now += SignedDuration::from_mins(minutes);
            let caller = if customer { self::customer(CUSTOMER, Role::Member) } else { agent(AGENT) };
            let allowed = ticket.allowed(&caller, now);
            let before = ticket.clone();
            match perform(ticket.clone(), ACTS[index], &caller, now) {
                Ok((after, change)) => {
                    prop_assert!(allowed.contains(&ACTS[index]), "{:?} was done at {:?}", ACTS[index], before.state);
                    prop_assert!(after.version == before.version || after.version == before.version + 1);
                    prop_assert!(change.touch.record.is_some());
                    for (_, to) in mails(&change) {
                        prop_assert_ne!(to, PersonId(uuid(if customer { CUSTOMER } else { AGENT })), "mail to oneself");
                    }
                    ticket = after;
                }
                Err(Error::Conflict { .. } | Error::NotFound) => prop_assert_eq!(&ticket, &before),
                Err(failure) => prop_assert!(false, "{failure:?}"),
            }
            prop_assert_eq!(ticket.closed_at.is_some(), ticket.state == TicketState::Closed);
            prop_assert_eq!(ticket.hold_until.is_some(), ticket.state == TicketState::OnHold);
            prop_assert_eq!(ticket.clocks.stopped_at.is_some(), ticket.state.pauses_clocks());
            prop_assert!(ticket.state != TicketState::Resolved || ticket.resolution.is_some());
        }
    }
}
