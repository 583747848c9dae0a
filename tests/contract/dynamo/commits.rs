//! Tests of committing a change: all or nothing, on the expected versions, once.

use super::samples::*;
use futures::future::join_all;
use jiff::SignedDuration;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::change::{Commit, Write};
use portico_domain::fault::chain;
use portico_domain::files::ports::Uploads;
use portico_domain::files::{Upload, UploadState};
use portico_domain::ids::PersonId;
use portico_domain::jobs::{DueJobs, Job};
use portico_domain::knowledge::jobs::Reindex;
use portico_domain::paging::PageRequest;
use portico_domain::people::Person;
use portico_domain::ports::RequestStore;
use portico_domain::store::{CommitError, StoreError};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::record::{InternalEntry, PublicEntry};
use portico_domain::tickets::{Ticket, TicketState};
use portico_domain::touch_list::{Touches, TouchesOf};

pub(super) async fn a_change_is_written_whole(store: &Aws) {
    let (ticket, person) = (ticket(), fresh());
    let mut whole = change([
        opened(&ticket),
        Write::create(&PublicEntry { ticket: ticket.id, item: reply(0, "It stops.") }),
        Write::create(&InternalEntry { ticket: ticket.id, item: note(0, "Again.") }),
    ]);
    whole = whole.job(Job::new(fresh(), &Reindex {}, at(0), at(0)));
    whole.claim = Some(claim(person, "key", at(60)));
    let touch = whole.touch.clone();
    store.commit(whole).await.unwrap();

    let found = stored(store, ticket.id).await.unwrap();
    assert_eq!(found, ticket);
    let timeline = store.staff_timeline(ticket.id, PageRequest::first(10)).await.unwrap().of(&found).unwrap();
    assert_eq!(timeline.items.len(), 2);
    assert_eq!(store.due(at(0), 10, |_| true).await.unwrap().len(), 1);
    assert!(store.claim(person, "key", at(0)).await.unwrap().is_some());
    let touches =
        store.touches(&ledger(TouchesOf::Person(touch.person.unwrap())), PageRequest::first(10)).await.unwrap();
    assert_eq!(touches.items, [touch]);
}

pub(super) async fn a_refused_change_writes_nothing(store: &Aws) {
    let (there, other, person) = (ticket(), ticket(), fresh());
    commit(store, [opened(&there)]).await.unwrap();
    let mut refused = change([opened(&other), opened(&there)]).job(Job::new(fresh(), &Reindex {}, at(0), at(0)));
    refused.claim = Some(claim(person, "key", at(60)));
    let touch = refused.touch.clone();
    assert_eq!(store.commit(refused).await, Err(CommitError::Stale));

    assert_eq!(stored(store, other.id).await, None);
    assert_eq!(store.due(at(0), 10, |_| true).await.unwrap(), []);
    assert_eq!(store.claim(person, "key", at(0)).await.unwrap(), None);
    let touches =
        store.touches(&ledger(TouchesOf::Person(touch.person.unwrap())), PageRequest::first(10)).await.unwrap();
    assert_eq!(touches.items, []);
}

pub(super) async fn a_new_record_must_not_exist(store: &Aws) {
    let ticket = ticket();
    commit(store, [opened(&ticket)]).await.unwrap();
    let again = Ticket { number: fresh_number(), ..ticket.clone() };
    assert_eq!(commit(store, [opened(&again)]).await, Err(CommitError::Stale));
    let same_number = Ticket { id: fresh(), ..ticket.clone() };
    assert_eq!(commit(store, [opened(&same_number)]).await, Err(CommitError::Stale));
    let account = account();
    commit(store, [Write::create(&account)]).await.unwrap();
    assert_eq!(commit(store, [Write::create(&account)]).await, Err(CommitError::Stale));
}

