//! Tests of the lists that contain a ticket: their order, and the ticket's moves between them.

use super::samples::*;
use futures::future::join_all;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::ids::{PersonId, QueueId, TicketId};
use portico_domain::paging::{PageRequest, Position};
use portico_domain::policy::scope;
use portico_domain::store::CommitError;
use portico_domain::tickets::counts::{PARTS, QueueCount, QueueCounts, QueueRecount, part_of};
use portico_domain::tickets::list::{TicketRow, TicketStatus};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::{QueueRef, Ticket, TicketState};

const ACTIVE: Option<TicketStatus> = Some(TicketStatus::Active);
const DONE: Option<TicketStatus> = Some(TicketStatus::Done);

async fn keep(store: &Aws, ticket: &Ticket) -> TicketId {
    commit(store, [opened(ticket)]).await.unwrap();
    ticket.id
}

pub(super) async fn a_list_shows_the_row(store: &Aws) {
    let mut ticket = ticket();
    ticket.assignee = Some(named(fresh()));
    keep(store, &ticket).await;
    let lists = [
        mine(ticket.requester.id, &ticket, None),
        company(account_of(&ticket), None),
        queue(ticket.queue.id, None),
        assigned(ticket.assignee.as_ref().unwrap().id, None),
    ];
    for list in lists {
        let page = store.tickets(&list, PageRequest::first(10)).await.unwrap();
        assert_eq!(page.items, [TicketRow::from(&ticket)], "{list:?}");
    }
}

pub(super) async fn whole_tickets_of_a_list_are_those_that_may_be_read_now(store: &Aws) {
    let leaves: PersonId = fresh();
    let before = Ticket { participants: vec![named(leaves)], ..ticket() };
    let (other, strange) = (Ticket { requester: before.requester.clone(), ..ticket() }, ticket());
    let other = Ticket { account: before.account.clone(), ..other };
    for ticket in [&before, &other, &strange] {
        keep(store, ticket).await;
    }
    let ids = [other.id, strange.id, fresh(), before.id];
    let read = async |person| store.tickets_listed(&mine(person, &before, None), &ids).await.unwrap();
    assert_eq!(read(before.requester.id).await, [other.clone(), before.clone()]);
    assert_eq!(read(leaves).await, std::slice::from_ref(&before));
    let after = altered(store, &before, |ticket| ticket.participants.clear()).await;
    assert_eq!(read(leaves).await, []);
    assert_eq!(read(before.requester.id).await, [other, after]);
}

pub(super) async fn a_requester_and_participants_have_it(store: &Aws) {
    let colleagues: [PersonId; 3] = [fresh(), fresh(), fresh()];
    let ticket = Ticket { participants: colleagues.map(named).to_vec(), ..ticket() };
    keep(store, &ticket).await;
    for person in colleagues.into_iter().chain([ticket.requester.id]) {
        assert_eq!(listed(store, &mine(person, &ticket, None)).await, [ticket.id]);
    }
    assert_eq!(listed(store, &mine(fresh(), &ticket, None)).await, []);
}

pub(super) async fn a_participant_who_left_has_it_no_more(store: &Aws) {
    let (stays, leaves, joins): (PersonId, PersonId, PersonId) = (fresh(), fresh(), fresh());
    let before = Ticket { participants: vec![named(stays), named(leaves)], ..ticket() };
    keep(store, &before).await;
    altered(store, &before, |ticket| ticket.participants = vec![named(stays), named(joins)]).await;
    assert_eq!(listed(store, &mine(stays, &before, None)).await, [before.id]);
    assert_eq!(listed(store, &mine(leaves, &before, None)).await, []);
    assert_eq!(listed(store, &mine(joins, &before, None)).await, [before.id]);
}

pub(super) async fn the_requester_is_listed_once(store: &Aws) {
    let requester = named(fresh());
    let ticket = Ticket { requester: requester.clone(), participants: vec![requester.clone()], ..ticket() };
    keep(store, &ticket).await;
    assert_eq!(listed(store, &mine(requester.id, &ticket, None)).await, [ticket.id]);
}

