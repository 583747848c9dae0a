//! Tests of the runner: jobs of other runners, failed and parked jobs, and jobs whose ticket has changed.

use crate::run::RunSummary;
use crate::testing::{job, runner};
use jiff::{SignedDuration, Timestamp};
use portico_domain::change::{Change, Write};
use portico_domain::files::Upload;
use portico_domain::files::jobs::DiscardUpload;
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::ids::{ArticleId, HatId, ItemId, PersonId, QueueId, TicketId};
use portico_domain::jobs::{Job, LEASE, MOST_TRIES};
use portico_domain::knowledge::Article;
use portico_domain::knowledge::jobs::IndexArticle;
use portico_domain::mail::MailError;
use portico_domain::people::Person;
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::portal::PortalSettings;
use portico_domain::search::SearchError;
use portico_domain::store::{CommitError, StoreError};
use portico_domain::tickets::clocks::Clocks;
use portico_domain::tickets::jobs::{EndHold, Mail, MailTemplate, RemindWaiting};
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::{QueueRef, Ticket, TicketState};
use portico_domain::touch::Touch;
use portico_testing::{MockStore, at_once, records};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

const DONE: RunSummary = RunSummary { done: 1, put_off: 0, parked: 0 };
const PUT_OFF: RunSummary = RunSummary { done: 0, put_off: 1, parked: 0 };
const PARKED: RunSummary = RunSummary { done: 0, put_off: 0, parked: 1 };

/// Writes of the runner to the job's row: the version that each expected, and the row; `None` deletes it.
type Steps = Arc<Mutex<Vec<(u64, Option<Job>)>>>;

/// Store in which this job is due, and the writes to its row.
fn due(job: &Job) -> (MockStore, Steps) {
    let (mut store, steps) = (MockStore::new(), Steps::default());
    let job = job.clone();
    store.expect_due().returning(move |_, _, _| at_once(Ok(vec![job.clone()])));
    let made = Arc::clone(&steps);
    store.expect_replace().returning(move |_, expected, next| {
        made.lock().expect("one test").push((expected, next));
        at_once(Ok(()))
    });
    (store, steps)
}

async fn ran(store: MockStore) -> RunSummary {
    runner(store).run().await.expect("the store answers")
}

fn made(steps: &Steps) -> Vec<(u64, Option<Job>)> {
    steps.lock().expect("one test").clone()
}

fn discards() -> Job {
    job(&DiscardUpload { upload: Uuid::now_v7().into() })
}

fn settings() -> TicketSettings {
    records::ticket_settings(queue())
}

