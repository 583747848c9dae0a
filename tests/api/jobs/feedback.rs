//! Tests of mail that comes back: the events that the mail service documents, and how the desk and the runner handle
//! them.

use crate::scenario::{Scenario, put_on};
use portico_domain::action::Action;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::Person;
use portico_domain::touch::{Outcome, Touch};
use portico_domain::touch_list::TouchesOf;
use portico_jobs::feedback::{Event, handle_feedback};
use portico_jobs::run::RunSummary;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{open, quiet};
use portico_tests::world::{World, alone_in_world, in_world};
use serde_json::{Value, json};

/// Time of an event, in the form of the mail service.
const SAID: &str = "2026-11-22T09:30:02.669Z";

/// Returns the committed event of the function, with changes to its detail.
fn event(change: impl FnOnce(&mut Value)) -> Event {
    let kept = include_str!("../../../events/jobs-mail-feedback.json").replace("${in_days:0}", SAID);
    let mut event: Value = serde_json::from_str(&kept).unwrap();
    change(&mut event["detail"]);
    serde_json::from_value(event).unwrap()
}

fn recipients(to: &[&str]) -> Value {
    to.iter().map(|email| json!({"emailAddress": email, "action": "failed", "status": "5.1.1"})).collect()
}

fn bounced(kind: &str, sub_kind: &str, to: &[&str]) -> Event {
    event(|detail| {
        detail["bounce"]["bounceType"] = kind.into();
        detail["bounce"]["bounceSubType"] = sub_kind.into();
        detail["bounce"]["bouncedRecipients"] = recipients(to);
    })
}

fn complained(kind: Value, to: &[&str]) -> Event {
    event(|detail| {
        let to: Value = to.iter().map(|email| json!({"emailAddress": email})).collect();
        detail["eventType"] = "Complaint".into();
        detail["complaint"] = json!({
            "complainedRecipients": to, "timestamp": SAID, "complaintFeedbackType": kind,
            "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000001", "complaintSubType": null,
            "userAgent": "Amazon SES Mailbox Simulator", "arrivalDate": SAID,
        });
        detail.as_object_mut().unwrap().remove("bounce");
    })
}

/// Returns the touches of mails to a person that came back.
async fn came_back(world: &World, person: &Person) -> Vec<Touch> {
    let touches = world.touches(TouchesOf::Record(person.id.to_string())).await;
    touches.into_iter().filter(|touch| touch.action == Action::ReturnMail).collect()
}

async fn seen(client: &Client, person: &Person) -> Value {
    client.get(format!("/v1/people/{}", person.id)).await.expect(200).json()["mail_stopped"].clone()
}

#[test]
fn nothing_more_is_sent_to_an_address_that_refuses_for_good_until_an_administrator_says_so() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let administrator = put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let person = cast.member.who().person.clone();
        open(&cast.member, &quiet()).await;
        world.sweep().await;
        assert_eq!(world.mails(&person.email).len(), 1);
        assert_eq!(seen(&cast.agent, &person).await, Value::Null);

        handle_feedback(world.store, bounced("Permanent", "General", &[&person.email])).await.unwrap();
        let stopped = json!({"reason": "bounced", "since": SAID});
        assert_eq!(seen(&cast.agent, &person).await, stopped);
        let [touch] = &came_back(world, &person).await[..] else { panic!("one touch") };
        assert_eq!((touch.outcome, touch.person), (Outcome::Failed, None));
        assert_eq!(touch.detail.as_deref(), Some("bounced: General"));
        assert_eq!(touch.request_id, "01999b1e-0000-7000-8000-000000000001", "the job that owed the mail");
        assert!(!serde_json::to_string(touch).unwrap().contains('@'));

        // The next mail is done, and not sent; the words of the ticket are indexed.
        let ticket = open(&cast.member, &quiet()).await.id();
        assert_eq!(world.sweep().await, RunSummary { done: 2, ..RunSummary::default() });
        assert_eq!(world.mails(&person.email).len(), 1);
        let touches = world.touches(TouchesOf::Record(ticket)).await;
        let last = touches.iter().rfind(|touch| touch.action == Action::RunJob).unwrap();
        assert_eq!(last.outcome, Outcome::Failed);
        assert!(last.detail.as_deref().unwrap().contains("not sent"), "{last:?}");

        let path = format!("/v1/people/{}", person.id);
        let again = json!({"mail": "again"});
        let etag = administrator.get(&path).await.etag();
        cast.agent.patch(&path, again.clone()).if_match(&etag).await.refused(403, "forbidden");
        let allowed = administrator.patch(&path, again.clone()).if_match(&etag).await.expect(200);
        assert_eq!(allowed.json()["mail_stopped"], Value::Null);
        // Said again it changes nothing.
        let same = administrator.patch(&path, again).if_match(allowed.etag()).await.expect(200);
        assert_eq!(same.etag(), allowed.etag());
        open(&cast.member, &quiet()).await;
        world.sweep().await;
        assert_eq!(world.mails(&person.email).len(), 2);
    });
}

