//! Setting a new password by the link in a mail: it works once and for a while, and asking for it reveals nothing.

use crate::auth::{cookie, employee, refresh, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::people::{PasswordReset, PasswordResets as _, Person, PersonStatus, ResetLink};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_search::tantivy::TantivyWriter;
use portico_tests::client::Request;
use portico_tests::proxy::Proxy;
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::json;
use std::time::Duration;

const NEW: &str = "another sentence that is easy";

fn request(world: &World, email: &str) -> Request {
    world.nobody().post("/v1/password-resets", json!({"email": email}))
}

fn complete(world: &World, token: &str, password: &str) -> Request {
    world.nobody().post("/v1/password-resets/complete", json!({"token": token, "password": password}))
}

pub(crate) async fn drive_request(cell: Cell<'_>) -> MatrixRequest {
    // Refused unseen: the limiter counts requests that are looked at, and there are many of these.
    let request = request(cell.stage.world, "somebody@nowhere.example").header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

pub(crate) async fn drive_complete(cell: Cell<'_>) -> MatrixRequest {
    let request = complete(cell.stage.world, "made up", NEW).header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

/// Asks for a link, and takes it from the mail.
pub(crate) async fn link(world: &World, email: &str) -> String {
    request(world, email).await.expect(202);
    world.sweep().await;
    world.mailed_link(email, "password")
}

async fn is_over(world: &World, token: &str) {
    complete(world, token, NEW).await.refused(403, "reset_over");
}

#[test]
fn a_link_sets_a_new_password_once() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let before = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let answer = request(world, &person.email.to_uppercase()).header("user-agent", "Firefox/140.0 (Windows)");
        assert_eq!(answer.await.expect(202).json(), json!({"valid_for_minutes": 60}));
        world.sweep().await;
        let token_of_link = world.mailed_link(&person.email, "password");
        let mail = world.mails(&person.email).pop().unwrap();
        assert!(mail.text.as_deref().unwrap().contains("Firefox on Windows, 127.0.0.x"), "{mail:?}");
        // Opening the link changes nothing, and nor does a password that is too short.
        complete(world, &token_of_link, "fourteen chars").await.names(&[("/password", "too_short")]);
        complete(world, &token_of_link, "passwordpassword").await.names(&[("/password", "easy_to_guess")]);
        // Without a link, nobody learns more.
        complete(world, "made up", "passwordpassword").await.refused(403, "reset_over");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);

        complete(world, &token_of_link, NEW).await.expect(204);
        sign_in(&world.nobody(), &person.email, PASSWORD).await.refused(401, "sign_in_failed");
        sign_in(&world.nobody(), &person.email, NEW).await.expect(200);
        world.nobody().bearing(&token(&before)).get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&before)).await.refused(401, "session_ended");
        is_over(world, &token_of_link).await;

        world.sweep().await;
        let subjects: Vec<String> = world.mails(&person.email).iter().map(|mail| mail.subject.clone()).collect();
        assert_eq!(subjects.last().map(String::as_str), Some("You have a new password"), "{subjects:?}");
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let reset = touches.iter().filter(|touch| touch.action == Action::ResetPassword);
        assert_eq!(reset.map(|touch| touch.outcome).collect::<Vec<_>>(), [Outcome::Done]);
    });
}

#[test]
fn asking_reveals_nothing_of_who_exists() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let disabled = with_password(world, Person { status: PersonStatus::Disabled, ..employee() }).await;
        let invited = with_password(world, Person { status: PersonStatus::Invited, ..employee() }).await;
        let known = request(world, &person.email).await.expect(202);
        for email in ["unknown@people.example", "x' OR '1'='1", &disabled.email, &invited.email] {
            let answer = request(world, email).await.expect(202);
            assert_eq!(answer.body, known.body, "{email}");
            let names = |headers: &http::HeaderMap| {
                headers.keys().map(ToString::to_string).collect::<std::collections::BTreeSet<_>>()
            };
            assert_eq!(names(&answer.headers), names(&known.headers), "{email}");
        }
        world.sweep().await;
        assert_eq!(world.mails(&person.email).len(), 1);
        for email in [&disabled.email, &invited.email] {
            assert!(world.mails(email).is_empty(), "{email}");
        }
        // Nor does the ledger of any of them say that somebody asked.
        for person in [&person, &disabled, &invited] {
            let touches = world.touches(TouchesOf::Person(person.id)).await;
            assert!(touches.iter().all(|touch| touch.action != Action::RequestPasswordReset), "{touches:?}");
        }
    });
}