pub(super) async fn a_changed_record_must_be_as_expected(store: &Aws) {
    let first = ticket();
    commit(store, [opened(&first)]).await.unwrap();
    let second = altered(store, &first, |ticket| ticket.state = TicketState::Open).await;
    let late = Ticket { version: 2, state: TicketState::Closed, ..first.clone() };
    let late = Write::update(&first, &late);
    assert_eq!(commit(store, [late]).await, Err(CommitError::Stale));
    assert_eq!(stored(store, second.id).await, Some(second));
}

pub(super) async fn a_change_of_what_is_gone_is_stale(store: &Aws) {
    let (ticket, person) = (ticket(), person());
    let next = Ticket { version: 2, ..ticket.clone() };
    let write = Write::update(&ticket, &next);
    assert_eq!(commit(store, [write]).await, Err(CommitError::Stale));
    let upload = upload(fresh());
    assert_eq!(commit(store, [Write::remove(&upload)]).await, Err(CommitError::Stale));
    let write = Write::replace(&session(&person), 1);
    assert_eq!(commit(store, [write]).await, Err(CommitError::Stale));
    let write = Write::update(&person, &Person { version: 2, ..person.clone() });
    assert_eq!(commit(store, [write]).await, Err(CommitError::Stale));
}

/// Returns the number of successes. Every other outcome must say that another change was first.
fn winners(outcomes: &[Result<(), CommitError>]) -> usize {
    for outcome in outcomes {
        let lost = matches!(outcome, Ok(()) | Err(CommitError::Stale | CommitError::Busy | CommitError::Claimed));
        assert!(lost, "{outcome:?}");
    }
    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
}

pub(super) async fn of_concurrent_changes_one_wins(store: &Aws) {
    let first = ticket();
    commit(store, [opened(&first)]).await.unwrap();
    let changes = (0..8).map(|number| {
        let next = Ticket { version: 2, synopsis: format!("Change {number}"), ..first.clone() };
        commit(store, [Write::update(&first, &next)])
    });
    let outcomes = join_all(changes).await;
    assert_eq!(winners(&outcomes), 1);
    let winner = outcomes.iter().position(Result::is_ok).unwrap();
    assert_eq!(stored(store, first.id).await.unwrap().synopsis, format!("Change {winner}"));
}

pub(super) async fn of_concurrent_creations_one_wins(store: &Aws) {
    let person = person();
    let creations = (0..8).map(|_| {
        let same_email = portico_domain::people::Person { id: fresh(), ..person.clone() };
        commit(store, same_email.create(None))
    });
    assert_eq!(winners(&join_all(creations).await), 1);
}

pub(super) async fn a_claim_is_kept_with_its_answer(store: &Aws) {
    let claim = claim(fresh(), "6f1c", at(60));
    let mut claiming = change([]);
    claiming.claim = Some(claim.clone());
    store.commit(claiming).await.unwrap();
    assert_eq!(store.claim(claim.person, "6f1c", at(0)).await.unwrap(), Some(claim.clone()));
    assert_eq!(store.claim(claim.person, "other", at(0)).await.unwrap(), None);
}

async fn claiming(store: &Aws, person: PersonId, minutes: i64, writes: Vec<Write>) -> Result<(), CommitError> {
    let mut claiming = change(writes);
    claiming.touch.at = at(minutes);
    claiming.claim = Some(claim(person, "key", at(minutes + 60)));
    store.commit(claiming).await
}

pub(super) async fn a_taken_key_is_claimed_not_stale(store: &Aws) {
    let (person, ticket) = (fresh(), ticket());
    claiming(store, person, 0, vec![opened(&ticket)]).await.unwrap();
    // The very same request again fails on its record as well; the claim says more.
    assert_eq!(claiming(store, person, 1, vec![opened(&ticket)]).await, Err(CommitError::Claimed));
}

pub(super) async fn a_key_belongs_to_a_person(store: &Aws) {
    claiming(store, fresh(), 0, vec![]).await.unwrap();
    claiming(store, fresh(), 0, vec![]).await.unwrap();
}

