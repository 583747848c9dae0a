//! Changing one's e-mail address: it takes the password and a link in a mail to the new address, and asking for it
//! reveals nothing of who has the address.

use crate::auth::{cookie, employee, refresh, second_factor, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::people::mail::{MailSuppression, StopReason};
use portico_domain::people::{EmailChange, EmailChangeLink, EmailChanges as _, Person};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client, Request};
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::json;

fn request(client: &Client, email: &str) -> Request {
    client.post("/v1/me/email", json!({"email": email, "password": PASSWORD}))
}

fn confirm(world: &World, token: &str) -> Request {
    world.nobody().post("/v1/me/email/confirm", json!({ "token": token }))
}

/// An address that nobody has.
fn unused() -> String {
    format!("m{}@people.example", uuid::Uuid::now_v7().simple())
}

pub(crate) async fn drive_request(cell: Cell<'_>) -> MatrixRequest {
    let client = cell.stage.like(cell.who).await;
    cell.stage.world.give_password(&client.who().person).await;
    MatrixRequest::free(request(&client, &unused()), 202)
}

pub(crate) async fn drive_confirm(cell: Cell<'_>) -> MatrixRequest {
    let request = confirm(cell.stage.world, "made up").header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

/// A person with a password, their client in a session that began with it, and its cookie.
async fn signed_in(world: &World) -> (Person, Client, String) {
    let person = with_password(world, employee()).await;
    let answer = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    (person, world.nobody().bearing(&token(&answer)), cookie(&answer))
}

/// Asks for an address, and takes the link from the mail that went there.
async fn link(world: &World, client: &Client, email: &str) -> String {
    request(client, email).await.expect(202);
    world.sweep().await;
    world.mailed_link(email, "email-change")
}

async fn is_over(world: &World, token: &str) {
    confirm(world, token).await.refused(403, "email_change_over");
}

#[test]
fn a_link_moves_the_person_to_the_new_address_once() {
    in_world(async |world| {
        let (person, client, kept) = signed_in(world).await;
        let elsewhere = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let email = unused();
        let answer = request(&client, &format!(" {} ", email.to_uppercase())).await.expect(202);
        assert_eq!(answer.json(), json!({"valid_for_minutes": 1440}));
        world.sweep().await;
        let link = world.mailed_link(&email, "email-change");
        assert!(world.mails(&person.email).is_empty());
        // Until the link is confirmed, everything is as it was.
        assert_eq!(client.get("/v1/me").await.expect(200).json()["email"], person.email);
        sign_in(&world.nobody(), &email, PASSWORD).await.refused(401, "sign_in_failed");

        confirm(world, &link).header("user-agent", "Firefox/140.0 (Windows)").await.expect(204);
        assert_eq!(client.get("/v1/me").await.expect(200).json()["email"], email);
        refresh(world, &kept).await.expect(200);
        world.nobody().bearing(&token(&elsewhere)).get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&elsewhere)).await.refused(401, "session_ended");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.refused(401, "sign_in_failed");
        sign_in(&world.nobody(), &email, PASSWORD).await.expect(200);
        is_over(world, &link).await;

        world.sweep().await;
        let mails = world.mails(&person.email);
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert_eq!(mails[0].subject, "Your e-mail address was changed");
        let text = mails[0].text.as_deref().unwrap();
        assert!(text.contains("Firefox on Windows, 127.0.0.x") && !text.contains(&email), "{text}");
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let done = touches.iter().filter(|touch| touch.outcome == Outcome::Done).map(|touch| touch.action);
        let done: Vec<Action> = done.collect();
        for action in [Action::RequestEmailChange, Action::ConfirmEmailChange] {
            assert_eq!(done.iter().filter(|other| **other == action).count(), 1, "{done:?}");
        }
    });
}

#[test]
fn it_takes_the_present_password_and_an_address() {
    in_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        let wrong = json!({"email": unused(), "password": "not the right password"});
        client.post("/v1/me/email", wrong).await.names(&[("/password", "wrong_password")]);
        request(&client, "kim at example").await.names(&[("/email", "not_an_address")]);
        request(&client, &person.email.to_uppercase()).await.names(&[("/email", "unchanged")]);
        request(&world.nobody(), &unused()).await.refused(401, "not_signed_in");
        world.sweep().await;
        assert!(world.mails(&person.email).is_empty());
        assert_eq!(world.store.email_change(person.id).await.unwrap(), None);
    });
}

#[test]
fn asking_reveals_nothing_of_who_has_the_address() {
    in_world(async |world| {
        let (_, client, _) = signed_in(world).await;
        let other = with_password(world, employee()).await;
        let free = request(&client, &unused()).await.expect(202);
        let taken = request(&client, &other.email).await.expect(202);
        assert_eq!(taken.body, free.body);
        let names =
            |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(names(&taken), names(&free));
        world.sweep().await;
        assert!(world.mails(&other.email).is_empty());
    });
}

