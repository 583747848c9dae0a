//! What the runner makes of jobs that another one has, that fail, that fail for the last time, and whose ticket has moved on.

use crate::run::Ran;
use crate::testing::{MockStore, at_once, job, runner};
use jiff::{SignedDuration, Timestamp};
use portico_domain::change::{Change, Write};
use portico_domain::files::Upload;
use portico_domain::ids::{PersonId, QueueId, TicketId};
use portico_domain::jobs::{Job, JobKind, LEASE, MOST_TRIES, MailTemplate};
use portico_domain::people::Person;
use portico_domain::policy::Guarded;
use portico_domain::ports::{CommitFailure, MailFailure, PortFailure};
use portico_domain::settings::{PortalSettings, TicketSettings};
use portico_domain::tickets::Ticket;
use serde_json::json;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

const DONE: Ran = Ran { done: 1, put_off: 0, parked: 0 };
const PUT_OFF: Ran = Ran { done: 0, put_off: 1, parked: 0 };
const PARKED: Ran = Ran { done: 0, put_off: 0, parked: 1 };

/// What the runner made of the job's row: each step, with the version it was to have; nothing for its end.
type Steps = Arc<Mutex<Vec<(u64, Option<Job>)>>>;

/// A store in which this job is due, and what becomes of its row.
fn due(job: &Job) -> (MockStore, Steps) {
    let (mut store, steps) = (MockStore::new(), Steps::default());
    let job = job.clone();
    store.expect_due().returning(move |_, _| at_once(Ok(vec![job.clone()])));
    let made = Arc::clone(&steps);
    store.expect_replace().returning(move |_, expected, next| {
        made.lock().expect("one test").push((expected, next));
        at_once(Ok(()))
    });
    (store, steps)
}

async fn ran(store: MockStore) -> Ran {
    runner(store).run().await.expect("the store answers")
}

fn made(steps: &Steps) -> Vec<(u64, Option<Job>)> {
    steps.lock().expect("one test").clone()
}

fn discards() -> Job {
    job(JobKind::DiscardUpload { upload: Uuid::now_v7().into() })
}

fn settings() -> TicketSettings {
    serde_json::from_value(json!({
        "queues": [{ "id": queue(), "name": "Pumps", "lead": person(2), "agents": [] }],
        "rules": [],
        "calendar": { "time_zone": "UTC", "week": vec![json!(null); 7], "holidays": [] },
        "targets": [],
    }))
    .expect("settings")
}

