//! Signing in.

use crate::auth::{cookie, employee, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use portico_domain::action::Action;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::touch_list::TouchesOf;
use portico_search::tantivy::TantivyWriter;
use portico_tests::client::Answer;
use portico_tests::proxy::Proxy;
use portico_tests::samples;
use portico_tests::world::{PASSWORD, in_world};
use serde_json::json;
use std::time::Duration;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let email = format!("{}@nowhere.example", uuid::Uuid::now_v7());
    let request = cell.stage.world.nobody().post("/v1/session", json!({"email": email, "password": "x"}));
    MatrixRequest { request, driven: Expected { relation: None, done: (401, "sign_in_failed") } }
}

#[test]
fn somebody_signs_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let answer = sign_in(&world.nobody(), &person.email.to_uppercase(), PASSWORD).await.expect(200);
        let session = answer.json();
        assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(600)));
        let named = json!({"id": person.id, "name": person.name, "email": person.email, "locale": person.locale});
        assert_eq!(session["person"], named);
        let hat = &person.hats[0];
        assert_eq!(
            session["hats"],
            json!([{
                "id": hat.id,
                "kind": "employee",
                "role": "employee",
                "label": hat.label(),
                "organisation": hat.organisation,
            }])
        );
        assert_eq!(session["hat_id"], json!(hat.id));
        let cookies: Vec<&str> = answer.header("set-cookie").split("; ").skip(1).collect();
        assert_eq!(cookies, ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=1209600"]);
        // The refresh token is nowhere but in the cookie, and the table holds only its hash.
        let secret = cookie(&answer).rsplit('.').next().unwrap().to_owned();
        assert!(secret.len() >= 43 && !answer.text().contains(&secret));
        let me = world.nobody().bearing(&token(&answer)).get("/v1/me").await.expect(200).json();
        assert_eq!(me["id"], json!(person.id));
    });
}

#[test]
fn whoever_cannot_sign_in_learns_nothing_of_why() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let disabled = with_password(world, Person { status: PersonStatus::Disabled, ..employee() }).await;
        let invited = with_password(world, Person { status: PersonStatus::Invited, ..employee() }).await;
        let hatless = with_password(world, samples::person(Vec::new())).await;
        let without = employee();
        world.add(&without).await;
        let nobody = world.nobody();
        let wrong = sign_in(&nobody, &person.email, "not the right password").await.refused(401, "sign_in_failed");
        for (email, password) in [
            ("unknown@people.example", PASSWORD),
            (&disabled.email, PASSWORD),
            (&disabled.email, "not the right password"),
            (&invited.email, PASSWORD),
            (&hatless.email, PASSWORD),
            (&without.email, PASSWORD),
            (&without.email, " "),
            ("x' OR '1'='1", PASSWORD),
        ] {
            let answer = sign_in(&nobody, email, password).await.refused(401, "sign_in_failed");
            assert_eq!(answer.anonymous(), wrong.anonymous(), "{email}");
            let names = |answer: &Answer| answer.headers.keys().cloned().collect::<std::collections::HashSet<_>>();
            assert_eq!(names(&answer), names(&wrong), "{email}");
        }
        // Nor does the ledger of any of them.
        for person in [&person, &disabled, &invited, &without] {
            let touches = world.touches(TouchesOf::Person(person.id)).await;
            assert!(touches.iter().all(|touch| touch.action != Action::SignIn), "{touches:?}");
        }
    });
}

/// Compares the calls made for both. The time taken depends on the machine, so the test does not look at it.
#[test]
fn an_unknown_address_costs_what_a_wrong_password_costs() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let mut config = world.config();
        let proxy = Proxy::start(config.endpoints.dynamodb.as_deref().unwrap(), Duration::ZERO);
        config.endpoints.dynamodb = Some(proxy.url());
        let (_, gateway) = world.variant(&config, TantivyWriter::in_memory().unwrap()).await;
        let nobody = world.nobody().at(&gateway);
        let done = async |email: &str| {
            sign_in(&nobody, email, "not the right password").await.refused(401, "sign_in_failed");
            let mut done: Vec<String> = proxy.take().into_iter().map(|passed| passed.operation).collect();
            done.sort();
            done
        };
        let known = done(&person.email).await;
        assert_eq!(done("unknown@people.example").await, known);
        // The credential and the counts are read together; the attempt is counted for the account and the network.
        assert_eq!(known, ["BatchGetItem", "PutItem", "UpdateItem", "UpdateItem"]);
        // And the password that is compared with in vain is as dear as a real one: see portico_auth::password.
    });
}

#[test]
fn passwords_have_limits_and_are_taken_as_they_are() {
    in_world(async |world| {
        let nobody = world.nobody();
        let person = with_password(world, employee()).await;
        sign_in(&nobody, &person.email, &format!(" {PASSWORD} ")).await.refused(401, "sign_in_failed");
        sign_in(&nobody, &person.email, &PASSWORD.to_uppercase()).await.refused(401, "sign_in_failed");
        sign_in(&nobody, &person.email, &"x".repeat(201)).await.names(&[("/password", "too_long")]);
        sign_in(&nobody, "", "").await.names(&[("/email", "required"), ("/password", "required")]);
        sign_in(&nobody, &format!("{}@x.example", "x".repeat(250)), PASSWORD).await.names(&[("/email", "too_long")]);
        let extra = json!({"email": person.email, "password": PASSWORD, "hat_id": person.hats[0].id});
        nobody.post("/v1/session", extra).await.names(&[("/hat_id", "unknown_field")]);
        let listed = json!({"email": [person.email], "password": {"$ne": ""}});
        nobody.post("/v1/session", listed).await.names(&[("/email", "wrong_type"), ("/password", "wrong_type")]);
    });
}
