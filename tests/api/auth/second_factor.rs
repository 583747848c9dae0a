//! The second factor: setting it up, signing in with it, recovery codes, and turning it off.

use crate::auth::{employee, password_resets, sign_in, sign_in_codes, token, with_password};
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use portico_domain::action::Action;
use portico_domain::people::{Person, SecondFactors as _};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client, Request};
use portico_tests::steps::app_code;
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::json;

fn begin(client: &Client, password: &str) -> Request {
    client.post("/v1/me/totp", json!({"password": password}))
}

fn confirm(client: &Client, code: &str) -> Request {
    client.post("/v1/me/totp/confirm", json!({"code": code}))
}

fn renew(client: &Client, code: &str) -> Request {
    client.post("/v1/me/totp/recovery-codes", json!({"code": code}))
}

fn remove(client: &Client, code: &str) -> Request {
    client.delete("/v1/me/totp").json(&json!({"code": code}))
}

fn step(world: &World, challenge: &str, code: &str) -> Request {
    world.nobody().post("/v1/session/totp", json!({"challenge": challenge, "code": code}))
}

/// The client of a person of the matrix who may be changed, and has a password.
async fn passing(cell: Cell<'_>) -> Client {
    let client = cell.stage.like(cell.who).await;
    cell.stage.world.give_password(&client.who().person).await;
    client
}

pub(crate) async fn drive_begin(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(begin(&passing(cell).await, PASSWORD), 200)
}

pub(crate) async fn drive_confirm(cell: Cell<'_>) -> MatrixRequest {
    let client = passing(cell).await;
    let request = match begin(&client, PASSWORD).await {
        begun if begun.status() == 200 => confirm(&client, &app_code(begun.json()["secret"].as_str().unwrap(), 0)),
        _ => confirm(&client, "123456"),
    };
    MatrixRequest::free(request, 200)
}

pub(crate) async fn drive_renew(cell: Cell<'_>) -> MatrixRequest {
    let client = passing(cell).await;
    let app = set_up(&client).await;
    MatrixRequest::free(renew(&client, &app_code(&app.secret, 0)), 200)
}

pub(crate) async fn drive_remove(cell: Cell<'_>) -> MatrixRequest {
    let client = passing(cell).await;
    let app = set_up(&client).await;
    MatrixRequest::free(remove(&client, &app_code(&app.secret, 0)), 204)
}

pub(crate) async fn drive_step(cell: Cell<'_>) -> MatrixRequest {
    let request = step(cell.stage.world, "made up", "123456");
    MatrixRequest { request, driven: Expected { relation: None, done: (401, "challenge_over") } }
}

/// A second factor that was set up.
struct App {
    secret: String,
    /// Code that confirmed it.
    confirmed: String,
    recovery: Vec<String>,
}

async fn set_up(client: &Client) -> App {
    let secret = begin(client, PASSWORD).await.expect(200).json()["secret"].as_str().unwrap().to_owned();
    // The code of the step before leaves the next ones to sign in with.
    let confirmed = app_code(&secret, -1);
    let recovery = codes_in(&confirm(client, &confirmed).await.expect(200));
    App { secret, confirmed, recovery }
}

