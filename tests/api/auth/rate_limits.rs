//! Tests of the checks before a sign-in: number of attempts, network, origin of the page, and requests that bypass the
//! portal.

use crate::auth::{employee, sign_in, with_password};
use http::{HeaderName, Method};
use jiff::{SignedDuration, Timestamp};
use portico_auth::CREATE_SESSION;
use portico_auth::create_session::create_session;
use portico_domain::attempts::{Attempts, Rates, SLICES};
use portico_domain::change::{Change, Claim, Commit, Write};
use portico_domain::ids::{PersonId, SessionId};
use portico_domain::people::ports::{Credentials, Sessions};
use portico_domain::people::{Credential, Person, Session};
use portico_domain::ports::{Identity, RequestStore};
use portico_domain::signing::SigningKey;
use portico_domain::store::{CommitError, StoreResult};
use portico_domain::touch::Touch;
use portico_http::{TrustedProxy, serve};
use portico_local::gateway::{Gateway, GatewayOptions, GatewayRoute, Handler};
use portico_local::wiring::{self, Store};
use portico_tests::client::{Answer, Request};
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use uuid::Uuid;

const WINDOW: u32 = 15 * 60;
const SECRET: &str = "what-only-cloudfront-and-the-functions-know";

/// Checks a refusal of too many attempts: its header names the time to wait, and no more.
fn to_wait(refused: Answer) {
    let refused = refused.refused(429, "too_many_requests");
    let seconds: i64 = refused.header("retry-after").parse().unwrap();
    let slice = i64::from(WINDOW / SLICES);
    assert!((1..=i64::from(WINDOW) + slice).contains(&seconds), "{seconds}");
    // The moment it names is where a slice of the window is forgotten; the test has taken some seconds since.
    let passed = (Timestamp::now().as_second() + seconds) % slice;
    assert!(passed < 60, "{seconds} seconds are {passed} too many");
}

/// Counts attempts, as if they had been made some minutes ago.
async fn attempted_before(world: &World, key: &str, times: u32, minutes: i64) {
    let at = Timestamp::now() - SignedDuration::from_mins(minutes);
    let attempts = (0..times).map(|_| world.store.attempt(key, at, WINDOW));
    futures::future::try_join_all(attempts).await.unwrap();
}

/// Counts attempts.
async fn attempted(world: &World, key: &str, times: u32) {
    attempted_before(world, key, times, 0).await;
}

#[test]
fn attempts_are_counted_for_each_address() {
    in_world(async |world| {
        let (person, other) = (with_password(world, employee()).await, with_password(world, employee()).await);
        for email in [person.email.clone(), format!("{}@nowhere.example", Uuid::now_v7())] {
            let mut tried = 0;
            let refused = loop {
                // In capitals it is the same address.
                let spelled = if tried % 2 == 0 { email.clone() } else { email.to_uppercase() };
                let answer = sign_in(&world.nobody(), &spelled, "not the right password").await;
                if answer.status() == 429 {
                    break answer;
                }
                answer.refused(401, "sign_in_failed");
                tried += 1;
                assert!(tried <= 10, "nothing stops it");
            };
            assert_eq!(tried, 10);
            to_wait(refused);
        }
        // Nobody else is kept out.
        sign_in(&world.nobody(), &other.email, PASSWORD).await.expect(200);
    });
}

/// Ten in any fifteen minutes, wherever those begin.
#[test]
fn no_edge_of_a_window_makes_room_for_more() {
    in_world(async |world| {
        for minutes in [1, 4, 7, 11, 14] {
            let person = with_password(world, employee()).await;
            attempted_before(world, &format!("sign-in-email#{}", person.email), 10, minutes).await;
            to_wait(sign_in(&world.nobody(), &person.email, PASSWORD).await);
        }
        let person = with_password(world, employee()).await;
        attempted_before(world, &format!("sign-in-email#{}", person.email), 10, 21).await;
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn when_there_were_too_many_the_right_password_does_not_help() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        attempted(world, &format!("sign-in-email#{}", person.email), 10).await;
        to_wait(sign_in(&world.nobody(), &person.email, PASSWORD).await);
    });
}

#[test]
fn whoever_signs_in_often_is_not_kept_out() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        for _ in 0..12 {
            sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        }
        // Nor does signing in make room for guesses: those stay counted.
        attempted(world, &format!("sign-in-email#{}", person.email), 9).await;
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        sign_in(&world.nobody(), &person.email, "not the right password").await.refused(401, "sign_in_failed");
        to_wait(sign_in(&world.nobody(), &person.email, PASSWORD).await);
    });
}

