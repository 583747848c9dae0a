//! Tests of corrections: the fields that staff may set, the events and the people who are notified.

use super::*;
use crate::jobs::Job;
use crate::people::Person;
use crate::tickets::jobs::TellQueue;
use crate::tickets::settings::Queue;
use crate::tickets::timeline::{FieldChange, InternalItem, StaffEventKind, TicketField};
use crate::tickets::view::{StaffTicketView, TimelineItem};

fn correction() -> Correction {
    Correction::default()
}

fn by_agent_now() -> ActionContext {
    by_agent(Action::CorrectTicket, monday() + SignedDuration::from_mins(10))
}

fn corrected(ticket: Ticket, wanted: &Correction, facts: &CorrectionFacts) -> Result<(Ticket, Option<Change>), Error> {
    ticket.correct(&by_agent_now(), wanted, facts, &two_queues())
}

/// The usual settings with a second queue, on which only the other agent works.
fn two_queues() -> TicketSettings {
    let mut settings = settings();
    let agents = vec![settings.queues[0].agents[1].clone()];
    settings.queues.push(Queue { id: elsewhere(), name: "Elsewhere".into(), agents, ..settings.queues[0].clone() });
    settings
}

fn elsewhere() -> QueueId {
    QueueId(uuid(41))
}

/// A person with a customer's hat of an account.
fn of_account(id: u128, account: u128, status: PersonStatus) -> Person {
    let hat = caller(id, HatKind::Customer, Role::Member, Some(account), &[]).hat;
    Person { hats: vec![hat], ..person_of(id, status) }
}

/// Corrections that everybody on the ticket sees, and those that only staff see.
fn events(change: &Change) -> [Vec<FieldChange>; 2] {
    let public = change.saved().filter_map(|entry: &PublicEntry| match &entry.item {
        PublicItem::Event(event) if event.event == EventKind::Corrected => Some(event.changes.clone()),
        _ => None,
    });
    let internal = change.saved().filter_map(|entry: &InternalEntry| match &entry.item {
        InternalItem::Event(event) if event.event == StaffEventKind::Corrected => Some(event.changes.clone()),
        _ => None,
    });
    [public.flatten().collect(), internal.flatten().collect()]
}

fn changed(field: TicketField, before: &str, after: &str) -> FieldChange {
    FieldChange { field, before: Some(before.into()), after: Some(after.into()) }
}

fn refused(ticket: Ticket, wanted: &Correction, facts: &CorrectionFacts) -> Vec<(String, String)> {
    pointers(corrected(ticket, wanted, facts).expect_err("refused"))
}