fn queue() -> QueueId {
    QueueId(Uuid::from_u128(7))
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn on_hold(until: Timestamp) -> Ticket {
    let (person, now) = (requester(), Timestamp::now());
    let opened = Ticket {
        id: TicketId(Uuid::from_u128(5)),
        version: 3,
        queue: QueueRef { id: queue(), name: "Pumps".into() },
        ..records::ticket(&person, &person.hats[0], now)
    };
    Ticket {
        hold_until: Some(until),
        clocks: Clocks { first_response_due: now, resolution_due: now, ..records::clocks(now) },
        ..records::in_state(opened, TicketState::OnHold, now)
    }
}

/// Store in which the hold of a ticket is to end; the ticket is as `ticket` says.
fn ends_hold(until: Timestamp, ticket: Option<Ticket>) -> (MockStore, Steps, Job) {
    let job = job(&EndHold { ticket: TicketId(Uuid::from_u128(5)), until });
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
    store.expect_delete_file().times(1).returning(|_| at_once(Ok(())));
    let before = Timestamp::now();
    assert_eq!(ran(store).await, DONE);
    let [(1, Some(leased)), (2, None)] = &made(&steps)[..] else { panic!("{steps:?}") };
    assert!(leased.tries == 1 && leased.due >= before + LEASE, "{leased:?}");
}

#[tokio::test]
async fn a_job_that_another_runner_has_is_left_to_it() {
    for lost in [CommitError::Stale, CommitError::Busy, StoreError::unavailable("throttled").into()] {
        let mut store = MockStore::new();
        store.expect_due().returning(|_, _, _| at_once(Ok(vec![discards()])));
        store.expect_replace().times(1).returning(move |_, _, _| at_once(Err(lost.clone())));
        // Nothing else is asked of the store.
        assert_eq!(ran(store).await, RunSummary::default());
    }
}

#[tokio::test]
async fn what_fails_is_put_off_and_says_why() {
    let job = Job { tries: 3, ..discards() };
    let (mut store, steps) = due(&job);
    store.expect_upload().returning(|_| at_once(Err(StoreError::unavailable("throttled"))));
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
    store.expect_upload().returning(|_| at_once(Err(StoreError::unavailable("throttled"))));
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
    for (failure, outcome) in
        [(MailError::Refused("no such address".into()), PARKED), (MailError::Unavailable("throttled".into()), PUT_OFF)]
    {
        let ticket = on_hold(Timestamp::now());
        let mail = Mail { template: MailTemplate::TicketOpened, to: person(1), ticket: ticket.id, item: None };
        let (mut store, _) = due(&job(&mail));
        store.expect_ticket().returning(move |_| at_once(Ok(Guarded::seal(Some(ticket.clone())))));
        store.expect_person().returning(move |_| at_once(Ok(Guarded::seal(Some(requester())))));
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
        let ends = |write: &Write| matches!(write, Write::Remove(row) if row.get::<Job>().is_some_and(|row| row.id == job.id && row.version == 2));
        change.writes.iter().any(ends)
    };
    store.expect_commit().times(1).withf(ended).returning(|_| at_once(Ok(())));
    assert_eq!(ran(store).await, DONE);
    // It was taken; there is no second step.
    assert!(matches!(made(&steps)[..], [(1, Some(_))]), "{steps:?}");
}

#[tokio::test]
async fn a_ticket_that_changes_meanwhile_is_looked_at_again() {
    for crossed in [CommitError::Stale, CommitError::Busy, StoreError::unavailable("throttled").into()] {
        let until = Timestamp::now();
        let (mut store, steps, _) = ends_hold(until, Some(on_hold(until)));
        store.expect_commit().times(1).returning(move |_| at_once(Err(crossed.clone())));
        assert_eq!(ran(store).await, PUT_OFF);
        assert!(matches!(&made(&steps)[..], [_, (2, Some(next))] if !next.parked), "{steps:?}");
    }
}

#[tokio::test]
async fn a_reminder_that_crosses_with_an_answer_is_not_made() {
    let asked = Timestamp::now();
    let waiting = Ticket { state: TicketState::Waiting, hold_until: None, ..on_hold(asked) };
    let waiting = Ticket { clocks: Clocks { stopped_at: Some(asked), ..waiting.clocks.clone() }, ..waiting };
    let question = ItemId(Uuid::from_u128(8));
    for crossed in [true, false] {
        let job = job(&RemindWaiting { ticket: waiting.id, since: asked, question });
        let (mut store, steps) = due(&job);
        let found = waiting.clone();
        store.expect_ticket().returning(move |_| at_once(Ok(Guarded::seal(Some(found.clone())))));
        store.expect_section::<TicketSettings>().returning(|| at_once(Ok(Some(settings()))));
        // The whole change, with the mails in it, holds only for the ticket that was read.
        let stays = Write::require(&waiting);
        let whole = move |change: &Change| change.writes.contains(&stays) && !change.jobs.is_empty();
        let answer = if crossed { Err(CommitError::Stale) } else { Ok(()) };
        store.expect_commit().times(1).withf(whole).returning(move |_| at_once(answer.clone()));
        assert_eq!(ran(store).await, if crossed { PUT_OFF } else { DONE });
        assert_eq!(made(&steps).len(), if crossed { 2 } else { 1 });
    }
}

/// The requester, who is a member.
fn requester() -> Person {
    let hat = Hat { id: HatId(Uuid::from_u128(9)), ..records::hat(HatKind::Customer, Role::Member) };
    Person { id: person(1), ..records::person(vec![hat], Timestamp::now()) }
}

#[tokio::test]
async fn a_reminder_is_not_sent_to_whoever_has_answered_meanwhile() {
    let asked = Timestamp::now() - SignedDuration::from_secs(60);
    let waiting = Ticket { state: TicketState::Waiting, hold_until: None, ..on_hold(asked) };
    let waits = |at| Ticket { clocks: Clocks { stopped_at: Some(at), ..waiting.clocks.clone() }, ..waiting.clone() };
    let answered = Ticket { state: TicketState::Open, ..waiting.clone() };
    let asked_again = waits(Timestamp::now() + SignedDuration::from_secs(60));
    for (ticket, mails) in [(waits(asked), 1), (answered, 0), (asked_again, 0)] {
        let reminder = Mail {
            template: MailTemplate::TicketReminder,
            to: person(1),
            ticket: ticket.id,
            item: Some(ItemId(Uuid::from_u128(8))),
        };
        let (mut store, _) = due(&job(&reminder));
        store.expect_ticket().returning(move |_| at_once(Ok(Guarded::seal(Some(ticket.clone())))));
        store.expect_person().returning(move |_| at_once(Ok(Guarded::seal(Some(requester())))));
        store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
        store.expect_item().returning(|ticket, _| at_once(Ok(PartOf::seal(ticket, None))));
        store.expect_send().times(mails).returning(|_| at_once(Ok(())));
        let told = move |touch: &Touch| {
            touch.detail.as_deref().is_some_and(|detail| detail.contains("not sent: nobody waits")) == (mails == 0)
        };
        store.expect_touch().times(1).withf(told).returning(|_| at_once(Ok(())));
        assert_eq!(ran(store).await, DONE);
    }
}

/// Store with `count` due jobs that index articles. It refuses the articles together, and never ends putting one
/// alone. Also returns the writes to the jobs' rows, and the number of articles put alone.
fn refuses_together(count: u128) -> (MockStore, Steps, Arc<Mutex<usize>>) {
    let (mut store, steps, alone) = (MockStore::new(), Steps::default(), Arc::<Mutex<usize>>::default());
    let jobs: Vec<Job> =
        (0..count).map(|number| job(&IndexArticle { article: ArticleId(Uuid::from_u128(number)) })).collect();
    store.expect_due().times(1).returning(move |_, _, _| at_once(Ok(jobs.clone())));
    let made = Arc::clone(&steps);
    store.expect_replace().returning(move |_, expected, next| {
        made.lock().expect("one test").push((expected, next));
        at_once(Ok(()))
    });
    store.expect_articles().returning(|ids| at_once(Ok(ids.iter().map(|id| article(*id)).collect())));
    let counted = Arc::clone(&alone);
    store.expect_put().returning(move |documents| {
        if documents.len() > 1 {
            return at_once(Err(SearchError::refused("one of them")));
        }
        *counted.lock().expect("one test") += 1;
        Box::pin(std::future::pending())
    });
    (store, steps, alone)
}

fn article(id: ArticleId) -> Article {
    Article { id, ..records::article(vec![Audience::Customer], Timestamp::now()) }
}

#[tokio::test(start_paused = true)]
async fn articles_that_are_put_alone_have_a_lease_of_their_own_and_none_is_begun_too_late() {
    let (store, steps, alone) = refuses_together(60);
    let before = tokio::time::Instant::now();
    let ran = ran(store).await;
    // Lambda ends the function after two minutes.
    assert!(before.elapsed().as_secs() < 110, "{:?}", before.elapsed());
    // Twenty at a time, 45 s each: the third lot would begin after a minute and a half.
    assert_eq!((*alone.lock().expect("one test"), ran), (40, RunSummary { done: 0, put_off: 40, parked: 0 }));
    let made = made(&steps);
    let step = |version| -> Vec<&Job> {
        made.iter().filter(|(expected, _)| *expected == version).filter_map(|(_, next)| next.as_ref()).collect()
    };
    assert!(step(1).iter().all(|job| job.tries == 1) && step(1).len() == 60);
    // After their first lease: taken under a second lease, or given back as if nobody had taken them.
    let (anew, back): (Vec<&Job>, Vec<&Job>) = step(2).into_iter().partition(|job| job.tries == 1);
    assert_eq!((anew.len(), back.len(), step(3).len()), (40, 20, 40));
    assert!(back.iter().all(|job| job.tries == 0 && !job.parked && job.last_error.is_none()), "{back:?}");
    assert!(anew.iter().all(|job| job.last_error.is_none()), "{anew:?}");
    assert!(step(3).iter().all(|job| job.last_error.is_some() && job.tries == 1));
}

#[tokio::test]
async fn an_article_whose_job_another_runner_has_by_now_is_not_put() {
    let mut store = MockStore::new();
    let jobs = [1, 2].map(|number| job(&IndexArticle { article: ArticleId(Uuid::from_u128(number)) }));
    store.expect_due().returning(move |_, _, _| at_once(Ok(jobs.to_vec())));
    // Its lease was over while it waited.
    store
        .expect_replace()
        .times(4)
        .returning(|_, expected, _| at_once(if expected == 1 { Ok(()) } else { Err(CommitError::Stale) }));
    store.expect_articles().returning(|ids| at_once(Ok(ids.iter().map(|id| article(*id)).collect())));
    store.expect_put().times(1).returning(|_| at_once(Err(SearchError::refused("one of them"))));
    assert_eq!(ran(store).await, RunSummary::default());
}

#[tokio::test]
async fn a_row_that_cannot_be_ended_is_found_again_after_its_lease() {
    let mut store = MockStore::new();
    store.expect_due().returning(|_, _, _| at_once(Ok(vec![discards()])));
    store.expect_upload().returning(|_| at_once(Ok(Guarded::<Upload>::seal(None))));
    store.expect_delete_file().returning(|_| at_once(Ok(())));
    store.expect_replace().times(2).returning(|_, _, next| {
        let gone = Err(StoreError::unavailable("throttled").into());
        at_once(if next.is_some() { Ok(()) } else { gone })
    });
    assert_eq!(ran(store).await, DONE);
}