#[test]
fn what_is_refused_unseen_keeps_nobody_out() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        for _ in 0..2 {
            let attempts = (0..24).map(|_| async { sign_in(&world.nobody(), &person.email, PASSWORD).await.status() });
            let answers = futures::future::join_all(attempts).await;
            assert!(answers.iter().all(|status| [200, 429].contains(status)), "{answers:?}");
        }
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn attempts_are_counted_for_each_network_address() {
    in_own_world(async |world| {
        let person = with_password(world, employee()).await;
        let known = with_password(world, employee()).await;
        sign_in(&world.nobody(), &known.email, PASSWORD).await.expect(200);
        attempted(world, "sign-in-network#127.0.0.1", 200).await;
        to_wait(sign_in(&world.nobody(), &person.email, PASSWORD).await);
        // Attempts of others do not keep out a person who has signed in from there before, nor give them room for
        // guesses.
        sign_in(&world.nobody(), &known.email, PASSWORD).await.expect(200);
        for _ in 0..10 {
            sign_in(&world.nobody(), &known.email, "not the right password").await.refused(401, "sign_in_failed");
        }
        to_wait(sign_in(&world.nobody(), &known.email, PASSWORD).await);
        // A request that claims to come from elsewhere is not believed.
        let spoofed = sign_in(&world.nobody(), &person.email, PASSWORD);
        to_wait(spoofed.header("x-portico-viewer", "203.0.113.9:4711").header("x-portico-origin", "").await);
    });
}

/// The endpoints with CloudFront in front of them.
fn behind_cloudfront(world: &World) -> Gateway {
    let behind = |route: GatewayRoute| {
        let (inner, front) = (route.handler, TrustedProxy::cloudfront(SECRET));
        let handler: Handler = Arc::new(move |mut request| {
            request.extensions_mut().insert(front.clone());
            inner(request)
        });
        GatewayRoute { handler, ..route }
    };
    gateway(wiring::gateway_routes(world.store).into_iter().map(behind).collect())
}

fn gateway(routes: Vec<GatewayRoute>) -> Gateway {
    Gateway::new(routes, &GatewayOptions { portal: None, files_url: "http://127.0.0.1".into() }).unwrap()
}

/// Returns a request as CloudFront passes it on.
fn passed_on(request: Request, viewer: &str) -> Request {
    request
        .header("x-portico-origin", SECRET)
        .header("x-portico-host", "portal.xyz.example")
        .header("x-portico-viewer", viewer)
}

#[test]
fn behind_cloudfront_attempts_are_counted_for_each_viewer() {
    in_world(async |world| {
        let gateway = behind_cloudfront(world);
        let person = with_password(world, employee()).await;
        let group = format!("{:x}", Uuid::now_v7().as_u128() & 0xffff);
        attempted(world, &format!("sign-in-network#2001:db8:{group}:1::/64"), 200).await;
        let from = |viewer: String| {
            passed_on(sign_in(&world.nobody().at(&gateway), &person.email, PASSWORD), &viewer).into_future()
        };
        // The whole network of one viewer, and nobody else.
        to_wait(from(format!("[2001:db8:{group}:1::7]:4711")).await);
        to_wait(from(format!("[2001:db8:{group}:1:ffff::8]:4711")).await);
        from(format!("[2001:db8:{group}:2::7]:4711")).await.expect(200);
        from("203.0.113.9:4711".into()).await.expect(200);
    });
}

#[test]
fn behind_cloudfront_nothing_comes_past_it() {
    in_world(async |world| {
        let gateway = behind_cloudfront(world);
        let person = with_password(world, employee()).await;
        let nobody = world.nobody().at(&gateway);
        let signed_in = passed_on(sign_in(&nobody, &person.email, PASSWORD), "203.0.113.9").await.expect(200).json();
        let client = nobody.clone().bearing(signed_in["access_token"].as_str().unwrap());
        for request in [
            nobody.get("/v1/branding"),
            client.get("/v1/me"),
            client.get(format!("/v1/tickets/{}", Uuid::now_v7())),
            sign_in(&nobody, &person.email, PASSWORD),
            sign_in(&nobody, "unknown@people.example", PASSWORD),
        ] {
            passed_on(request.clone(), "203.0.113.9")
                .header("x-portico-origin", "a-guess")
                .await
                .refused(403, "not_through_the_portal");
            request.clone().await.refused(403, "not_through_the_portal");
            assert_ne!(passed_on(request, "203.0.113.9").await.code_or_nothing(), "not_through_the_portal");
        }
    });
}

#[test]
fn a_page_of_another_site_signs_nobody_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let sign_in = |headers: &[(&'static str, &str)]| {
            let request = sign_in(&world.nobody(), &person.email, PASSWORD);
            headers.iter().fold(request, |request, (name, value)| request.header(HeaderName::from_static(name), value))
        };
        let evil = ("origin", "https://evil.example");
        for headers in [
            &[("sec-fetch-site", "cross-site"), evil][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://help.localhost")],
            &[evil],
            &[("origin", "null")],
            &[("origin", "http://localhost.evil.example")],
        ] {
            let refused = sign_in(headers).await.refused(403, "cross_site");
            assert_eq!(refused.header("set-cookie"), "");
        }
        for headers in [
            &[("sec-fetch-site", "same-origin"), ("origin", "http://localhost")][..],
            &[("origin", "http://localhost")],
            &[],
        ] {
            sign_in(headers).await.expect(200);
        }
        // Deployed, the portal has another name than the API.
        let gateway = behind_cloudfront(world);
        let own = [("origin", "https://portal.xyz.example")];
        passed_on(sign_in(&own).at(&gateway), "203.0.113.9").await.expect(200);
        passed_on(sign_in(&[evil]).at(&gateway), "203.0.113.9").await.refused(403, "cross_site");
        passed_on(sign_in(&[("origin", "http://localhost")]).at(&gateway), "203.0.113.9")
            .await
            .refused(403, "cross_site");
    });
}