fn queue() -> QueueId {
    QueueId(Uuid::from_u128(7))
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn on_hold(until: Timestamp) -> Ticket {
    let now = Timestamp::now();
    serde_json::from_value(json!({
        "id": TicketId(Uuid::from_u128(5)), "version": 3, "number": 1042, "kind": "support", "type": "issue",
        "severity": "high", "synopsis": "The pump stops", "description": "", "state": "on_hold",
        "requester": { "id": person(1), "name": "Kari" }, "account": null, "product": null, "participants": [],
        "queue": { "id": queue(), "name": "Pumps" }, "assignee": null, "routing_rule": "", "files": [],
        "resolution": null, "hold_until": until, "custom_fields": {},
        "clocks": { "first_response_due": now, "resolution_due": now, "first_responded_at": null },
        "created_at": now, "updated_at": now, "closed_at": null,
    }))
    .expect("a ticket")
}

/// A store in which the hold of a ticket, which is as `ticket` says, is to end.
fn ends_hold(until: Timestamp, ticket: Option<Ticket>) -> (MockStore, Steps, Job) {
    let job = job(JobKind::EndHold { ticket: TicketId(Uuid::from_u128(5)), until });
    let (mut store, steps) = due(&job);
    store.expect_ticket().returning(move |_| at_once(Ok(Guarded::seal(ticket.clone()))));
    store.expect_section::<TicketSettings>().returning(|| at_once(Ok(Some(settings()))));
    (store, steps, job)
}

#[tokio::test]
async fn a_job_is_taken_under_a_lease_and_its_row_goes_last() {
    let job = discards();
    let (mut store, steps) = due(&job);
    store.expect_upload().returning(|_| at_once(Ok(Guarded::<Upload>::seal(None))));
    store.expect_discard().times(1).returning(|_| at_once(Ok(())));
    let before = Timestamp::now();
    assert_eq!(ran(store).await, DONE);
    let [(1, Some(leased)), (2, None)] = &made(&steps)[..] else { panic!("{steps:?}") };
    assert!(leased.tries == 1 && leased.due >= before + LEASE, "{leased:?}");
}

#[tokio::test]
async fn a_job_that_another_runner_has_is_left_to_it() {
    for lost in [CommitFailure::Stale, CommitFailure::Busy, PortFailure::Unavailable("throttled".into()).into()] {
        let mut store = MockStore::new();
        store.expect_due().returning(|_, _| at_once(Ok(vec![discards()])));
        store.expect_replace().times(1).returning(move |_, _, _| at_once(Err(lost.clone())));
        // Nothing else is asked of the store.
        assert_eq!(ran(store).await, Ran::default());
    }
}

#[tokio::test]
async fn what_fails_is_put_off_and_says_why() {
    let job = Job { tries: 3, ..discards() };
    let (mut store, steps) = due(&job);
    store.expect_upload().returning(|_| at_once(Err(PortFailure::Unavailable("throttled".into()))));
    let before = Timestamp::now();
    assert_eq!(ran(store).await, PUT_OFF);
    let [(1, Some(_)), (2, Some(next))] = &made(&steps)[..] else { panic!("{steps:?}") };
    assert_eq!((next.version, next.tries, next.parked), (3, 4, false));
    assert_eq!(next.last_error.as_deref(), Some("unavailable: throttled"));
    // Twice as long with each try: 5 s · 2⁴.
    assert!(next.due >= before + SignedDuration::from_secs(80), "{next:?}");
}

#[tokio::test(start_paused = true)]
async fn what_takes_too_long_is_put_off_before_its_lease_is_over() {
    let (mut store, steps) = due(&discards());
    store.expect_upload().returning(|_| Box::pin(std::future::pending()));
    let before = tokio::time::Instant::now();
    assert_eq!(ran(store).await, PUT_OFF);
    assert!(before.elapsed().as_secs() < u64::try_from(LEASE.as_secs()).expect("a minute"));
    let [_, (2, Some(next))] = &made(&steps)[..] else { panic!("{steps:?}") };
    assert!(next.last_error.as_deref().is_some_and(|error| error.contains("longer than")), "{next:?}");
}

#[tokio::test]
async fn the_last_try_is_followed_by_people() {
    let job = Job { tries: MOST_TRIES - 1, ..discards() };
    let (mut store, steps) = due(&job);
    store.expect_upload().returning(|_| at_once(Err(PortFailure::Unavailable("throttled".into()))));
    assert_eq!(ran(store).await, PARKED);
    let [_, (2, Some(next))] = &made(&steps)[..] else { panic!("{steps:?}") };
    assert!(next.parked && next.tries == MOST_TRIES, "{next:?}");
}

#[tokio::test]
async fn what_no_runner_came_back_from_is_not_tried_again() {
    let job = Job { tries: MOST_TRIES, ..discards() };
    let (store, steps) = due(&job);
    // Its effect is not asked for: that would panic here.
    assert_eq!(ran(store).await, PARKED);
    let [_, (2, Some(next))] = &made(&steps)[..] else { panic!("{steps:?}") };
    assert!(next.last_error.as_deref().is_some_and(|error| error.contains("did not come back")), "{next:?}");
}

#[tokio::test]
async fn a_refused_mail_is_left_to_people_and_one_that_cannot_go_now_is_put_off() {
    let requester: Person = serde_json::from_value(json!({
        "id": person(1), "version": 1, "name": "Kari", "email": "kari@example.com", "phone": null, "locale": "en",
        "time_zone": "UTC", "status": "active", "created_at": Timestamp::now(), "updated_at": Timestamp::now(),
        "hats": [{ "id": Uuid::from_u128(9), "kind": "customer", "role": "member", "account": null, "partner": null,
            "organisation": "Halvorsen Marine" }],
    }))
    .expect("a person");
    for (failure, outcome) in [
        (MailFailure::Refused("no such address".into()), PARKED),
        (MailFailure::Unavailable("throttled".into()), PUT_OFF),
    ] {
        let ticket = on_hold(Timestamp::now());
        let mail = JobKind::Mail { template: MailTemplate::TicketOpened, to: person(1), ticket: ticket.id, item: None };
        let (mut store, _) = due(&job(mail));
        let to = requester.clone();
        store.expect_ticket().returning(move |_| at_once(Ok(Guarded::seal(Some(ticket.clone())))));
        store.expect_person().returning(move |_| at_once(Ok(Guarded::seal(Some(to.clone())))));
        store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
        store.expect_send().times(1).returning(move |_| at_once(Err(failure.clone())));
        assert_eq!(ran(store).await, outcome);
    }
}

#[tokio::test]
async fn a_ticket_that_has_moved_on_is_left_as_it_is() {
    let until = Timestamp::now();
    let moved = Ticket { hold_until: Some(until + LEASE), ..on_hold(until) };
    for ticket in [None, Some(moved)] {
        let (mut store, steps, _) = ends_hold(until, ticket);
        store.expect_commit().never();
        assert_eq!(ran(store).await, DONE);
        assert!(matches!(made(&steps)[..], [(1, Some(_)), (2, None)]), "{steps:?}");
    }
}

#[tokio::test]
async fn what_happens_to_a_ticket_ends_its_job_in_the_same_change() {
    let until = Timestamp::now();
    let (mut store, steps, job) = ends_hold(until, Some(on_hold(until)));
    let ended = move |change: &Change| {
        let ends = |write: &Write| matches!(write, Write::DropJob { job: row } if row.id == job.id && row.version == 2);
        change.writes.iter().any(ends)
    };
    store.expect_commit().times(1).withf(ended).returning(|_| at_once(Ok(())));
    assert_eq!(ran(store).await, DONE);
    // It was taken; there is no second step.
    assert!(matches!(made(&steps)[..], [(1, Some(_))]), "{steps:?}");
}

#[tokio::test]
async fn a_ticket_that_changes_meanwhile_is_looked_at_again() {
    for crossed in [CommitFailure::Stale, CommitFailure::Busy, PortFailure::Unavailable("throttled".into()).into()] {
        let until = Timestamp::now();
        let (mut store, steps, _) = ends_hold(until, Some(on_hold(until)));
        store.expect_commit().times(1).returning(move |_| at_once(Err(crossed.clone())));
        assert_eq!(ran(store).await, PUT_OFF);
        assert!(matches!(&made(&steps)[..], [_, (2, Some(next))] if !next.parked), "{steps:?}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_ended_is_found_again_after_its_lease() {
    let mut store = MockStore::new();
    store.expect_due().returning(|_, _| at_once(Ok(vec![discards()])));
    store.expect_upload().returning(|_| at_once(Ok(Guarded::<Upload>::seal(None))));
    store.expect_discard().returning(|_| at_once(Ok(())));
    store.expect_replace().times(2).returning(|_, _, next| {
        let gone = Err(PortFailure::Unavailable("throttled".into()).into());
        at_once(if next.is_some() { Ok(()) } else { gone })
    });
    assert_eq!(ran(store).await, DONE);
}