/// Tickets of one person and account, one of which is given back: two active, two ended, in the order of their list.
async fn two_and_two(store: &Aws) -> (Ticket, [TicketId; 4]) {
    let one = ticket();
    let ticket = |minutes, state| Ticket {
        requester: one.requester.clone(),
        account: one.account.clone(),
        updated_at: at(minutes),
        state,
        ..ticket()
    };
    let latest_ended = keep(store, &ticket(40, TicketState::Closed)).await;
    let earlier = keep(store, &ticket(10, TicketState::Waiting)).await;
    let ended = keep(store, &ticket(20, TicketState::Merged)).await;
    let latest = keep(store, &ticket(30, TicketState::Resolved)).await;
    (one, [latest, earlier, latest_ended, ended])
}

pub(super) async fn active_ones_come_first_then_the_latest_change(store: &Aws) {
    let (one, order) = two_and_two(store).await;
    assert_eq!(listed(store, &mine(one.requester.id, &one, None)).await, order);
}

pub(super) async fn a_status_is_one_part_of_the_list(store: &Aws) {
    let (one, order) = two_and_two(store).await;
    let mine = |status| mine(one.requester.id, &one, status);
    assert_eq!(listed(store, &mine(ACTIVE)).await, order[..2]);
    assert_eq!(listed(store, &mine(DONE)).await, order[2..]);
    for status in [None, ACTIVE, DONE] {
        let read = async |page: PageRequest| store.tickets(&mine(status), page).await.unwrap();
        let paged: Vec<_> = all_pages(1, read).await.iter().map(|row| row.id).collect();
        assert_eq!(paged, listed(store, &mine(status)).await);
    }
}

pub(super) async fn an_account_has_its_own(store: &Aws) {
    let (first, other) = (ticket(), ticket());
    let second = Ticket { account: first.account.clone(), updated_at: at(5), ..ticket() };
    for ticket in [&first, &second, &other] {
        keep(store, ticket).await;
    }
    assert_eq!(listed(store, &company(account_of(&first), None)).await, [second.id, first.id]);
    assert_eq!(listed(store, &company(account_of(&other), ACTIVE)).await, [other.id]);
    assert_eq!(listed(store, &company(account_of(&other), DONE)).await, []);
}

fn due_in(minutes: i64, of: &QueueRef) -> Ticket {
    let mut due = Ticket { queue: of.clone(), ..ticket() };
    due.clocks.resolution_due = at(minutes);
    due
}

fn pumps() -> QueueRef {
    QueueRef { id: fresh(), name: "Pumps".into() }
}

pub(super) async fn a_queue_is_in_order_of_urgency(store: &Aws) {
    let of = pumps();
    let mut order = Vec::new();
    for minutes in [300, 100, 200] {
        order.push((minutes, keep(store, &due_in(minutes, &of)).await));
    }
    keep(store, &due_in(50, &pumps())).await;
    order.sort_unstable();
    let order: Vec<TicketId> = order.into_iter().map(|(_, id)| id).collect();
    assert_eq!(listed(store, &queue(of.id, ACTIVE)).await, order);
}

pub(super) async fn a_queue_without_status_is_what_is_to_be_done(store: &Aws) {
    let of = pumps();
    let active = keep(store, &due_in(100, &of)).await;
    let ended = keep(store, &Ticket { state: TicketState::Closed, ..due_in(50, &of) }).await;
    assert_eq!(listed(store, &queue(of.id, None)).await, [active]);
    assert_eq!(listed(store, &queue(of.id, ACTIVE)).await, [active]);
    assert_eq!(listed(store, &queue(of.id, DONE)).await, [ended]);
}