fn codes_in(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    json["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// A person with a password and a second factor.
async fn protected(world: &World) -> (Person, Client, App) {
    let person = with_password(world, employee()).await;
    let answer = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    let client = world.nobody().bearing(&token(&answer));
    let app = set_up(&client).await;
    (person, client, app)
}

/// A person with a password and a second factor, and their client.
pub(crate) async fn protected_person(world: &World) -> (Person, Client) {
    let (person, client, _) = protected(world).await;
    (person, client)
}

/// Takes the first step, and gives the challenge of the second.
async fn challenge(world: &World, email: &str) -> String {
    let answer = sign_in(&world.nobody(), email, PASSWORD).await.expect(200);
    assert_eq!(answer.header("set-cookie"), "", "nobody is signed in yet");
    let json = answer.json();
    assert!(json.get("access_token").is_none() && json["expires_in"] == 300, "{json}");
    json["challenge"].as_str().unwrap().to_owned()
}

/// The request by which a new person takes the second step.
pub(crate) async fn good_step(world: &World) -> Request {
    let (person, _, app) = protected(world).await;
    step(world, &challenge(world, &person.email).await, &app_code(&app.secret, 0))
}

async fn signs_in(world: &World, person: &Person, answer: Answer) {
    let answer = answer.expect(200);
    assert_eq!(answer.json()["person"]["id"], json!(person.id));
    assert!(answer.header("set-cookie").contains("HttpOnly"), "{answer}");
    world.nobody().bearing(&token(&answer)).get("/v1/me").await.expect(200);
}

#[test]
fn it_is_set_up_and_then_signing_in_takes_a_code() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let answer = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let client = world.nobody().bearing(&token(&answer));
        begin(&client, "not the right one").await.names(&[("/password", "wrong_password")]);
        let begun = begin(&client, PASSWORD).await.expect(200).json();
        let secret = begun["secret"].as_str().unwrap();
        let url = begun["url"].as_str().unwrap();
        assert!(url.starts_with("otpauth://totp/") && url.contains(&format!("secret={secret}")), "{url}");
        // Nothing is on before a code has confirmed it.
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200).json()["access_token"].as_str().unwrap();
        let wrong = app_code(secret, 20);
        confirm(&client, &wrong).await.names(&[("/code", "wrong_code")]);
        assert_eq!(client.get("/v1/me").await.expect(200).json()["second_factor"], json!(false));
        let codes = confirm(&client, &app_code(secret, -1)).await.expect(200).json();
        assert_eq!(codes["recovery_codes"].as_array().unwrap().len(), 10);
        assert_eq!(client.get("/v1/me").await.expect(200).json()["second_factor"], json!(true));
        // It cannot be set up over another, nor confirmed again.
        begin(&client, PASSWORD).await.refused(409, "state_conflict");
        confirm(&client, &app_code(secret, 0)).await.refused(409, "state_conflict");

        let challenge = challenge(world, &person.email).await;
        let now = app_code(secret, 0);
        signs_in(world, &person, step(world, &challenge, &now).await).await;

        // The table has neither the secret nor a recovery code.
        let factor = world.store.second_factor(person.id).await.unwrap().unwrap();
        let stored = format!("{factor:?}");
        assert!(!stored.contains(secret), "{stored}");
        for code in codes["recovery_codes"].as_array().unwrap() {
            let plain = code.as_str().unwrap();
            assert!(!stored.contains(plain) && !stored.contains(&plain.replace('-', "")), "{stored}");
        }
        world.sweep().await;
        let mails = world.mails(&person.email);
        assert_eq!(mails.last().unwrap().subject, "Signing in now takes a second step");
        assert!(mails.iter().all(|mail| !mail.text.as_deref().unwrap_or_default().contains(secret)));
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let second = touches.iter().filter(|touch| touch.action == Action::TakeSecondStep);
        assert_eq!(second.map(|touch| touch.outcome).collect::<Vec<_>>(), [Outcome::Done]);
    });
}

#[test]
fn no_code_is_good_twice() {
    in_world(async |world| {
        let (person, _, app) = protected(world).await;
        let now = app_code(&app.secret, 0);
        let first = challenge(world, &person.email).await;
        signs_in(world, &person, step(world, &first, &now).await).await;
        step(world, &challenge(world, &person.email).await, &now).await.refused(401, "sign_in_failed");
        // Nor one of the steps before it.
        let third = challenge(world, &person.email).await;
        step(world, &third, &app_code(&app.secret, -1)).await.refused(401, "sign_in_failed");
        signs_in(world, &person, step(world, &third, &app_code(&app.secret, 1)).await).await;
    });
}

