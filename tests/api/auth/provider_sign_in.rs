//! Signing in through the company's identity provider: who is let in, and that no answer is good for anything else.

use crate::auth::{employee, token, with_password};
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use crate::people::invite::{administrator, invited_by, is_over};
use jiff::{SignedDuration, Timestamp};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::identity_provider::begun::BegunSignIn;
use portico_domain::identity_provider::ports::BegunSignIns as _;
use portico_domain::people::ports::Credentials as _;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_http::hash::sha256_hex;
use portico_tests::client::{Answer, Client, Request};
use portico_tests::provider::{Answer as Returned, Provider};
use portico_tests::world::{World, in_own_world};
use serde_json::{Value, json};

/// Domain of the addresses of the tests' people.
const DOMAIN: &str = "people.example";

fn begin(world: &World) -> Request {
    world.nobody().request(http::Method::POST, "/v1/session/oidc").header("host", "portal.xyz.example")
}

fn complete(world: &World, returned: &Returned, secret: &str) -> Request {
    let body = json!({"state": returned.state, "code": returned.code, "secret": secret});
    world.nobody().post("/v1/session/oidc/complete", body).header("host", "portal.xyz.example")
}

pub(crate) async fn drive_begin(cell: Cell<'_>) -> MatrixRequest {
    // Refused unseen: the limiter counts attempts that are looked at, and there are many of these.
    let request = begin(cell.stage.world).header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

pub(crate) async fn drive_complete(cell: Cell<'_>) -> MatrixRequest {
    let made_up = Returned { state: "made up".into(), code: "made up".into() };
    let request = complete(cell.stage.world, &made_up, "made up").header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

/// Writes the settings of the identity provider, as an administrator does.
pub(crate) async fn set(world: &World, settings: &Value) -> Client {
    let admin = administrator(world).await;
    let path = "/v1/settings/identity_provider";
    let etag = admin.get(path).await.expect(200).etag();
    admin.put(path, json!({ "document": settings })).if_match(etag).await.expect(200);
    admin
}

/// A company with a provider that vouches for the addresses of the tests' people.
async fn company(world: &World) -> Provider {
    let provider = Provider::start(None);
    set(world, &provider.settings(&[DOMAIN])).await;
    provider
}

/// A sign-in that was begun: the page of the provider, and the secret of the portal's page.
struct Begun {
    page: String,
    secret: String,
}

async fn begun(world: &World) -> Begun {
    let answer = begin(world).await.expect(200).json();
    assert_eq!(answer["expires_in"], json!(600));
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    Begun { page: text("url"), secret: text("secret") }
}

/// Signs in through the provider with an address.
pub(crate) async fn signs_in(world: &World, provider: &Provider, email: &str) -> Answer {
    let begun = begun(world).await;
    complete(world, &provider.sign_in(&begun.page, email), &begun.secret).await
}

/// A request that signs a new person in.
pub(crate) async fn good_answer(world: &World) -> Request {
    let provider = company(world).await;
    let person = with_password(world, employee()).await;
    let begun = begun(world).await;
    let request = complete(world, &provider.sign_in(&begun.page, &person.email), &begun.secret);
    // It answers until the test ends.
    std::mem::forget(provider);
    request
}

/// A request that begins to sign in.
pub(crate) async fn good_beginning(world: &World) -> Request {
    std::mem::forget(company(world).await);
    begin(world)
}

/// Number of touches of failed attempts. They name no person.
async fn denied(world: &World) -> usize {
    let items = world.raw().items().await;
    let denied = |item: &&Value| {
        let text = item.to_string();
        item["type"]["S"] == "touch" && text.contains("sign_in_by_provider") && text.contains("denied")
    };
    items.iter().filter(denied).inspect(|touch| assert!(!touch.to_string().contains(DOMAIN), "{touch}")).count()
}

#[test]
fn a_person_signs_in_with_the_address_that_the_provider_vouches_for() {
    in_own_world(async |world| {
        begin(world).await.refused(404, "capability_off");
        assert_eq!(world.nobody().get("/v1/branding").await.expect(200).json()["identity_provider"], Value::Null);
        let provider = company(world).await;
        let button = world.nobody().get("/v1/branding").await.expect(200).json()["identity_provider"].clone();
        assert_eq!(button, json!({"label": "XYZ account", "faces": ["employee", "staff"]}));

        let person = with_password(world, employee()).await;
        let begun = begun(world).await;
        let page = url::Url::parse(&begun.page).unwrap();
        let return_to = page.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
        assert_eq!(return_to, "https://portal.xyz.example/sign-in/company");
        assert!(!begun.page.contains(&begun.secret), "only the page that began can finish");
        let returned = provider.sign_in(&begun.page, &person.email.to_uppercase());
        let signed_in = complete(world, &returned, &begun.secret).await.expect(200);
        assert_eq!(signed_in.json()["person"]["id"], json!(person.id));
        assert!(signed_in.header("set-cookie").contains("HttpOnly"), "{signed_in}");
        let client = world.nobody().bearing(&token(&signed_in));
        client.get("/v1/me").await.expect(200);
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let signed_in = touches.iter().filter(|touch| touch.action == Action::SignInByProvider);
        assert_eq!(signed_in.map(|touch| touch.outcome).collect::<Vec<_>>(), [Outcome::Done]);
        // As every session: signing out and disabling hold on the next call.
        client.delete("/v1/session").await.expect(204);
        client.get("/v1/me").await.refused(401, "session_ended");
        let again = signs_in(world, &provider, &person.email).await.expect(200);
        let again = world.nobody().bearing(&token(&again));
        let before = world.person(person.id).await;
        let admin = administrator(world).await;
        let path = format!("/v1/people/{}", before.id);
        admin.patch(path, json!({"status": "disabled"})).if_match(format!("\"{}\"", before.version)).await.expect(200);
        again.get("/v1/me").await.refused(401, "session_ended");
        signs_in(world, &provider, &person.email).await.refused(403, "no_access");
    });
}

#[test]
fn an_answer_is_good_once_and_in_its_own_page() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let first = begun(world).await;
        let returned = provider.sign_in(&first.page, &person.email);
        complete(world, &returned, "another page").await.refused(403, "provider_sign_in_over");
        complete(world, &Returned { state: "made up".into(), ..returned.clone() }, &first.secret)
            .await
            .refused(403, "provider_sign_in_over");
        complete(world, &returned, &first.secret).await.expect(200);
        // The same state again, and a code that was used with another state.
        complete(world, &returned, &first.secret).await.refused(403, "provider_sign_in_over");
        let second = begun(world).await;
        let state = provider.sign_in(&second.page, &person.email).state;
        let used = Returned { state, code: returned.code };
        complete(world, &used, &second.secret).await.refused(403, "provider_sign_in_over");
        // Somebody else's code does not fit the state: it has another verifier.
        let (mine, theirs) = (begun(world).await, begun(world).await);
        let stolen = provider.sign_in(&theirs.page, &person.email);
        let state = provider.sign_in(&mine.page, &person.email).state;
        let swapped = Returned { state, code: stolen.code };
        complete(world, &swapped, &mine.secret).await.refused(403, "provider_sign_in_over");
        assert_eq!(denied(world).await, 5);
    });
}