pub(super) async fn ended_tickets_of_a_queue_are_newest_first(store: &Aws) {
    let of = pumps();
    let ended = |minutes| Ticket { state: TicketState::Closed, updated_at: at(minutes), ..due_in(-minutes, &of) };
    let first = keep(store, &ended(1)).await;
    let third = keep(store, &ended(3)).await;
    let second = keep(store, &ended(2)).await;
    assert_eq!(listed(store, &queue(of.id, DONE)).await, [third, second, first]);
}

pub(super) async fn an_assigned_ticket_moves_with_its_agent(store: &Aws) {
    let (one, other): (PersonId, PersonId) = (fresh(), fresh());
    let nobody = ticket();
    keep(store, &nobody).await;
    let ones = altered(store, &nobody, |ticket| ticket.assignee = Some(named(one))).await;
    assert_eq!(listed(store, &assigned(one, None)).await, [nobody.id]);
    let others = altered(store, &ones, |ticket| ticket.assignee = Some(named(other))).await;
    assert_eq!(listed(store, &assigned(one, None)).await, []);
    assert_eq!(listed(store, &assigned(other, None)).await, [nobody.id]);
    altered(store, &others, |ticket| ticket.assignee = None).await;
    assert_eq!(listed(store, &assigned(other, None)).await, []);
}

pub(super) async fn a_ticket_moves_with_its_queue(store: &Aws) {
    let before = ticket();
    keep(store, &before).await;
    let moved_to: QueueId = fresh();
    altered(store, &before, |ticket| ticket.queue = QueueRef { id: moved_to, name: "Valves".into() }).await;
    assert_eq!(listed(store, &queue(before.queue.id, None)).await, []);
    assert_eq!(listed(store, &queue(moved_to, None)).await, [before.id]);
}

pub(super) async fn a_closed_ticket_moves_to_the_ended(store: &Aws) {
    let agent = named(fresh());
    let before = Ticket { assignee: Some(agent.clone()), participants: vec![named(fresh())], ..ticket() };
    keep(store, &before).await;
    let closed = altered(store, &before, |ticket| ticket.state = TicketState::Closed).await;
    let lists = |status| {
        [
            mine(before.requester.id, &before, status),
            mine(before.participants[0].id, &before, status),
            company(account_of(&before), status),
            queue(before.queue.id, status),
            assigned(agent.id, status),
        ]
    };
    for (active, done) in lists(ACTIVE).iter().zip(lists(DONE)) {
        assert_eq!(listed(store, active).await, [], "{active:?}");
        assert_eq!(listed(store, &done).await, [before.id], "{done:?}");
    }
    altered(store, &closed, |ticket| ticket.state = TicketState::Open).await;
    for (active, done) in lists(ACTIVE).iter().zip(lists(DONE)) {
        assert_eq!(listed(store, active).await, [before.id], "{active:?}");
        assert_eq!(listed(store, &done).await, [], "{done:?}");
    }
}

pub(super) async fn participants_see_every_change(store: &Aws) {
    let colleague = fresh();
    let before = Ticket { participants: vec![named(colleague)], ..ticket() };
    keep(store, &before).await;
    let after = altered(store, &before, |ticket| {
        ticket.state = TicketState::Waiting;
        ticket.updated_at = at(9);
    })
    .await;
    let page = store.tickets(&mine(colleague, &before, None), PageRequest::first(10)).await.unwrap();
    assert_eq!(page.items, [TicketRow::from(&after)]);
}

/// More tickets than a page holds, many of them changed at the same moment.
async fn many(store: &Aws, like: &Ticket, count: i64) -> Vec<TicketId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let (requester, account) = (like.requester.clone(), like.account.clone());
        let ticket = Ticket { requester, account, updated_at: at(number / 4), ..due_in(number / 4, &like.queue) };
        ids.push(keep(store, &ticket).await);
    }
    ids
}

/// Returns a ticket whose requester has no other.
fn first_of_many() -> Ticket {
    Ticket { requester: named(fresh()), queue: pumps(), ..ticket() }
}

