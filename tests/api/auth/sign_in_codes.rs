//! Signing in by a code that is sent by mail: it is good once and for a while, and asking for it reveals nothing.

use crate::auth::{employee, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::people::{Person, PersonStatus, SignInCode, SignInCodes as _};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_search::tantivy::TantivyWriter;
use portico_tests::client::Request;
use portico_tests::proxy::Proxy;
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::json;
use std::time::Duration;

fn request(world: &World, email: &str) -> Request {
    world.nobody().post("/v1/sign-in-codes", json!({"email": email}))
}

pub(crate) fn complete(world: &World, email: &str, code: &str) -> Request {
    world.nobody().post("/v1/sign-in-codes/complete", json!({"email": email, "code": code}))
}

pub(crate) async fn drive_request(cell: Cell<'_>) -> MatrixRequest {
    // Refused unseen: the limiter counts requests that are looked at, and there are many of these.
    let request = request(cell.stage.world, "somebody@nowhere.example").header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

pub(crate) async fn drive_complete(cell: Cell<'_>) -> MatrixRequest {
    let email = format!("{}@nowhere.example", uuid::Uuid::now_v7());
    let request = complete(cell.stage.world, &email, "123456").header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

/// Asks for a code, and takes it from the mail.
pub(crate) async fn code(world: &World, email: &str) -> String {
    request(world, email).await.expect(202);
    world.sweep().await;
    world.mailed_code(email)
}

/// Another code than this one.
fn wrong(code: &str) -> String {
    let digits = code.replace(' ', "").parse::<u32>().unwrap();
    format!("{:06}", (digits + 1) % 1_000_000)
}

#[test]
fn a_code_signs_in_once() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let answer = request(world, &person.email.to_uppercase()).await.expect(202);
        assert_eq!(answer.json(), json!({"valid_for_minutes": 10}));
        world.sweep().await;
        let code = world.mailed_code(&person.email);
        complete(world, &person.email, &wrong(&code)).await.refused(401, "sign_in_failed");
        let signed_in = complete(world, &person.email, &code).await.expect(200);
        assert_eq!(signed_in.json()["person"]["id"], json!(person.id));
        assert!(signed_in.header("set-cookie").contains("HttpOnly"), "{signed_in}");
        world.nobody().bearing(&token(&signed_in)).get("/v1/me").await.expect(200);
        complete(world, &person.email, &code).await.refused(401, "sign_in_failed");
        // The password is as good as before.
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let signed_in = touches.iter().filter(|touch| touch.action == Action::SignInByCode);
        assert_eq!(signed_in.map(|touch| touch.outcome).collect::<Vec<_>>(), [Outcome::Done]);
    });
}

#[test]
fn the_newest_code_is_the_good_one() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = code(world, &person.email).await;
        let second = code(world, &person.email).await;
        if first != second {
            complete(world, &person.email, &first).await.refused(401, "sign_in_failed");
        }
        complete(world, &person.email, &second.replace(' ', "")).await.expect(200);
    });
}

#[test]
fn a_code_is_over_when_its_time_is_and_when_sessions_are_ended() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let digits = code(world, &person.email).await;
        let (stored, _) = world.store.sign_in_code(&person.email).await.unwrap().unwrap();
        let past = SignInCode { expires_at: Timestamp::now() - SignedDuration::from_secs(1), ..stored };
        world.commit([Write::put(&past)]).await;
        complete(world, &person.email, &digits).await.refused(401, "sign_in_failed");

        let digits = code(world, &person.email).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        world.nobody().bearing(&token(&signed_in)).delete("/v1/me/sessions").await.expect(204);
        complete(world, &person.email, &digits).await.refused(401, "sign_in_failed");
    });
}

#[test]
fn neither_asking_nor_guessing_reveals_who_exists() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let disabled = with_password(world, Person { status: PersonStatus::Disabled, ..employee() }).await;
        let known = request(world, &person.email).await.expect(202);
        for email in ["unknown@people.example", &disabled.email] {
            assert_eq!(request(world, email).await.expect(202).body, known.body, "{email}");
        }
        world.sweep().await;
        assert!(world.mails(&disabled.email).is_empty());
        let wrong = wrong(&world.mailed_code(&person.email));
        let refused = complete(world, &person.email, &wrong).await.refused(401, "sign_in_failed");
        for email in ["unknown@people.example", &disabled.email] {
            let answer = complete(world, email, &wrong).await.refused(401, "sign_in_failed");
            assert_eq!(answer.anonymous(), refused.anonymous(), "{email}");
        }
        for person in [&person, &disabled] {
            let touches = world.touches(TouchesOf::Person(person.id)).await;
            assert!(touches.iter().all(|touch| touch.action != Action::SignInByCode), "{touches:?}");
        }
    });
}

/// Compares the calls made for both. The time taken depends on the machine, so the test does not look at it.
#[test]
fn a_guess_costs_the_same_for_every_address() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let guess = wrong(&code(world, &person.email).await);
        let mut config = world.config();
        let proxy = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), Duration::ZERO);
        config.endpoints.dynamodb = Some(proxy.url());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let nobody = world.nobody().at(&gateway);
        let done = async |email: &str| {
            let body = json!({"email": email, "code": guess});
            nobody.post("/v1/sign-in-codes/complete", body).await.refused(401, "sign_in_failed");
            let mut done: Vec<String> = proxy.take().into_iter().map(|passed| passed.operation).collect();
            done.sort();
            done
        };
        let known = done(&person.email).await;
        assert_eq!(done("unknown@people.example").await, known);
        assert_eq!(known, ["BatchGetItem", "PutItem", "UpdateItem", "UpdateItem"]);
    });
}

#[test]
fn after_five_wrong_codes_the_right_one_does_not_help() {
    in_own_world(async |world| {
        let person = with_password(world, employee()).await;
        let digits = code(world, &person.email).await;
        for email in [person.email.as_str(), "unknown@people.example"] {
            for _ in 0..5 {
                complete(world, email, &wrong(&digits)).await.refused(401, "sign_in_failed");
            }
            let refused = complete(world, email, &digits).await.refused(429, "too_many_requests");
            // Longer than the code is good.
            let wait = refused.header("retry-after").parse::<u32>().unwrap();
            assert!((10 * 60..=20 * 60).contains(&wait), "{wait}");
        }
        // The password still lets them in.
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn codes_are_six_digits() {
    in_world(async |world| {
        complete(world, "a@b.example", "12345").await.names(&[("/code", "too_short")]);
        complete(world, "", "").await.names(&[("/code", "required"), ("/email", "required")]);
    });
}