#[test]
fn a_newer_request_replaces_the_older_one() {
    in_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        let (first, second) = (unused(), unused());
        let older = link(world, &client, &first).await;
        let newer = link(world, &client, &second).await;
        is_over(world, &older).await;
        // The newer one is over as soon as it is replaced, even if the mail of the next one never goes out.
        let taken = with_password(world, employee()).await;
        request(&client, &taken.email).await.expect(202);
        is_over(world, &newer).await;
        let third = link(world, &client, &second).await;
        confirm(world, &third).await.expect(204);
        assert_eq!(world.person(person.id).await.email, second);
    });
}

#[test]
fn a_link_that_is_of_no_use_does_not_say_why() {
    in_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        let good = link(world, &client, &unused()).await;
        let over = confirm(world, "nonsense").await.refused(403, "email_change_over");
        let mut parts: Vec<&str> = good.split('.').collect();
        let guess = "A".repeat(43);
        parts[2] = &guess;
        let nobody = format!("{}.{}.{guess}", uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
        for token in [parts.join("."), nobody, good.replace('.', ""), format!("{good}.x")] {
            let answer = confirm(world, &token).await.refused(403, "email_change_over");
            assert_eq!(answer.anonymous(), over.anonymous(), "{token}");
        }
        let read = EmailChangeLink::read(&good).unwrap();
        let (change, _) = world.store.email_change(read.person).await.unwrap().unwrap();
        let past = EmailChange { expires_at: Timestamp::now() - SignedDuration::from_secs(1), ..change };
        world.commit([Write::put(&past)]).await;
        is_over(world, &good).await;
        // What ends the sessions ends the link.
        let next = link(world, &client, &unused()).await;
        client.delete("/v1/me/sessions").await.expect(204);
        is_over(world, &next).await;
        assert_eq!(world.person(person.id).await.email, person.email);
    });
}

#[test]
fn an_address_that_was_taken_meanwhile_stays_with_who_has_it() {
    in_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        let email = unused();
        let link = link(world, &client, &email).await;
        let other = with_password(world, Person { email: email.clone(), ..employee() }).await;
        let answer = confirm(world, &link).await.refused(409, "email_taken");
        assert!(answer.json()["detail"].as_str().unwrap().starts_with("Somebody else signs in"), "{answer}");
        assert_eq!(world.person(person.id).await.email, person.email);
        let signed_in = sign_in(&world.nobody(), &email, PASSWORD).await.expect(200);
        assert_eq!(signed_in.json()["person"]["id"], json!(other.id));
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn two_people_who_confirm_one_address_at_once_do_not_share_it() {
    in_world(async |world| {
        let (one, of_one, _) = signed_in(world).await;
        let (other, of_other, _) = signed_in(world).await;
        let email = unused();
        let first = link(world, &of_one, &email).await;
        let second = link(world, &of_other, &email).await;
        let (first, second) =
            futures::join!(confirm(world, &first).into_future(), confirm(world, &second).into_future());
        let mut statuses = [first.status(), second.status()];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409], "{first}\n{second}");
        let mut moved = 0;
        for person in [&one, &other] {
            moved += usize::from(world.person(person.id).await.email == email);
        }
        assert_eq!(moved, 1);
    });
}

#[test]
fn a_stop_of_mail_stays_with_the_previous_address() {
    in_world(async |world| {
        let stop = |email: &str| {
            Some(MailSuppression { email: email.to_owned(), reason: StopReason::Bounced, since: Timestamp::now() })
        };
        let person = employee();
        let person = with_password(world, Person { mail_stop: stop(&person.email), ..person }).await;
        let client = world.sign_in(&person.email).await;
        let email = unused();
        confirm(world, &link(world, &client, &email).await).await.expect(204);
        assert_eq!(world.person(person.id).await.mail_stop, None);
        let new = json!({"old_password": PASSWORD, "new_password": "another sentence that is easy"});
        client.put("/v1/me/password", new).await.expect(204);
        world.sweep().await;
        assert!(world.mails(&person.email).is_empty(), "it takes none");
        assert_eq!(
            world.mails(&email).last().map(|mail| mail.subject.clone()).as_deref(),
            Some("Your password was changed")
        );
    });
}

#[test]
fn the_second_step_goes_along() {
    in_world(async |world| {
        let (person, client) = second_factor::protected_person(world).await;
        let email = unused();
        confirm(world, &link(world, &client, &email).await).await.expect(204);
        let answer = sign_in(&world.nobody(), &email, PASSWORD).await.expect(200).json();
        assert!(answer["challenge"].is_string() && answer.get("access_token").is_none(), "{answer}");
        assert!(world.person(person.id).await.second_factor);
    });
}

#[test]
fn mails_are_limited_for_each_person() {
    in_own_world(async |world| {
        let (_, client, _) = signed_in(world).await;
        for _ in 0..5 {
            request(&client, &unused()).await.expect(202);
        }
        let refused = request(&client, &unused()).await.refused(429, "too_many_requests");
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    });
}