#[test]
fn two_tabs_with_one_answer_sign_in_once() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let begun = begun(world).await;
        let returned = provider.sign_in(&begun.page, &person.email);
        let tabs = (0..2).map(|_| complete(world, &returned, &begun.secret).into_future());
        let mut statuses: Vec<u16> = futures::future::join_all(tabs).await.iter().map(Answer::status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403]);
    });
}

#[test]
fn a_sign_in_is_over_after_ten_minutes_and_when_the_settings_change() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let late = begun(world).await;
        let returned = provider.sign_in(&late.page, &person.email);
        let hash = sha256_hex(returned.state.as_bytes());
        let stored = world.store.begun_sign_in(&hash).await.unwrap().unwrap();
        // Neither the state nor the secret can be read from the table.
        let text = format!("{stored:?}");
        assert!(!text.contains(&returned.state) && !text.contains(&late.secret), "{text}");
        let past = BegunSignIn { expires_at: Timestamp::now() - SignedDuration::from_secs(1), ..stored };
        world.commit([Write::put(&past)]).await;
        complete(world, &returned, &late.secret).await.refused(403, "provider_sign_in_over");

        let before = begun(world).await;
        let returned = provider.sign_in(&before.page, &person.email);
        let other = Provider::start(None);
        set(world, &other.settings(&[DOMAIN])).await;
        complete(world, &returned, &before.secret).await.refused(403, "provider_sign_in_over");
        signs_in(world, &other, &person.email).await.expect(200);
        let mut off = other.settings(&[DOMAIN]);
        off["enabled"] = json!(false);
        set(world, &off).await;
        begin(world).await.refused(404, "capability_off");
    });
}