pub(super) async fn a_claim_past_its_end_is_gone(store: &Aws) {
    let person = fresh();
    claiming(store, person, 0, vec![]).await.unwrap();
    assert!(store.claim(person, "key", at(60) - SignedDuration::from_secs(1)).await.unwrap().is_some());
    assert_eq!(store.claim(person, "key", at(60)).await.unwrap(), None);
    assert_eq!(claiming(store, person, 59, vec![]).await, Err(CommitError::Claimed));
    claiming(store, person, 60, vec![]).await.unwrap();
    assert!(store.claim(person, "key", at(61)).await.unwrap().is_some());
}

pub(super) async fn of_concurrent_claims_one_wins(store: &Aws) {
    let person = fresh();
    let tickets: Vec<Ticket> = (0..6).map(|_| ticket()).collect();
    let outcomes = join_all(tickets.iter().map(|ticket| claiming(store, person, 0, vec![opened(ticket)]))).await;
    assert_eq!(winners(&outcomes), 1);
    for (ticket, outcome) in tickets.iter().zip(outcomes) {
        assert_eq!(stored(store, ticket.id).await.is_some(), outcome.is_ok());
    }
}

/// A call that was made, and whose answer was lost on the way, is made again by the SDK.
pub(super) async fn the_same_change_twice_is_made_once(store: &Aws) {
    let ticket = ticket();
    let opening = change([opened(&ticket)]);
    store.commit(opening.clone()).await.unwrap();
    store.commit(opening).await.unwrap();
    assert_eq!(stored(store, ticket.id).await, Some(ticket));
}

pub(super) async fn an_upload_is_claimed_once(store: &Aws) {
    let upload = upload(fresh());
    commit(store, [Write::create(&upload)]).await.unwrap();
    let claimed = Upload { state: UploadState::Claimed, version: 2, ..upload.clone() };
    let claims = (0..4).map(|_| {
        let ticket = ticket();
        let write = Write::replace(&claimed, 1);
        async move { commit(store, [opened(&ticket), write]).await }
    });
    assert_eq!(winners(&join_all(claims).await), 1);
    assert_eq!(store.uploads(&[upload.id]).await.unwrap(), [claimed]);
}

pub(super) async fn a_dropped_upload_is_gone(store: &Aws) {
    let upload = upload(fresh());
    commit(store, [Write::create(&upload)]).await.unwrap();
    let claimed = Upload { state: UploadState::Claimed, version: 2, ..upload.clone() };
    assert_eq!(commit(store, [Write::remove(&claimed)]).await, Err(CommitError::Stale));
    commit(store, [Write::remove(&upload)]).await.unwrap();
    assert_eq!(store.uploads(&[upload.id]).await.unwrap(), []);
}

pub(super) async fn a_large_change_fits(store: &Aws) {
    let ticket = ticket();
    let items = (0..90).map(|number| Write::create(&PublicEntry { ticket: ticket.id, item: reply(number, "More.") }));
    commit(store, items.chain([opened(&ticket)])).await.unwrap();
    let timeline = store.timeline(ticket.id, PageRequest::first(100)).await.unwrap().of(&ticket).unwrap();
    assert_eq!(timeline.items.len(), 90);
}

pub(super) async fn a_change_too_large_is_refused_with_its_size(store: &Aws) {
    let ticket = ticket();
    let items = (0..100).map(|number| Write::create(&PublicEntry { ticket: ticket.id, item: reply(number, "More.") }));
    let Err(CommitError::Port(StoreError::Corrupt(fault))) = commit(store, items).await else { panic!("it was taken") };
    assert!(chain(&fault).contains("101"), "{fault:?}");
}

pub(super) async fn writing_a_record_twice_is_refused(store: &Aws) {
    let upload = upload(fresh());
    let twice = [upload.clone(), upload.clone()].map(|upload| Write::create(&upload));
    let Err(CommitError::Port(StoreError::Corrupt(fault))) = commit(store, twice).await else { panic!("it was taken") };
    assert!(chain(&fault).contains(&upload.id.to_string()), "{fault:?}");
    assert!(store.upload(upload.id).await.unwrap().open(&administrator(), Action::UploadFile).is_err());
}
