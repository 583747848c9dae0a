//! Tests of the agents who can be given tickets, their turns, and an account's purchases, however many.

use super::samples::*;
use futures::future::join_all;
use jiff::civil::date;
use portico_aws::Aws;
use portico_domain::accounts::{Account, Accounts, Entitlement, Purchases};
use portico_domain::change::Write;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::{PersonId, ProductId, QueueId, VersionId};
use portico_domain::paging::PageRequest;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::store::CommitError;
use portico_domain::tickets::availability::{AgentAvailability, AgentLoads, RoundRobinCursor};
use portico_domain::tickets::ports::{AgentRota, Tickets};
use portico_domain::tickets::presence::{Activity, Presence, Presences};
use portico_domain::tickets::{Ticket, TicketState};
use portico_testing::records;

fn agent() -> Person {
    Person { hats: vec![Hat { queues: vec![fresh()], ..hat(HatKind::Staff, Role::Agent) }], ..person() }
}

async fn change_status(store: &Aws, person: &mut Person, status: PersonStatus) {
    let before = person.clone();
    person.version += 1;
    person.status = status;
    commit(store, before.replace_by(person)).await.unwrap();
}

pub(super) async fn staff_who_cannot_sign_in_are_away(store: &Aws) {
    assert_eq!(store.rota().await.unwrap(), AgentAvailability::default());
    let (mut agent, mut customer) = (agent(), person());
    let invited = Person { status: PersonStatus::Invited, ..self::agent() };
    let writes = [&agent, &customer, &invited].into_iter().flat_map(|person| person.create(None));
    commit(store, writes).await.unwrap();
    assert_eq!(store.rota().await.unwrap().away, [invited.id].into());
    change_status(store, &mut agent, PersonStatus::Disabled).await;
    change_status(store, &mut customer, PersonStatus::Disabled).await;
    assert_eq!(store.rota().await.unwrap().away, [invited.id, agent.id].into());
    change_status(store, &mut agent, PersonStatus::Active).await;
    assert_eq!(store.rota().await.unwrap().away, [invited.id].into());
    // An agent without a queue is removed, also by two callers who open a ticket at the same time.
    let off = Person::available_write(invited.id);
    commit(store, [off.clone()]).await.unwrap();
    commit(store, [off]).await.unwrap();
    assert_eq!(store.rota().await.unwrap(), AgentAvailability::default());
}

pub(super) async fn a_turn_is_taken_once(store: &Aws) {
    let queues: [QueueId; 2] = [fresh(), fresh()];
    for version in 1..=3 {
        let turn = |agent: PersonId| RoundRobinCursor { queue: queues[0], agent, version, recent: vec![agent] };
        let turns = [(); 5].map(|()| turn(fresh()));
        let outcomes = join_all(turns.iter().map(|turn| commit(store, [Write::replace(turn, turn.version - 1)]))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(CommitError::Stale | CommitError::Busy))));
        let taken = &turns[outcomes.iter().position(Result::is_ok).unwrap()];
        assert_eq!(store.rota().await.unwrap().turns[&queues[0]], *taken);
    }
    let other = RoundRobinCursor { queue: queues[1], agent: fresh(), version: 1, recent: Vec::new() };
    commit(store, [Write::replace(&other, other.version - 1)]).await.unwrap();
    assert_eq!(store.rota().await.unwrap().turns.keys().copied().collect::<Vec<_>>(), queues);
}