#[test]
fn a_token_that_is_not_for_this_sign_in_lets_nobody_in() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let wrong: [(&str, Value); 7] = [
            ("nonce", json!("of another sign-in")),
            ("nonce", Value::Null),
            ("aud", json!("another portal")),
            ("aud", json!(["portico", "another portal"])),
            ("iss", json!("https://evil.example")),
            ("exp", json!(Timestamp::now().as_second() - 1)),
            ("sub", Value::Null),
        ];
        for (name, value) in wrong {
            let begun = begun(world).await;
            let returned = provider.sign_in_as(&begun.page, |claims| {
                claims["email"] = json!(person.email);
                claims["email_verified"] = json!(true);
                claims[name] = value.clone();
            });
            let answer = complete(world, &returned, &begun.secret).await;
            let refused = matches!(answer.status(), 403 | 503);
            assert!(refused, "{name} {value}: {answer}");
            if name != "sub" {
                answer.refused(403, "provider_sign_in_over");
            }
        }
        let forged = begun(world).await;
        let returned = provider.sign_in(&forged.page, &person.email);
        provider.forge();
        complete(world, &returned, &forged.secret).await.refused(403, "provider_sign_in_over");
        // New keys are found as soon as they sign.
        provider.rotate();
        signs_in(world, &provider, &person.email).await.expect(200);
    });
}

#[test]
fn whoever_is_not_known_is_told_nothing() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let disabled = with_password(world, Person { status: PersonStatus::Disabled, ..employee() }).await;
        let abroad = with_password(world, Person { email: "kari@elsewhere.example".into(), ..employee() }).await;
        let customer = world.login("customer", "member").email.clone();
        let unknown = signs_in(world, &provider, &format!("nobody@{DOMAIN}")).await.refused(403, "no_access");
        for email in [&disabled.email, &abroad.email, &customer] {
            let answer = signs_in(world, &provider, email).await.refused(403, "no_access");
            assert_eq!(answer.anonymous(), unknown.anonymous(), "{email}");
        }
        let claimed = async |change: fn(&mut Value)| {
            let begun = begun(world).await;
            let returned = provider.sign_in_as(&begun.page, |claims| {
                claims["email"] = json!(person.email);
                change(claims);
            });
            complete(world, &returned, &begun.secret).await
        };
        let unverified: [fn(&mut Value); 3] = [
            |claims| claims["email_verified"] = json!(false),
            |_| {},
            |claims| {
                claims["email_verified"] = json!(true);
                claims["email"] = Value::Null;
            },
        ];
        for change in unverified {
            let answer = claimed(change).await;
            assert!(matches!(answer.status(), 403 | 503), "{answer}");
        }
        claimed(|claims| claims["email_verified"] = json!(true)).await.expect(200);
        for person in [&disabled, &abroad] {
            let touches = world.touches(TouchesOf::Person(person.id)).await;
            assert!(touches.iter().all(|touch| touch.action != Action::SignInByProvider), "{touches:?}");
        }
    });
}

#[test]
fn what_the_token_leaves_out_is_asked_for() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let told = |sub: &str| json!({"sub": sub, "email": person.email, "email_verified": true});
        let begun_one = begun(world).await;
        let returned = provider.sign_in_telling(&begun_one.page, &told("somebody"), |_| {});
        complete(world, &returned, &begun_one.secret).await.expect(200);
        // Information about somebody else does not count.
        let begun_other = begun(world).await;
        let returned = provider.sign_in_telling(&begun_other.page, &told("somebody else"), |_| {});
        complete(world, &returned, &begun_other.secret).await.refused(403, "provider_sign_in_over");
    });
}

