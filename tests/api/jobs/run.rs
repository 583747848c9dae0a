//! Tests of side effects when things go wrong: put off, left to people, taken by two runners or by one that dies. None
//! is lost, and none is done twice outside the one window that [`portico_jobs::run`] names.

use crate::scenario::{Scenario, put_on};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::hats::{HatKind, Role};
use portico_domain::jobs::{DueJobs, Job, MOST_TRIES};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::store::CommitError;
use portico_domain::tickets::TicketState;
use portico_domain::tickets::jobs::Mail;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_jobs::run::{RunSummary, Runner};
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{act, open, quiet};
use portico_tests::world::{PORTAL_URL, World, alone_in_world};
use serde_json::{Value, json};

/// A member of a company whom mails cannot reach.
async fn unreachable(world: &World, cast: &Scenario) -> Client {
    let hat = samples::hat_of(&cast.account, Role::Member);
    let person = samples::person(vec![hat.clone()]);
    let person = Person { email: format!("reject-{}", person.email), ..person };
    world.add(&person).await;
    world.wearing(&person, &hat).await
}

/// Returns the one pending mail job about a ticket.
async fn owed_mail(world: &World, ticket: &str) -> Job {
    let mut jobs = world.jobs_of(ticket.parse().unwrap()).await;
    jobs.retain(Job::is::<Mail>);
    let [job] = <[Job; 1]>::try_from(jobs).unwrap_or_else(|jobs| panic!("not one mail is owed but {jobs:?}"));
    job
}

async fn parked(client: &Client, id: &str) -> Option<Value> {
    client.all("/v1/jobs?state=parked", 10).await.into_iter().find(|job| job["id"] == id)
}

#[test]
fn a_refused_mail_is_left_to_people_who_try_again() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let member = unreachable(world, &cast).await;
        let ticket = open(&member, &quiet()).await.id();
        let job = owed_mail(world, &ticket).await;
        let id = job.id.to_string();
        // The words of the ticket are indexed meanwhile.
        assert_eq!(world.sweep().await, RunSummary { done: 1, parked: 1, ..RunSummary::default() });

        let operations = put_on(world, samples::hat(HatKind::Staff, Role::Operations)).await;
        let listed = parked(&operations, &id).await.expect("it is listed");
        assert_eq!((&listed["kind"], &listed["subject"]), (&json!("mail"), &json!(job.subject())));
        assert!(listed["last_error"].as_str().unwrap().contains("MessageRejected"), "{listed}");
        cast.agent.get("/v1/jobs").await.refused(403, "forbidden");
        // Left alone it stays where it is.
        assert_eq!(world.sweep().await, RunSummary::default());

        let retry = operations.post(format!("/v1/jobs/{id}/retry"), json!({}));
        assert_eq!(retry.clone().await.expect(200).json()["tries"], 0);
        assert_eq!(parked(&operations, &id).await, None);
        // While the job is due there is nothing to try again.
        retry.clone().await.refused(409, "state_conflict");
        assert_eq!(world.sweep().await, RunSummary { parked: 1, ..RunSummary::default() });

        // With an address that takes mail, it goes.
        let person = member.who().person.clone();
        let email = person.email.replace("reject-", "taken-");
        let moved = Person { version: 2, email: email.clone(), ..person.clone() };
        world.move_person(&person, &moved).await;
        retry.clone().await.expect(200);
        assert_eq!(world.sweep().await, RunSummary { done: 1, ..RunSummary::default() });
        assert_eq!(world.mails(&email).len(), 1);
        assert_eq!(parked(&operations, &id).await, None);
        retry.await.refused(404, "not_found");
        let touches = world.touches(TouchesOf::Record(id)).await;
        assert!(touches.iter().any(|touch| touch.action == Action::RetryJob && touch.outcome == Outcome::Done));
    });
}

#[test]
fn a_mail_that_cannot_go_now_goes_later_and_once() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        world.mailbox().throttle(true);
        let ticket = open(&cast.member, &quiet()).await.id();
        let before = Timestamp::now();
        assert_eq!(world.sweep().await, RunSummary { done: 1, put_off: 1, ..RunSummary::default() });
        let job = owed_mail(world, &ticket).await;
        assert!(!job.parked && job.tries == 1 && job.due >= before + SignedDuration::from_secs(10), "{job:?}");
        assert!(job.last_error.as_deref().unwrap().contains("TooManyRequests"), "{job:?}");
        // Not before its time.
        assert_eq!(world.sweep().await, RunSummary::default());
        world.make_due(&job).await;
        assert_eq!(world.sweep().await, RunSummary { put_off: 1, ..RunSummary::default() });
        let again = owed_mail(world, &ticket).await;
        assert!(again.tries == 2 && again.due > job.due, "it waits longer: {again:?}");

        world.mailbox().throttle(false);
        world.make_due(&again).await;
        assert_eq!(world.sweep().await, RunSummary { done: 1, ..RunSummary::default() });
        assert_eq!(world.sweep().await, RunSummary::default());
        let [mail] = &world.mails(&cast.member.who().person.email)[..] else { panic!("one mail") };
        assert_eq!(mail.headers.get("X-Portico-Job"), Some(&job.id.to_string()));
    });
}

