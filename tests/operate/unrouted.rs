//! Functions without a route, except the runner: each one's own binary, on the events of the service that calls it.

use crate::unused;
use http::Method;
use portico_domain::hats::{HatKind, Role};
use portico_domain::ports::RequestStore;
use portico_tests::filling::Filling;
use portico_tests::function::{Function, Surroundings};
use portico_tests::logs;
use portico_tests::steps::{open, quiet};
use portico_tests::vault::Vault;
use portico_tests::world::in_own_world;
use serde_json::{Value, json};

fn lines(log: &[String], message: &str) -> Vec<Value> {
    let lines = log.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")));
    lines.filter(|line: &Value| line["message"] == message).collect()
}

#[test]
fn what_the_mail_service_says_is_taken_note_of() {
    in_own_world(async |world| {
        let person = world.new_person(HatKind::Customer, Role::Member).await;
        let mut event = Filling::of(world).event("jobs-mail-feedback").await.event;
        event["detail"]["bounce"]["bouncedRecipients"][0]["emailAddress"] = person.email.clone().into();
        let surroundings = Surroundings::of(world).await;
        let mut function = Function::start("jobs-mail-feedback", &surroundings);
        for _ in 0..2 {
            assert_eq!(function.invoke(&event).await, Value::Null);
            let now = world.person(person.id).await;
            assert!(now.stopped().is_some() && now.version == person.version + 1, "{now:?}");
        }
        let log = function.stop().await;
        unused::hold_to_list(surroundings.usage(), |_| true);
        for line in &log {
            logs::holds_none(line, &[person.email.clone(), person.name.clone()]);
        }
        let told = lines(&log, "mail feedback");
        assert_eq!((told.len(), &told[0]["bounced"], &told[0]["complained"]), (2, &json!(1), &json!(0)), "{log:#?}");
        let metrics = &told[0]["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(
            (&metrics["Namespace"], &metrics["Metrics"][0]["Name"]),
            (&json!(logs::NAMESPACE), &json!("bounced"))
        );
    });
}

#[test]
fn a_mail_that_comes_in_joins_its_ticket() {
    in_own_world(async |world| {
        let member = world.as_login("customer", "member").await;
        let ticket = open(&member, &quiet()).await.id();
        world.sweep().await;
        let (email, name) =
            (world.login("customer", "member").email.clone(), world.login("customer", "member").name.clone());
        let to = world.mails(&email).last().expect("a mail").reply_to[0].clone();
        let surroundings = Surroundings::of(world).await;
        let mut function = Function::start("jobs-mail-receive", &surroundings);
        let mut event = Filling::of(world).event("jobs-mail-receive").await.event;
        let text = "It happened again this morning.";
        let parts = "--b\r\nContent-Type: text/plain\r\n\r\n";
        let file = "--b\r\nContent-Disposition: attachment; filename=pump.log\r\n\r\nlost\r\n--b--\r\n";
        for (from, id) in [(email.as_str(), "one"), ("kari@home.example", "two")] {
            let head = format!("From: {from}\r\nTo: {to}\r\nSubject: Re\r\nMessage-ID: <{id}@people.example>\r\n");
            let kind = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
            let raw = format!("{head}{kind}{parts}{text}\r\n{file}").into_bytes();
            event["detail"]["object"]["key"] = world.receipt().put(raw).await.unwrap().into();
            for _ in 0..2 {
                assert_eq!(function.invoke(&event).await, Value::Null);
            }
        }
        let log = function.stop().await;
        unused::hold_to_list(surroundings.usage(), |role| role == "MailReceipt");
        for line in &log {
            logs::holds_none(line, &[email.clone(), name.clone(), text.to_owned(), "kari@home.example".to_owned()]);
        }
        let told = lines(&log, "mail received");
        let counted: Vec<_> = told.iter().map(|line| (&line["joined"], &line["waiting"])).collect();
        assert_eq!(counted, [(&json!(1), &json!(0)), (&json!(0), &json!(1)), (&json!(0), &json!(1))], "{log:#?}");
        assert_eq!(told[0]["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"], "joined");
        let items = member.all(&format!("/v1/tickets/{ticket}/timeline"), 50).await;
        let joined: Vec<&Value> = items.iter().filter(|item| item["text"] == text).collect();
        assert_eq!((joined.len(), &joined[0]["files"][0]["name"]), (1, &json!("pump.log")));
    });
}

#[test]
fn the_signing_key_is_changed_and_signs() {
    in_own_world(async |world| {
        let vault = Vault::start("signing-key");
        let surroundings = Surroundings::of(world).await.with_secrets_at(&vault.url());
        let mut function = Function::start("auth-rotate-key", &surroundings);
        let rotation = vault.rotate();
        for step in ["createSecret", "setSecret", "testSecret", "finishSecret"] {
            let event = json!({"Step": step, "SecretId": "signing-key", "ClientRequestToken": rotation});
            for _ in 0..2 {
                assert_eq!(function.invoke(&event).await, Value::Null, "{step}");
            }
        }
        assert_eq!(vault.labelled("AWSCURRENT"), Some(rotation));
        let log = function.stop().await;
        assert_eq!(lines(&log, "rotation").len(), 8, "{log:#?}");
        // A function that starts now signs with the new key. Its tokens are accepted in addition to earlier ones.
        let member = world.as_login("customer", "member").await;
        let filled = Filling::of(world).event("auth-create-session").await;
        let mut sign_in = Function::start("auth-create-session", &surroundings);
        let answer = sign_in.invoke(&filled.event).await;
        let session: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        let renewed = world.nobody().bearing(session["access_token"].as_str().unwrap());
        assert_ne!(renewed.token(), member.token());
        for client in [&renewed, &member] {
            client.request(Method::GET, "/v1/me").await.expect(200);
        }
        let known: Value = serde_json::from_str(&world.store.verification_keys().await.unwrap()).unwrap();
        assert_eq!(known["keys"].as_array().unwrap().len(), 2);
        sign_in.stop().await;
        unused::hold_to_list(surroundings.usage(), |role| role == "KeyRotation");
    });
}