#[test]
fn the_secret_is_read_by_its_name() {
    in_own_world(async |world| {
        let provider = Provider::start(Some("known-to-both"));
        set(world, &provider.settings(&[DOMAIN])).await;
        let person = with_password(world, employee()).await;
        // None is there.
        signs_in(world, &provider, &person.email).await.refused(503, "unavailable");
        std::fs::write(world.provider_secrets(), r#"{"test": "another"}"#).unwrap();
        signs_in(world, &provider, &person.email).await.refused(503, "unavailable");
        std::fs::write(world.provider_secrets(), r#"{"test": "known-to-both"}"#).unwrap();
        signs_in(world, &provider, &person.email).await.expect(200);
    });
}

#[test]
fn an_invited_person_joins_by_signing_in() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let admin = administrator(world).await;
        let email = crate::people::invite::address();
        invited_by(&admin, &email, &json!({})).await;
        world.sweep().await;
        let link = world.invitation(&email);
        let joined = signs_in(world, &provider, &email).await.expect(200);
        assert_eq!(joined.json()["person"]["name"], "Ida Lund");
        world.nobody().bearing(&token(&joined)).get("/v1/me").await.expect(200);
        is_over(world, &link).await;
        let credential = world.store.credential(&email).await.unwrap().unwrap();
        assert_eq!((credential.person.status, credential.password_hash), (PersonStatus::Active, None));
    });
}

#[test]
fn a_rule_creates_whoever_comes_from_its_domain() {
    in_own_world(async |world| {
        let provider = Provider::start(None);
        let mut settings = provider.settings(&[DOMAIN, "xyz.test"]);
        settings["newcomers"] = json!([{"domain": "xyz.test", "kind": "employee", "role": "contractor"}]);
        set(world, &settings).await;
        signs_in(world, &provider, &format!("nobody@{DOMAIN}")).await.refused(403, "no_access");
        let begun = begun(world).await;
        let returned = provider.sign_in_as(&begun.page, |claims| {
            claims["email"] = json!("Kim.Berg@xyz.test");
            claims["email_verified"] = json!(true);
            claims["name"] = json!("Kim Berg");
        });
        let created = complete(world, &returned, &begun.secret).await.expect(200).json();
        assert_eq!(
            (&created["person"]["name"], &created["person"]["email"]),
            (&json!("Kim Berg"), &json!("kim.berg@xyz.test"))
        );
        assert_eq!(
            (&created["hats"][0]["kind"], &created["hats"][0]["role"]),
            (&json!("employee"), &json!("contractor"))
        );
        // The next time they are known.
        let again = signs_in(world, &provider, "kim.berg@xyz.test").await.expect(200).json();
        assert_eq!(again["person"]["id"], created["person"]["id"]);
    });
}

#[test]
fn a_provider_that_is_away_is_said_to_be() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let begun = begun(world).await;
        let returned = provider.sign_in(&begun.page, &person.email);
        drop(provider);
        let answer = complete(world, &returned, &begun.secret).await.refused(503, "unavailable");
        assert!(!answer.text().contains("127.0.0.1"), "{answer}");
        // The sign-in was not used up.
        let hash = sha256_hex(returned.state.as_bytes());
        assert!(world.store.begun_sign_in(&hash).await.unwrap().is_some());
        let mut nowhere = json!({"issuer": "http://127.0.0.1:9"});
        let gone = Provider::start(None);
        let settings = gone.settings(&[DOMAIN]);
        for (name, value) in settings.as_object().unwrap() {
            if name != "issuer" {
                nowhere[name] = value.clone();
            }
        }
        set(world, &nowhere).await;
        begin(world).await.refused(503, "unavailable");
    });
}

#[test]
fn guesses_with_one_state_are_limited() {
    in_own_world(async |world| {
        let provider = company(world).await;
        let person = with_password(world, employee()).await;
        let begun = begun(world).await;
        let returned = provider.sign_in(&begun.page, &person.email);
        for _ in 0..5 {
            complete(world, &returned, "a guess").await.refused(403, "provider_sign_in_over");
        }
        complete(world, &returned, &begun.secret).await.refused(429, "too_many_requests");
        // Another sign-in is not kept out.
        signs_in(world, &provider, &person.email).await.expect(200);
    });
}