#[test]
fn what_keeps_failing_is_left_to_people_in_the_end() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        world.mailbox().throttle(true);
        let ticket = open(&cast.member, &quiet()).await.id();
        let job = owed_mail(world, &ticket).await;
        // It has been tried for hours; two tries are left.
        let tried = Job { version: 2, tries: MOST_TRIES - 2, ..job.clone() };
        world.store.replace(job.id, 1, Some(tried)).await.unwrap();
        assert_eq!(world.sweep().await, RunSummary { done: 1, put_off: 1, ..RunSummary::default() });
        let late = world.job(job.id).await.expect("it is still there");
        assert!(!late.parked && late.tries == MOST_TRIES - 1, "{late:?}");
        world.make_due(&late).await;
        assert_eq!(world.sweep().await, RunSummary { parked: 1, ..RunSummary::default() });
        let parked = world.job(job.id).await.expect("it is still there");
        assert!(parked.parked && parked.tries == MOST_TRIES, "{parked:?}");
        world.mailbox().throttle(false);
        let operations = put_on(world, samples::hat(HatKind::Staff, Role::Operations)).await;
        operations.post(format!("/v1/jobs/{}/retry", job.id), json!({})).await.expect(200);
        assert_eq!(world.sweep().await, RunSummary { done: 1, ..RunSummary::default() });
        assert_eq!(world.mails(&cast.member.who().person.email).len(), 1);
    });
}

#[test]
fn runners_that_meet_do_each_job_once() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let mut members = Vec::new();
        for _ in 0..12 {
            let member = put_on(world, samples::hat_of(&cast.account, Role::Member)).await;
            open(&member, &quiet()).await;
            members.push(member);
        }
        let runners = (0..4).map(|_| async { Runner::new(world.store, PORTAL_URL.into()).run().await.unwrap() });
        let ran = futures::future::join_all(runners).await;
        assert_eq!(ran.iter().map(|ran| ran.done).sum::<usize>(), 24, "a mail and the words of each: {ran:?}");
        assert_eq!(world.sweep().await, RunSummary::default());
        for member in &members {
            assert_eq!(world.mails(&member.who().person.email).len(), 1);
        }
    });
}

#[test]
fn a_job_whose_runner_died_is_taken_again_after_the_lease() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &quiet()).await.id();
        let job = owed_mail(world, &ticket).await;
        // A runner takes it and is never heard of again.
        let leased = job.leased(Timestamp::now());
        world.store.replace(job.id, job.version, Some(leased.clone())).await.unwrap();
        assert_eq!(world.sweep().await, RunSummary { done: 1, ..RunSummary::default() });
        assert!(world.mails(&cast.member.who().person.email).is_empty());
        // Its time is over.
        world.make_due(&leased).await;
        assert_eq!(world.sweep().await, RunSummary { done: 1, ..RunSummary::default() });
        assert_eq!(world.mails(&cast.member.who().person.email).len(), 1);
        // The dead one wakes up: there is nothing left for it to end, or to put off.
        for next in [None, Some(leased.failed(Timestamp::now(), "late".into()))] {
            assert_eq!(world.store.replace(job.id, leased.version, next).await, Err(CommitError::Stale));
        }
        assert_eq!(world.sweep().await, RunSummary::default());
    });
}

/// A job that kills its runner each time must not do so for ever.
#[test]
fn a_job_that_no_runner_survives_is_left_to_people() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let ticket = open(&cast.member, &quiet()).await.id();
        let mut job = owed_mail(world, &ticket).await;
        for _ in 0..MOST_TRIES {
            let leased = job.leased(Timestamp::now());
            world.store.replace(job.id, job.version, Some(leased.clone())).await.unwrap();
            world.make_due(&leased).await;
            job = world.job(job.id).await.unwrap();
        }
        assert_eq!(world.sweep().await, RunSummary { done: 1, parked: 1, ..RunSummary::default() });
        let job = world.job(job.id).await.unwrap();
        assert!(job.parked && job.last_error.as_deref().unwrap().contains("did not come back"), "{job:?}");
        assert!(world.mails(&cast.member.who().person.email).is_empty());
    });
}

/// A mail obeys the same rule as the page: a person who may no longer read the ticket is not sent it.
#[test]
fn whoever_may_no_longer_read_a_ticket_gets_no_mail_of_it() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        for disabled in [true, false] {
            let gone = put_on(world, samples::hat_of(&cast.account, Role::Member)).await;
            let ticket = open(&gone, &json!({})).await.id();
            world.sweep().await;
            act(&cast.agent, &ticket, "resolve", json!({"text": "Replaced."})).await.expect(200);
            let mut person = Person { version: 2, ..gone.who().person.clone() };
            if disabled {
                person.status = PersonStatus::Disabled;
            } else {
                person.hats = vec![samples::hat_of(&samples::account(), Role::Member)];
            }
            world.commit(gone.who().person.replace_by(&person)).await;
            world.sweep().await;
            assert_eq!(world.mails(&gone.who().person.email).len(), 1, "only the first");
            let touches = world.touches(TouchesOf::Record(ticket)).await;
            let last = touches.iter().rfind(|touch| touch.action == Action::RunJob).unwrap();
            assert_eq!(last.outcome, Outcome::Denied, "{last:?}");
        }
    });
}

/// A mail is rendered from the records at the time of sending.
#[test]
fn a_mail_says_what_holds_when_it_goes() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        world.mailbox().throttle(true);
        let ticket = cast.ticket(TicketState::Open).await.to_string();
        act(&cast.agent, &ticket, "resolve", json!({"text": "First answer."})).await.expect(200);
        world.sweep().await;
        let renamed = Person { version: 2, name: "Åse Ny".into(), ..cast.member.who().person.clone() };
        world.commit(cast.member.who().person.replace_by(&renamed)).await;
        world.mailbox().throttle(false);
        world.make_due(&owed_mail(world, &ticket).await).await;
        world.sweep().await;
        let mail = world.mails(&cast.member.who().person.email).pop().unwrap();
        assert!(mail.text.as_deref().unwrap().starts_with("Hello Åse Ny,"), "{mail:?}");
    });
}