/// Somebody with two hats has two lists, and neither shows a page with gaps, nor an empty one that is not the last.
pub(super) async fn a_list_is_of_a_hat(store: &Aws) {
    let here = first_of_many();
    let there = Ticket { requester: here.requester.clone(), ..first_of_many() };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // In turns, and then a long stretch of the other hat's.
    for _ in 0..3 {
        ours.extend(many(store, &here, 2).await);
        theirs.extend(many(store, &there, 3).await);
    }
    let long = Ticket { updated_at: at(60), ..there.clone() };
    for _ in 0..40 {
        theirs.push(keep(store, &Ticket { id: fresh(), number: ticket().number, ..long.clone() }).await);
    }
    for (one, mut ids) in [(&here, ours), (&there, theirs)] {
        let list = mine(one.requester.id, one, None);
        ids.sort_unstable();
        for limit in [1, 2, 5, 6, 7, 100] {
            let (mut found, mut request) = (Vec::new(), PageRequest::first(limit));
            for _ in 0..=ids.len() {
                let page = store.tickets(&list, request.clone()).await.unwrap();
                assert!(page.next.is_none() || page.items.len() == limit as usize, "a gap by {limit}");
                found.extend(page.items.iter().map(|row| row.id));
                let Some(next) = page.next else { break };
                request.after = Some(next);
            }
            found.sort_unstable();
            assert_eq!(found, ids, "by {limit}");
        }
    }
}

pub(super) async fn pages_have_no_gaps_and_no_duplicates(store: &Aws) {
    let one = first_of_many();
    let ids = many(store, &one, 27).await;
    let latest_first: Vec<TicketId> = ids.iter().rev().copied().collect();
    for limit in [1, 4, 10, 26, 27, 28] {
        let read = async |page: PageRequest| store.tickets(&mine(one.requester.id, &one, None), page).await.unwrap();
        let found: Vec<_> = all_pages(limit, read).await.iter().map(|row| row.id).collect();
        assert_eq!(found, latest_first, "mine by {limit}");
        let read = async |page: PageRequest| store.tickets(&queue(one.queue.id, None), page).await.unwrap();
        let found: Vec<_> = all_pages(limit, read).await.iter().map(|row| row.id).collect();
        assert_eq!(found, ids, "the queue by {limit}");
    }
}

pub(super) async fn a_full_last_page_knows_it_is_the_last(store: &Aws) {
    let one = first_of_many();
    many(store, &one, 4).await;
    let list = mine(one.requester.id, &one, None);
    let first = store.tickets(&list, PageRequest::first(2)).await.unwrap();
    let rest = PageRequest { limit: 2, after: first.next };
    let last = store.tickets(&list, rest).await.unwrap();
    assert_eq!((last.items.len(), last.next), (2, None));
}

pub(super) async fn a_position_stays_in_its_list(store: &Aws) {
    let (one, other) = (first_of_many(), first_of_many());
    many(store, &one, 3).await;
    many(store, &other, 3).await;
    let page = store.tickets(&mine(one.requester.id, &one, None), PageRequest::first(1)).await.unwrap();
    let elsewhere = PageRequest { limit: 10, after: page.next };
    let others = mine(other.requester.id, &other, None);
    if let Ok(page) = store.tickets(&others, elsewhere).await {
        assert!(page.items.iter().all(|row| row.requester.id == other.requester.id), "rows of another list");
    }
    let invented = PageRequest { limit: 10, after: Some(Position("{}".into())) };
    assert!(store.tickets(&others, invented).await.is_err());
}

/// Counts of the queue of a ticket: active tickets, and those that nobody has.
async fn counted(store: &Aws, queue: QueueId) -> (u64, u64) {
    let scope = scope(&administrator(), Action::ListTickets).unwrap();
    let counts = store.queue_counts(&scope).await.unwrap();
    let count = counts.get(&queue).copied().unwrap_or_default();
    (count.active, count.unassigned)
}