#[test]
fn no_challenge_is_answered_twice() {
    in_world(async |world| {
        let (person, _, app) = protected(world).await;
        let first = challenge(world, &person.email).await;
        let second = challenge(world, &person.email).await;
        signs_in(world, &person, step(world, &first, &app_code(&app.secret, 0)).await).await;
        // Another good code does not answer it again, whatever its kind.
        step(world, &first, &app_code(&app.secret, 1)).await.refused(401, "sign_in_failed");
        step(world, &first, &app.recovery[0]).await.refused(401, "sign_in_failed");
        // The codes were not used up, and another sign-in is not kept out.
        signs_in(world, &person, step(world, &second, &app.recovery[0]).await).await;
    });
}

#[test]
fn two_tabs_with_one_code_sign_in_once() {
    in_world(async |world| {
        let (person, _, app) = protected(world).await;
        let challenge = challenge(world, &person.email).await;
        let code = app_code(&app.secret, 0);
        let tabs = (0..2).map(|_| step(world, &challenge, &code).into_future());
        let mut statuses: Vec<u16> = futures::future::join_all(tabs).await.iter().map(Answer::status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    });
}

#[test]
fn a_recovery_code_signs_in_once_and_is_told() {
    in_world(async |world| {
        let (person, _, app) = protected(world).await;
        let first = challenge(world, &person.email).await;
        let typed = app.recovery[0].to_uppercase().replace('-', " ");
        signs_in(world, &person, step(world, &first, &typed).await).await;
        let second = challenge(world, &person.email).await;
        step(world, &second, &app.recovery[0]).await.refused(401, "sign_in_failed");
        signs_in(world, &person, step(world, &second, &app.recovery[1]).await).await;
        let third = challenge(world, &person.email).await;
        step(world, &third, "aaaa-bbbb-cccc-dddd").await.refused(401, "sign_in_failed");
        world.sweep().await;
        let mails = world.mails(&person.email);
        let told = mails.iter().filter(|mail| mail.subject == "A recovery code was used to sign in").count();
        assert_eq!(told, 2, "{mails:?}");
    });
}

#[test]
fn a_challenge_is_of_its_person_for_a_while() {
    in_world(async |world| {
        let (person, client, app) = protected(world).await;
        let old = challenge(world, &person.email).await;
        let over = step(world, "made up", "123456").await.refused(401, "challenge_over");
        let mut forged = old.clone();
        forged.replace_range(20..21, if &old[20..21] == "A" { "B" } else { "A" });
        let answer = step(world, &forged, &app_code(&app.secret, 0)).await.refused(401, "challenge_over");
        assert_eq!(answer.anonymous(), over.anonymous());
        // What ends the sessions ends the challenge.
        client.delete("/v1/me/sessions").await.expect(204);
        step(world, &old, &app_code(&app.secret, 0)).await.refused(401, "sign_in_failed");
        // Nor is one good for somebody who has turned the second step off.
        let late = challenge(world, &person.email).await;
        remove(&client, &app.recovery[0]).await.expect(204);
        step(world, &late, &app_code(&app.secret, 0)).await.refused(401, "sign_in_failed");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200).json()["access_token"].as_str().unwrap();
    });
}

#[test]
fn guesses_are_limited() {
    in_own_world(async |world| {
        let (person, _, app) = protected(world).await;
        let first = challenge(world, &person.email).await;
        for number in 0..5 {
            // Far from the present step.
            step(world, &first, &app_code(&app.secret, 20 + number)).await.refused(401, "sign_in_failed");
        }
        let second = challenge(world, &person.email).await;
        let refused = step(world, &second, &app_code(&app.secret, 0)).await.refused(429, "too_many_requests");
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        // Others are not kept out.
        let (other, _, app) = protected(world).await;
        let third = challenge(world, &other.email).await;
        signs_in(world, &other, step(world, &third, &app_code(&app.secret, 0)).await).await;
    });
}