/// Hash of the test password, with parameters that are too weak today: 4 MiB, one pass.
const WEAK: &str = "$argon2id$v=19$m=4096,t=1,p=1$Zh8uLXugk0HPmkIw6fpDzg$EyKX8owCWI+k7r+tfedZxi4AdUXCa1Yu29EFauOtKj4";

async fn hash_of(world: &World, email: &str) -> String {
    world.store.credential(email).await.unwrap().unwrap().password_hash.unwrap()
}

fn password(email: &str, hash: &str) -> Write {
    Credential::set_password(email, hash.to_owned(), None)
}

#[test]
fn a_weak_hash_is_replaced_when_its_owner_signs_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        world.commit([password(&person.email, WEAK)]).await;
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let now = hash_of(world, &person.email).await;
        assert!(now.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{now}");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        assert_eq!(hash_of(world, &person.email).await, now);
    });
}

/// A store in which somebody changes a password just before somebody else signs in with the old one.
struct Crossed {
    store: &'static Store,
    email: String,
    hash: String,
    done: AtomicBool,
}

impl RequestStore for Crossed {
    async fn identity(&self, session: SessionId, person: PersonId) -> StoreResult<Option<Identity>> {
        self.store.identity(session, person).await
    }
    async fn viewed(&self, person: PersonId) -> StoreResult<Option<Person>> {
        self.store.viewed(person).await
    }
    async fn claim(&self, person: PersonId, key: &str, now: Timestamp) -> StoreResult<Option<Claim>> {
        self.store.claim(person, key, now).await
    }
    async fn touch(&self, touch: &Touch) -> StoreResult<()> {
        self.store.touch(touch).await
    }
    async fn touch_once(&self, touch: &Touch) -> StoreResult<Touch> {
        self.store.touch_once(touch).await
    }
    async fn correct_touch(&self, touch: &Touch) -> StoreResult<bool> {
        self.store.correct_touch(touch).await
    }
    async fn verification_keys(&self) -> StoreResult<String> {
        self.store.verification_keys().await
    }
}

impl Credentials for Crossed {
    async fn credential(&self, email: &str) -> StoreResult<Option<Credential>> {
        self.store.credential(email).await
    }
}

impl Sessions for Crossed {
    async fn session(&self, id: SessionId) -> StoreResult<Option<Session>> {
        self.store.session(id).await
    }
}

impl Rates for Crossed {
    async fn attempts(&self, key: &str, now: Timestamp, window_seconds: u32) -> StoreResult<Attempts> {
        self.store.attempts(key, now, window_seconds).await
    }
    async fn attempt(&self, key: &str, now: Timestamp, window_seconds: u32) -> StoreResult<Attempts> {
        self.store.attempt(key, now, window_seconds).await
    }
    async fn forget_attempts(&self, key: &str, now: Timestamp, window_seconds: u32) -> StoreResult<()> {
        self.store.forget_attempts(key, now, window_seconds).await
    }
    async fn uncount_attempt(&self, key: &str, at: Timestamp, window_seconds: u32) -> StoreResult<()> {
        self.store.uncount_attempt(key, at, window_seconds).await
    }
}

impl SigningKey for Crossed {
    async fn signing_key(&self) -> StoreResult<(String, Vec<u8>)> {
        self.store.signing_key().await
    }
}

impl Commit for Crossed {
    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        if !self.done.swap(true, Ordering::SeqCst) {
            let touch = portico_tests::world::system().touch(None, None);
            self.store.commit(Change::new(touch).write(password(&self.email, &self.hash))).await?;
        }
        self.store.commit(change).await
    }
}

#[test]
fn a_password_changed_while_somebody_signs_in_with_the_old_one_stays_changed() {
    in_world(async |world| {
        let changed = portico_auth::password::hash("another password altogether").unwrap();
        let person = with_password(world, employee()).await;
        world.commit([password(&person.email, WEAK)]).await;
        let crossed = Crossed {
            store: world.store,
            email: person.email.clone(),
            hash: changed.clone(),
            done: AtomicBool::new(false),
        };
        let crossed: &'static Crossed = Box::leak(Box::new(crossed));
        let route = GatewayRoute {
            method: Method::POST,
            path: CREATE_SESSION.path,
            operation: CREATE_SESSION.operation,
            handler: Arc::new(move |request| Box::pin(serve(&CREATE_SESSION, crossed, request, create_session))),
        };
        let gateway = gateway(vec![route]);
        sign_in(&world.nobody().at(&gateway), &person.email, PASSWORD).await.refused(401, "sign_in_failed");
        assert_eq!(hash_of(world, &person.email).await, changed);
    });
}
