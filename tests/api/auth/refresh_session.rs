//! Staying signed in: each refresh token is good once, and a session ends in the end.

use crate::auth::{cookie, employee, refresh, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use jiff::{SignedDuration, Timestamp};
use portico_domain::change::Write;
use portico_domain::people::Session;
use portico_domain::people::ports::Sessions;
use portico_domain::portal::PortalSettings;
use portico_domain::settings::Versioned;
use portico_domain::touch_list::TouchesOf;
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let request = cell.stage.world.nobody().post("/v1/session/refresh", json!({}));
    MatrixRequest { request, driven: Expected { relation: None, done: (401, "session_ended") } }
}

#[test]
fn a_session_is_renewed_and_each_token_is_good_once() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let first = cookie(&signed_in);
        // Without the header, which no form on another site can send, nothing happens, and nothing is lost.
        refresh(world, &first).without("x-portico-refresh").await.refused(401, "session_ended");
        let renewed = refresh(world, &first).await.expect(200);
        let second = cookie(&renewed);
        assert_ne!(first, second);
        assert_eq!(renewed.json()["person"], signed_in.json()["person"]);
        let third = cookie(&refresh(world, &second).await.expect(200));
        world.nobody().bearing(&token(&renewed)).get("/v1/me").await.expect(200);
        // One that was replaced before the last: somebody has a copy. Everything of this sign-in ends.
        refresh(world, &first).await.refused(401, "session_ended");
        refresh(world, &third).await.refused(401, "session_ended");
        for answer in [&signed_in, &renewed] {
            world.nobody().bearing(&token(answer)).get("/v1/me").await.refused(401, "session_ended");
        }
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let noticed = touches.iter().filter_map(|touch| touch.detail.as_deref());
        assert_eq!(noticed.collect::<Vec<_>>(), ["a replaced refresh token was used again"]);
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn tabs_that_renew_at_the_same_moment_all_stay_signed_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        let tabs = (0..5).map(|_| refresh(world, &first).into_future());
        let tabs = futures::future::join_all(tabs).await;
        let mut rotated = Vec::new();
        for answer in tabs {
            let answer = answer.expect(200);
            world.nobody().bearing(&token(&answer)).get("/v1/me").await.expect(200);
            if answer.headers.contains_key("set-cookie") {
                rotated.push(cookie(&answer));
            }
        }
        assert!(rotated.len() >= 3, "each call gets a token of its own, unless many cross");
        // That of an answer that did not arrive is replaced with the others by the first that is used.
        let late = cookie(&refresh(world, &first).await.expect(200));
        assert!(!rotated.contains(&late));
        let next = cookie(&refresh(world, &rotated[0]).await.expect(200));
        refresh(world, &next).await.expect(200);
        refresh(world, &late).await.refused(401, "session_ended");
        refresh(world, &next).await.refused(401, "session_ended");
    });
}

async fn session_of(world: &World, cookie: &str) -> Session {
    let id = cookie.split('.').next().unwrap().parse().unwrap();
    world.store.session(id).await.unwrap().unwrap()
}

async fn change_session(world: &World, session: Session) {
    let expected = session.version;
    let session = Session { version: expected + 1, ..session };
    world.commit([Write::replace(&session, expected)]).await;
}

#[test]
fn who_reloads_before_the_answer_is_there_stays_signed_in() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        // The second crosses with the first, whose response is lost.
        let both = futures::future::join(refresh(world, &first).into_future(), refresh(world, &first).into_future());
        let both = both.await;
        let (lost, second) = (cookie(&both.0.expect(200)), cookie(&both.1.expect(200)));
        assert_ne!(lost, second);
        let session = session_of(world, &first).await;
        let rotated_at = session.rotated_at - SignedDuration::from_mins(20);
        change_session(world, Session { rotated_at, ..session }).await;
        refresh(world, &second).await.expect(200);
    });
}

#[test]
fn a_moment_later_a_replaced_token_ends_the_session() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let first = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        let second = cookie(&refresh(world, &first).await.expect(200));
        let session = session_of(world, &first).await;
        let rotated_at = session.rotated_at - SignedDuration::from_secs(11);
        change_session(world, Session { rotated_at, ..session }).await;
        refresh(world, &first).await.refused(401, "session_ended");
        refresh(world, &second).await.refused(401, "session_ended");
    });
}

#[test]
fn a_session_that_is_not_used_ends() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let session = session_of(world, &cookie(&signed_in)).await;
        let fortnight = SignedDuration::from_hours(14 * 24);
        assert_eq!(session.expires_at.duration_since(session.created_at), fortnight);
        change_session(world, Session { expires_at: Timestamp::now() - SignedDuration::from_secs(1), ..session }).await;
        world.nobody().bearing(&token(&signed_in)).get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&signed_in)).await.refused(401, "session_ended");
    });
}

#[test]
fn a_session_that_is_used_ends_too() {
    in_own_world(async |world| {
        let person = with_password(world, employee()).await;
        let signed_in = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let session = session_of(world, &cookie(&signed_in)).await;
        let begun =
            |days: i64| Timestamp::now() - SignedDuration::from_hours(24 * days) + SignedDuration::from_hours(1);
        // Renewed to the last, it lasts no longer than it may.
        change_session(world, Session { created_at: begun(30), ..session }).await;
        let renewed = refresh(world, &cookie(&signed_in)).await.expect(200);
        let session = session_of(world, &cookie(&renewed)).await;
        assert_eq!(session.expires_at, session.created_at + SignedDuration::from_hours(30 * 24));
        let line = renewed.header("set-cookie").to_owned();
        let age: i64 = line.split("Max-Age=").nth(1).unwrap().parse().unwrap();
        assert!((3500..=3600).contains(&age), "{line}");
        let client = world.nobody().bearing(&token(&renewed));
        client.get("/v1/me").await.expect(200);
        // A company that decides otherwise has it so from the next call on.
        let shorter = PortalSettings { session_days: 20, ..PortalSettings::default() };
        world.commit([Write::put(&Versioned { version: 1, section: shorter })]).await;
        client.get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&renewed)).await.refused(401, "session_ended");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}

#[test]
fn made_up_refresh_tokens_are_refused_and_harm_nobody() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let other = with_password(world, employee()).await;
        let mine = cookie(&sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200));
        let theirs = cookie(&sign_in(&world.nobody(), &other.email, PASSWORD).await.expect(200));
        let part = |cookie: &str, index: usize| cookie.split('.').nth(index).unwrap().to_owned();
        let mixed = [
            format!("{}.{}.{}", part(&mine, 0), part(&theirs, 1), part(&theirs, 2)),
            format!("{}.{}.{}", uuid::Uuid::now_v7(), part(&mine, 1), part(&mine, 2)),
            "a.b.c".into(),
            String::new(),
            "%00".into(),
        ];
        for made_up in &mixed {
            refresh(world, made_up).await.refused(401, "session_ended");
        }
        world
            .nobody()
            .post("/v1/session/refresh", json!({}))
            .header("x-portico-refresh", "1")
            .await
            .refused(401, "session_ended");
        refresh(world, &mine).await.expect(200);
        refresh(world, &theirs).await.expect(200);
    });
}