#[test]
fn a_code_by_mail_and_a_new_password_still_take_the_second_step() {
    in_world(async |world| {
        let (person, _, app) = protected(world).await;
        let code = sign_in_codes::code(world, &person.email).await;
        let answer = sign_in_codes::complete(world, &person.email, &code).await.expect(200);
        let mailed = answer.json()["challenge"].as_str().unwrap().to_owned();
        sign_in_codes::complete(world, &person.email, &code).await.refused(401, "sign_in_failed");
        signs_in(world, &person, step(world, &mailed, &app_code(&app.secret, 0)).await).await;

        let link = password_resets::link(world, &person.email).await;
        let new = "another sentence that is easy";
        let body = json!({"token": link, "password": new});
        world.nobody().post("/v1/password-resets/complete", body).await.expect(204);
        let answer = sign_in(&world.nobody(), &person.email, new).await.expect(200).json();
        let challenge = answer["challenge"].as_str().unwrap();
        signs_in(world, &person, step(world, challenge, &app_code(&app.secret, 1)).await).await;
    });
}

#[test]
fn it_is_turned_off_by_a_code_and_by_nothing_else() {
    in_world(async |world| {
        let (person, client, app) = protected(world).await;
        client.delete("/v1/me/totp").json(&json!({})).await.names(&[("/code", "required")]);
        let password = client.delete("/v1/me/totp").json(&json!({"password": PASSWORD}));
        assert_eq!(password.await.status(), 422);
        remove(&client, &app_code(&app.secret, 20)).await.names(&[("/code", "wrong_code")]);
        // The code that confirmed it was used.
        remove(&client, &app.confirmed).await.names(&[("/code", "wrong_code")]);
        assert!(world.person(person.id).await.second_factor);
        remove(&client, &app_code(&app.secret, 0)).await.expect(204);
        assert_eq!(world.store.second_factor(person.id).await.unwrap(), None);
        remove(&client, &app_code(&app.secret, 1)).await.refused(409, "state_conflict");
        let again = set_up(&client).await;
        assert_ne!(again.secret, app.secret);
        remove(&client, &app.recovery[0]).await.names(&[("/code", "wrong_code")]);
        remove(&client, &again.recovery[0]).await.expect(204);
        world.sweep().await;
        let told = |subject: &str| world.mails(&person.email).iter().filter(|mail| mail.subject == subject).count();
        assert_eq!(told("Signing in now takes a second step"), 2);
        assert_eq!(told("Signing in no longer takes a second step"), 2);
    });
}

#[test]
fn other_sessions_end_when_it_is_turned_on() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = async || {
            let answer = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
            world.nobody().bearing(&token(&answer))
        };
        let (client, other) = (signed_in().await, signed_in().await);
        begin(&client, PASSWORD).await.expect(200);
        other.get("/v1/me").await.expect(200);
        set_up(&client).await;
        other.get("/v1/me").await.refused(401, "session_ended");
        client.get("/v1/me").await.expect(200);
    });
}

#[test]
fn new_recovery_codes_replace_the_ones_before() {
    in_world(async |world| {
        let (person, client, app) = protected(world).await;
        renew(&client, &app_code(&app.secret, 20)).await.names(&[("/code", "wrong_code")]);
        let now = app_code(&app.secret, 0);
        let made = codes_in(&renew(&client, &now).await.expect(200));
        assert_eq!(made.len(), 10);
        assert!(made.iter().all(|code| !app.recovery.contains(code)));
        // The code that proved it was used.
        renew(&client, &now).await.names(&[("/code", "wrong_code")]);
        let first = challenge(world, &person.email).await;
        step(world, &first, &app.recovery[0]).await.refused(401, "sign_in_failed");
        signs_in(world, &person, step(world, &first, &made[0]).await).await;
        // A recovery code proves it as well.
        let last = codes_in(&renew(&client, &made[1]).await.expect(200));
        remove(&client, &made[2]).await.names(&[("/code", "wrong_code")]);
        world.sweep().await;
        let told =
            world.mails(&person.email).iter().filter(|mail| mail.subject == "You have new recovery codes").count();
        assert_eq!(told, 2);
        remove(&client, &last[0]).await.expect(204);
        renew(&client, &last[1]).await.refused(409, "state_conflict");
    });
}