#[test]
fn several_fields_are_corrected_in_one_change() {
    let (taken, _) = ticket().take(&by_agent(Action::TakeTicket, monday())).expect("taken");
    let wanted = Correction {
        r#type: Some(TicketType::Question),
        severity: Some(Severity::Low),
        synopsis: Some("How many may sign in at once?".into()),
        queue: Some(elsewhere()),
        ..correction()
    };
    let (after, change) = corrected(taken.clone(), &wanted, &CorrectionFacts::default()).expect("corrected");
    let change = change.expect("a change");
    assert_eq!((after.r#type, after.severity), (TicketType::Question, Severity::Low));
    assert_eq!((after.version, after.updated_at), (taken.version + 1, by_agent_now().now));
    let [public, internal] = events(&change);
    let expected = [
        changed(TicketField::Type, "issue", "question"),
        changed(TicketField::Severity, "critical", "low"),
        changed(TicketField::Synopsis, "Simultaneous login failure", "How many may sign in at once?"),
    ];
    assert_eq!(public, expected);
    assert_eq!(internal, [changed(TicketField::Queue, "PowerPlus", "Elsewhere")]);
    // The agent does not work on the other queue, and made the correction: no mail tells them.
    assert_eq!((after.assignee, mails(&change)), (None, vec![]));
    let detail = change.touch.detail.expect("a detail");
    assert_eq!(detail, "type issue → question, severity critical → low, synopsis, queue PowerPlus → Elsewhere");
}

#[test]
fn a_customer_reads_the_correction_and_not_the_queue() {
    let wanted = Correction { severity: Some(Severity::High), queue: Some(elsewhere()), ..correction() };
    let (_, change) = corrected(ticket(), &wanted, &CorrectionFacts::default()).expect("corrected");
    let change = change.expect("a change");
    let items: Vec<TimelineItem> =
        change.saved().map(|entry: &PublicEntry| TimelineItem::from(entry.item.clone())).collect();
    let [item] = &items[..] else { panic!("one event: {items:?}") };
    assert_eq!(item.changes, [changed(TicketField::Severity, "critical", "high")]);
    assert!(!serde_json::to_string(item).expect("JSON").contains("Elsewhere"));
}

#[test]
fn another_queue_alone_is_no_news_for_the_customer() {
    let wanted = Correction { queue: Some(elsewhere()), ..correction() };
    let before = ticket();
    let (after, change) = corrected(before.clone(), &wanted, &CorrectionFacts::default()).expect("corrected");
    let change = change.expect("a change");
    assert_eq!(events(&change)[0], []);
    assert_eq!((after.queue.id, after.updated_at), (elsewhere(), before.updated_at));
    // It is critical, so its new queue is notified of it.
    assert!(change.jobs.iter().any(Job::is::<TellQueue>));
}

#[test]
fn an_agent_of_both_queues_keeps_the_ticket() {
    let found = [person_of(OTHER_AGENT, PersonStatus::Active)];
    let act = by_agent(Action::AssignTicket, monday());
    let (given, _) = ticket().assign(&act, Some(found[0].id), &found, None, &settings()).expect("assigned");
    let wanted = Correction { queue: Some(elsewhere()), ..correction() };
    let (kept, _) = corrected(given.clone(), &wanted, &CorrectionFacts::default()).expect("corrected");
    assert_eq!(kept.assignee, given.assignee);
    // An agent who loses it is notified.
    let (taken, _) = ticket().take(&by_agent(Action::TakeTicket, monday())).expect("taken");
    let by_lead = act_of_lead();
    let (_, change) = taken.correct(&by_lead, &wanted, &CorrectionFacts::default(), &two_queues()).expect("corrected");
    assert_eq!(mails(&change.expect("a change")), [(MailTemplate::TicketTakenOver, PersonId(uuid(AGENT)))]);
}

fn act_of_lead() -> ActionContext {
    act(caller(LEAD, HatKind::Staff, Role::Administrator, None, &[]), Action::CorrectTicket, monday())
}

#[test]
fn nothing_is_written_when_nothing_changes() {
    let before = ticket();
    let product = before.product.clone().expect("a product");
    let same = Correction {
        r#type: Some(before.r#type),
        severity: Some(before.severity),
        synopsis: Some(before.synopsis.clone()),
        product: Some(product.id),
        version: Some(product.version_id),
        requester: Some(before.requester.id),
        queue: Some(before.queue.id),
        ..correction()
    };
    for wanted in [correction(), same] {
        let (after, change) = corrected(before.clone(), &wanted, &CorrectionFacts::default()).expect("accepted");
        assert_eq!((after, change), (before.clone(), None));
    }
}

#[test]
fn only_what_the_account_owns_can_be_named_even_out_of_support() {
    let (product, version) = (ProductId(uuid(52)), VersionId(uuid(53)));
    let wanted = Correction { product: Some(product), version: Some(version), ..correction() };
    assert_eq!(wanted.looked_up(&ticket()), Some((product, version)));
    let owning = |product_name: Option<&str>, of_version| CorrectionFacts {
        purchases: Purchases { product_name: product_name.map(str::to_owned), of_version },
        ..CorrectionFacts::default()
    };
    let field = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(refused(ticket(), &wanted, &owning(None, vec![])), field("/product_id", "not_owned"));
    assert_eq!(refused(ticket(), &wanted, &owning(Some("Pump"), vec![])), field("/version_id", "not_owned"));
    let ended = owned("2.8", jiff::civil::date(2020, 1, 1));
    let (after, change) = corrected(ticket(), &wanted, &owning(Some("Pump"), vec![ended])).expect("corrected");
    assert_eq!(after.product.map(|product| product.version_label).as_deref(), Some("2.8"));
    let [public, _] = events(&change.expect("a change"));
    assert_eq!(public, [changed(TicketField::Product, "Asme PowerPlus 3.0", "Pump 2.8")]);
    // A version alone is one of the product that the ticket has.
    let wanted = Correction { version: Some(version), ..correction() };
    assert_eq!(wanted.looked_up(&ticket()), Some((ProductId(uuid(PRODUCT)), version)));
}

#[test]
fn an_issue_needs_a_product_also_when_it_becomes_one() {
    let mut question = ticket();
    (question.r#type, question.product) = (TicketType::Question, None);
    let wanted = Correction { r#type: Some(TicketType::Issue), ..correction() };
    let expected = vec![("/product_id".to_owned(), "required".to_owned())];
    assert_eq!(refused(question.clone(), &wanted, &CorrectionFacts::default()), expected);
    question.kind = TicketKind::HelpDesk;
    assert!(corrected(question.clone(), &wanted, &CorrectionFacts::default()).is_ok());
    // Employees own no products.
    let owned =
        Correction { product: Some(ProductId(uuid(PRODUCT))), version: Some(VersionId(uuid(VERSION))), ..wanted };
    let expected = vec![("/product_id".to_owned(), "not_owned".to_owned())];
    assert_eq!(refused(question, &owned, &CorrectionFacts::default()), expected);
}

#[test]
fn an_employee_who_is_no_longer_the_requester_leaves() {
    let colleague = PersonId(uuid(COLLEAGUE));
    let wanted = Correction { requester: Some(colleague), ..correction() };
    let employee = |id| caller(id, HatKind::Employee, Role::Employee, None, &[]).hat;
    let people = vec![Person { hats: vec![employee(COLLEAGUE)], ..person_of(COLLEAGUE, PersonStatus::Active) }];
    let facts = CorrectionFacts { people, ..CorrectionFacts::default() };
    let named = |id: u128| PersonRef { id: PersonId(uuid(id)), name: "Person".into() };
    let asked = Ticket {
        kind: TicketKind::HelpDesk,
        account: None,
        product: None,
        participants: (100..110).map(named).collect(),
        ..ticket()
    };
    let (after, change) = corrected(asked.clone(), &wanted, &facts).expect("corrected");
    assert_eq!((after.requester.id, &after.participants), (colleague, &asked.participants));
    assert_eq!(mails(&change.expect("a change")), [(MailTemplate::TicketOpened, colleague)]);
    let customer = CorrectionFacts { people: vec![of_account(COLLEAGUE, ACCOUNT, PersonStatus::Active)], ..facts };
    let refused = corrected(asked, &wanted, &customer).expect_err("no employee");
    assert!(matches!(refused, Error::Input(errors) if errors[0].detail == "Choose an employee who can sign in."));
}

#[test]
fn the_requester_is_somebody_of_the_account_and_the_former_one_takes_part() {
    let colleague = PersonId(uuid(COLLEAGUE));
    let wanted = Correction { requester: Some(colleague), ..correction() };
    let facts = |people| CorrectionFacts { people, ..CorrectionFacts::default() };
    let expected = vec![("/requester_id".to_owned(), "not_found".to_owned())];
    let strangers = [
        vec![],
        vec![of_account(COLLEAGUE, 11, PersonStatus::Active)],
        vec![of_account(COLLEAGUE, ACCOUNT, PersonStatus::Disabled)],
        vec![person_of(COLLEAGUE, PersonStatus::Active)],
    ];
    for people in strangers {
        assert_eq!(refused(ticket(), &wanted, &facts(people)), expected);
    }
    let people = vec![of_account(COLLEAGUE, ACCOUNT, PersonStatus::Active)];
    let (after, change) = corrected(ticket(), &wanted, &facts(people.clone())).expect("corrected");
    assert_eq!(after.requester.id, colleague);
    assert_eq!(after.participants.iter().map(|person| person.id).collect::<Vec<_>>(), [PersonId(uuid(CUSTOMER))]);
    assert_eq!(mails(&change.expect("a change")), [(MailTemplate::TicketOpened, colleague)]);
    // Nobody is dropped for want of room, and one who took part does not do so twice.
    let named = |id: u128| PersonRef { id: PersonId(uuid(id)), name: "Person".into() };
    let full = Ticket { participants: (100..110).map(named).collect(), ..ticket() };
    let expected = vec![("/requester_id".to_owned(), "too_many".to_owned())];
    assert_eq!(refused(full, &wanted, &facts(people.clone())), expected);
    let taking_part = Ticket { participants: vec![named(COLLEAGUE)], ..ticket() };
    let (after, _) = corrected(taking_part, &wanted, &facts(people)).expect("corrected");
    assert_eq!(after.participants.len(), 1);
}

#[test]
fn every_wrong_value_is_named_at_once() {
    let wanted = Correction {
        product: Some(ProductId(uuid(52))),
        requester: Some(PersonId(uuid(99))),
        queue: Some(QueueId(uuid(99))),
        ..correction()
    };
    let expected = [("/product_id", "not_owned"), ("/requester_id", "not_found"), ("/queue_id", "not_found")];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())).to_vec();
    assert_eq!(refused(ticket(), &wanted, &CorrectionFacts::default()), expected);
}

#[test]
fn a_graver_severity_alarms_the_queue() {
    let tells = |from, to| {
        let before = Ticket { severity: from, ..ticket() };
        let wanted = Correction { severity: Some(to), ..correction() };
        let (_, change) = corrected(before, &wanted, &CorrectionFacts::default()).expect("corrected");
        change.expect("a change").jobs.iter().any(Job::is::<TellQueue>)
    };
    assert!(tells(Severity::Low, Severity::Critical));
    assert!(!tells(Severity::Low, Severity::High));
    assert!(!tells(Severity::Critical, Severity::High));
}

#[test]
fn a_ticket_that_has_ended_is_not_corrected() {
    let wanted = Correction { severity: Some(Severity::Low), ..correction() };
    for state in [TicketState::Closed, TicketState::Merged] {
        let ended = Ticket { state, ..ticket() };
        let offered = StaffTicketView::of(&ended, &agent(AGENT), monday()).view.allowed;
        assert!(!offered.contains(&TicketAction::Correct));
        let refused = corrected(ended, &wanted, &CorrectionFacts::default());
        assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
    }
}