pub(super) async fn the_load_of_an_agent_is_their_open_tickets_in_the_queue(store: &Aws) {
    let (queue, elsewhere, one, other): (QueueId, QueueId, PersonId, PersonId) = (fresh(), fresh(), fresh(), fresh());
    let in_queue = |queue, agent: Option<PersonId>, state| {
        let mut ticket = records::in_state(ticket(), state, at(0));
        (ticket.queue.id, ticket.assignee) = (queue, agent.map(named));
        Write::create(&ticket)
    };
    let writes = [
        in_queue(queue, Some(one), TicketState::New),
        in_queue(queue, Some(one), TicketState::Waiting),
        in_queue(queue, Some(other), TicketState::OnHold),
        // A ticket that is solved, closed, in another queue or nobody's is no load.
        in_queue(queue, Some(other), TicketState::Resolved),
        in_queue(queue, Some(other), TicketState::Closed),
        in_queue(elsewhere, Some(other), TicketState::Open),
        in_queue(queue, None, TicketState::New),
    ];
    assert_eq!(store.loads(queue).await.unwrap(), AgentLoads::new());
    commit(store, writes).await.unwrap();
    assert_eq!(store.loads(queue).await.unwrap(), AgentLoads::from([(one, 2), (other, 1)]));
}

pub(super) async fn the_last_sign_of_a_person_on_a_ticket_is_kept(store: &Aws) {
    let (ticket, other) = (ticket(), ticket());
    let sign = |of: &Ticket, person: PersonId, state, minutes| Presence {
        ticket: of.id,
        person: named(person),
        state,
        at: at(minutes),
    };
    let (one, two): (PersonId, PersonId) = (fresh(), fresh());
    let on = async |ticket: &Ticket| store.presences(ticket.id).await.unwrap().of(ticket).unwrap();
    assert_eq!(on(&ticket).await, []);
    for presence in [
        sign(&ticket, one, Activity::Viewing, 0),
        sign(&ticket, two, Activity::Viewing, 1),
        sign(&ticket, one, Activity::Typing, 2),
        sign(&other, one, Activity::Viewing, 3),
    ] {
        store.note_presence(&presence).await.unwrap();
    }
    let mut found = on(&ticket).await;
    found.sort_by_key(|presence| presence.at);
    assert_eq!(found, [sign(&ticket, two, Activity::Viewing, 1), sign(&ticket, one, Activity::Typing, 2)]);
    assert_eq!(on(&other).await.len(), 1);
    // They are no part of the timeline.
    let page = store.staff_timeline(ticket.id, PageRequest::first(10)).await.unwrap().of(&ticket).unwrap();
    assert_eq!(page.items, []);
}

fn owned(account: portico_domain::ids::AccountId, product: ProductId, version: VersionId) -> Entitlement {
    Entitlement {
        product,
        product_name: "Pump".into(),
        product_version: version,
        support_until: date(2027, 1, 31),
        ..records::entitlement(account)
    }
}

pub(super) async fn purchases_are_found_however_many_there_are(store: &Aws) {
    let account = account();
    commit(store, [Write::create(&account)]).await.unwrap();
    let (product, other): (ProductId, ProductId) = (fresh(), fresh());
    let (version, older, never): (VersionId, VersionId, VersionId) = (fresh(), fresh(), fresh());
    // More than one query of them gives, before and among what is looked for.
    let mut writes: Vec<Write> = (0..1_050).map(|_| Write::put(&owned(account.id, product, version))).collect();
    writes.push(Write::put(&owned(account.id, product, older)));
    store.dynamo().load(&writes).await.unwrap();
    let of =
        async |product, version| store.purchases(account.id, product, version).await.unwrap().of(&account).unwrap();
    let found = of(product, version).await;
    assert_eq!((found.product_name.as_deref(), found.of_version.len()), (Some("Pump"), 1_050));
    assert!(found.of_version.iter().all(|owned| owned.product_version == version));
    assert_eq!(of(product, older).await.of_version.len(), 1);
    assert_eq!(of(product, never).await, Purchases { product_name: Some("Pump".into()), of_version: vec![] });
    assert_eq!(of(other, version).await, Purchases::default());
    let elsewhere = Account { id: fresh(), ..account.clone() };
    let found = store.purchases(elsewhere.id, product, version).await.unwrap().of(&elsewhere).unwrap();
    assert_eq!(found, Purchases::default());
}