pub(super) async fn a_queue_counts_what_its_list_shows(store: &Aws) {
    let (first, elsewhere) = (Ticket { assignee: None, ..ticket() }, QueueRef { id: fresh(), name: "Else".into() });
    let second = Ticket { queue: first.queue.clone(), assignee: Some(named(fresh())), ..ticket() };
    let queue = first.queue.id;
    assert_eq!(counted(store, queue).await, (0, 0));
    // Both in one transaction.
    commit(store, [Write::create(&first), Write::create(&second)]).await.unwrap();
    assert_eq!(counted(store, queue).await, (2, 1));
    let first = altered(store, &first, |ticket| ticket.assignee = Some(named(fresh()))).await;
    assert_eq!(counted(store, queue).await, (2, 0));
    let first = altered(store, &first, |ticket| ticket.queue = elsewhere.clone()).await;
    assert_eq!((counted(store, queue).await, counted(store, elsewhere.id).await), ((1, 0), (1, 0)));
    let second = altered(store, &second, |ticket| ticket.state = TicketState::Closed).await;
    assert_eq!(counted(store, queue).await, (0, 0));
    altered(store, &second, |ticket| (ticket.state, ticket.assignee) = (TicketState::Open, None)).await;
    assert_eq!(counted(store, queue).await, (1, 1));
    // A refused change counts nothing.
    let late = Ticket { version: first.version, queue: second.queue.clone(), ..first.clone() };
    let stale = Ticket { version: first.version - 1, ..first.clone() };
    assert_eq!(commit(store, [Write::update(&stale, &late)]).await, Err(CommitError::Stale));
    assert_eq!((counted(store, queue).await, counted(store, elsewhere.id).await), ((1, 1), (1, 0)));
}

pub(super) async fn concurrent_changes_of_a_queue_are_all_counted(store: &Aws) {
    let queue = ticket().queue;
    let tickets: Vec<Ticket> = (0..24).map(|_| Ticket { queue: queue.clone(), assignee: None, ..ticket() }).collect();
    let outcomes = join_all(tickets.iter().map(|ticket| commit(store, [Write::create(ticket)]))).await;
    let written = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(CommitError::Busy))), "{outcomes:?}");
    assert!(written > 0);
    assert_eq!(counted(store, queue.id).await, (written, written));
}

pub(super) async fn counts_are_set_right(store: &Aws) {
    let one = Ticket { assignee: None, ..ticket() };
    let queue = one.queue.id;
    // As they were stored before there were counts.
    store.dynamo().load(&[Write::create(&one)]).await.unwrap();
    assert_eq!(counted(store, queue).await, (0, 0));
    let place = usize::from(part_of(one.id));
    let seen = store.stored_counts(queue).await.unwrap();
    let listed = store.listed_counts(queue).await.unwrap();
    assert_eq!((seen.len(), listed.len()), (usize::from(PARTS), usize::from(PARTS)));
    assert_eq!((seen[place].version, listed[place]), (0, QueueCount { active: 1, unassigned: 1 }));
    assert!(!seen[place].says(listed[place]));
    assert!(store.correct_count(&seen[place], listed[place], at(0)).await.unwrap());
    assert_eq!(counted(store, queue).await, (1, 1));
    // It has changed since it was seen.
    assert!(!store.correct_count(&seen[place], listed[place], at(0)).await.unwrap());
    let seen = store.stored_counts(queue).await.unwrap()[place];
    assert!(seen.says(listed[place]) && seen.settled(at(1)) && !seen.settled(at(0)));
    // Somebody takes it meanwhile.
    altered(store, &one, |ticket| ticket.assignee = Some(named(fresh()))).await;
    assert!(!store.correct_count(&seen, listed[place], at(1)).await.unwrap());
    assert_eq!(counted(store, queue).await, (1, 0));
    let seen = store.stored_counts(queue).await.unwrap()[place];
    assert!(store.correct_count(&seen, QueueCount::default(), at(1)).await.unwrap());
    assert_eq!(counted(store, queue).await, (0, 0));
}