#[test]
fn whoever_complains_is_sent_nothing_more() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for (kind, reason) in
            [(json!("abuse"), Some("complained")), (Value::Null, Some("complained")), (json!("not-spam"), None)]
        {
            let person = world.new_person(HatKind::Customer, Role::Member).await;
            handle_feedback(world.store, complained(kind.clone(), &[&person.email])).await.unwrap();
            assert_eq!(seen(&cast.agent, &person).await["reason"].as_str(), reason, "{kind}");
            assert_eq!(came_back(world, &person).await.len(), usize::from(reason.is_some()), "{kind}");
        }
    });
}

#[test]
fn what_may_arrive_later_leaves_a_touch_and_no_more() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        for (kind, sub_kind) in [("Transient", "MailboxFull"), ("Undetermined", "Undetermined")] {
            let person = world.new_person(HatKind::Customer, Role::Member).await;
            for _ in 0..2 {
                handle_feedback(world.store, bounced(kind, sub_kind, &[&person.email])).await.unwrap();
            }
            assert_eq!(seen(&cast.agent, &person).await, Value::Null);
            let [touch] = &came_back(world, &person).await[..] else { panic!("one touch, however often it is told") };
            assert_eq!(
                (touch.outcome, touch.detail.clone()),
                (Outcome::Failed, Some(format!("could not be delivered: {sub_kind}")))
            );
            assert_eq!(world.person(person.id).await.version, person.version);
        }
    });
}

#[test]
fn of_several_people_each_is_dealt_with_and_nobody_twice() {
    in_world(async |world| {
        let people = [(); 3].map(|()| samples::person(vec![samples::hat(HatKind::Customer, Role::Member)]));
        for person in &people {
            world.add(person).await;
        }
        // As the service may write them, with one that nobody has.
        let shouted = people[1].email.to_uppercase();
        let named = format!("Kari Lie <{}>", people[2].email);
        let to = [people[0].email.as_str(), &shouted, "nobody-has-this@example.com", &named];
        for _ in 0..3 {
            handle_feedback(world.store, bounced("Permanent", "NoEmail", &to)).await.unwrap();
        }
        for before in &people {
            let person = world.person(before.id).await;
            assert!(person.stopped().is_some(), "{person:?}");
            assert_eq!(person.version, before.version + 1);
            assert_eq!(came_back(world, before).await.len(), 1);
        }
    });
}

#[test]
fn deliveries_and_addresses_nobody_has_change_nothing() {
    in_world(async |world| {
        let person = world.new_person(HatKind::Customer, Role::Member).await;
        let delivered = event(|detail| {
            detail["eventType"] = "Delivery".into();
            detail["delivery"] = json!({
                "timestamp": SAID, "processingTimeMillis": 3004, "recipients": [person.email],
                "smtpResponse": "250 2.6.0 Message received", "reportingMTA": "mta.example.com",
            });
            detail.as_object_mut().unwrap().remove("bounce");
        });
        handle_feedback(world.store, delivered).await.unwrap();
        handle_feedback(world.store, bounced("Permanent", "General", &["nobody-has-this@example.com"])).await.unwrap();
        assert_eq!(world.person(person.id).await, person);
        assert!(came_back(world, &person).await.is_empty());
    });
}

/// A stop belongs to the address: with another address, the person is sent mail.
#[test]
fn with_another_address_a_person_is_sent_mail() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let person = cast.member.who().person.clone();
        handle_feedback(world.store, bounced("Permanent", "General", &[&person.email])).await.unwrap();
        let stopped = world.person(person.id).await;
        let email = format!("new-{}", person.email);
        let moved = Person { version: stopped.version + 1, email: email.clone(), ..stopped.clone() };
        world.move_person(&stopped, &moved).await;
        assert_eq!(seen(&cast.agent, &moved).await, Value::Null);
        open(&cast.member, &quiet()).await;
        world.sweep().await;
        assert_eq!(world.mails(&email).len(), 1);
    });
}