/// Compares the calls made for both. The time taken depends on the machine, so the test does not look at it.
#[test]
fn asking_costs_the_same_for_every_address() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let mut config = world.config();
        let proxy = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), Duration::ZERO);
        config.endpoints.dynamodb = Some(proxy.url());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let nobody = world.nobody().at(&gateway);
        let done = async |email: &str| {
            nobody.post("/v1/password-resets", json!({"email": email})).await.expect(202);
            let mut done: Vec<String> = proxy.take().into_iter().map(|passed| passed.operation).collect();
            done.sort();
            done
        };
        let known = done(&person.email).await;
        assert_eq!(done("unknown@people.example").await, known);
        assert_eq!(known, ["BatchGetItem", "TransactWriteItems", "UpdateItem", "UpdateItem"]);
    });
}

#[test]
fn a_link_that_is_of_no_use_does_not_say_why() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = link(world, &person.email).await;
        let second = link(world, &person.email).await;
        assert_ne!(first, second);

        let other = with_password(world, employee()).await;
        let expired = link(world, &other.email).await;
        let read = ResetLink::read(&expired).unwrap();
        let (reset, _) = world.store.password_reset(read.person, read.id).await.unwrap().unwrap();
        let past = PasswordReset { expires_at: Timestamp::now() - SignedDuration::from_secs(1), ..reset };
        world.commit([Write::put(&past)]).await;

        let mut parts: Vec<&str> = second.split('.').collect();
        let guess = "A".repeat(43);
        parts[2] = &guess;
        let guessed = parts.join(".");
        let nobody = format!("{}.{}.{guess}", uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
        let over = complete(world, "nonsense", NEW).await.refused(403, "reset_over");
        for token in [expired, guessed, nobody, second.replace('.', ""), format!("{second}.x")] {
            let answer = complete(world, &token, NEW).await.refused(403, "reset_over");
            assert_eq!(answer.anonymous(), over.anonymous(), "{token}");
        }
        // Nobody's tries have harmed the good ones; once one was used, no other is good.
        complete(world, &second, NEW).await.expect(204);
        is_over(world, &first).await;
    });
}

#[test]
fn what_ends_the_sessions_ends_the_links() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let old = link(world, &person.email).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let client = world.nobody().bearing(&token(&signed_in));
        client.put("/v1/me/password", json!({"old_password": PASSWORD, "new_password": NEW})).await.expect(204);
        is_over(world, &old).await;
        let fresh = link(world, &person.email).await;
        let admin = world.as_person("karin-aalto").await;
        let path = format!("/v1/people/{}", person.id);
        let etag = admin.get(&*path).await.expect(200).etag();
        admin.patch(&*path, json!({"status": "disabled"})).if_match(etag).await.expect(200);
        is_over(world, &fresh).await;
    });
}

#[test]
fn two_tabs_that_use_a_link_at_once_set_one_password() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let token = link(world, &person.email).await;
        let passwords = ["the password of one tab", "the password of the other"];
        let tabs = passwords.map(|password| complete(world, &token, password).into_future());
        let answers = futures::future::join_all(tabs).await;
        let mut statuses: Vec<u16> = answers.iter().map(portico_tests::client::Answer::status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 403], "{answers:?}");
        for (answer, password) in answers.iter().zip(passwords) {
            let status = sign_in(&world.nobody(), &person.email, password).await.status();
            assert_eq!(status == 200, answer.status() == 204);
        }
    });
}

#[test]
fn a_new_password_lets_in_whoever_guessed_too_often() {
    in_own_world(async |world| {
        let person = with_password(world, employee()).await;
        for _ in 0..10 {
            sign_in(&world.nobody(), &person.email, "not the right password").await.refused(401, "sign_in_failed");
        }
        sign_in(&world.nobody(), &person.email, PASSWORD).await.refused(429, "too_many_requests");
        complete(world, &link(world, &person.email).await, NEW).await.expect(204);
        sign_in(&world.nobody(), &person.email, NEW).await.expect(200);
    });
}

#[test]
fn asking_is_limited_for_each_address_whether_it_exists_or_not() {
    in_own_world(async |world| {
        let person = with_password(world, employee()).await;
        for email in [person.email.as_str(), "unknown@people.example"] {
            for _ in 0..5 {
                request(world, email).await.expect(202);
            }
            let refused = request(world, email).await.refused(429, "too_many_requests");
            assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        }
        world.sweep().await;
        assert_eq!(world.mails(&person.email).len(), 5);
        let link = world.mailed_link(&person.email, "password");
        let wrong = format!("{}.made-up", link.rsplit_once('.').unwrap().0);
        for _ in 0..10 {
            is_over(world, &wrong).await;
        }
        complete(world, &link, NEW).await.refused(429, "too_many_requests");
    });
}
