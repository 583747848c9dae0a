//! Tests of joining by the link of an invitation: it works once and for a while, and reveals nothing to anyone who
//! guesses.

use crate::auth::sign_in;
use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use crate::people::invite::{administrator, invited, invited_by, is_over, stored, wanted};
use jiff::{SignedDuration, Timestamp};
use portico_domain::change::Write;
use portico_domain::invitations::InvitationLink;
use portico_domain::people::Invitation;
use portico_tests::client::Answer;
use portico_tests::steps::accept;
use portico_tests::world::{PASSWORD, in_own_world, in_world};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    // Refused unseen: the limiter counts attempts that are looked at, and there are many of these.
    let request = accept(cell.stage.world, "made up", "a password of the test").header("sec-fetch-site", "cross-site");
    MatrixRequest { request, driven: Expected { relation: None, done: (403, "cross_site") } }
}

#[test]
fn a_link_that_is_of_no_use_does_not_say_why() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let (_, used) = invited(world, &admin).await;
        accept(world, &used, PASSWORD).await.expect(200);
        let over = accept(world, &used, PASSWORD).await.refused(403, "invitation_over");

        let (email, replaced) = invited(world, &admin).await;
        invited_by(&admin, &email, &json!({"name": "Ida Lunde"})).await;
        world.sweep().await;
        let latest = world.invitation(&email);
        assert_ne!(latest, replaced);

        let (_, expired) = invited(world, &admin).await;
        let invitation = stored(world, &expired).await.invitation;
        let expires_at = Timestamp::now() - SignedDuration::from_secs(1);
        let expected = invitation.version;
        let past = Invitation { version: expected + 1, expires_at, ..invitation };
        world.commit([Write::replace(&past, expected)]).await;

        let mut parts: Vec<&str> = latest.split('.').collect();
        let guess = "A".repeat(43);
        parts[2] = &guess;
        let guessed = parts.join(".");
        let nobody = format!("{}.{}.{guess}", uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
        for token in
            [replaced, expired, guessed, nobody, "nonsense".into(), latest.replace('.', ""), format!("{latest}.x")]
        {
            let answer = accept(world, &token, PASSWORD).await.refused(403, "invitation_over");
            assert_eq!(answer.anonymous(), over.anonymous(), "{token}");
        }
        // Nobody's tries have harmed the one that is good.
        let joined = accept(world, &latest, PASSWORD).await.expect(200).json();
        assert_eq!(joined["person"]["name"], "Ida Lunde");
    });
}

#[test]
fn two_tabs_that_accept_at_once_make_one_person_of_one_password() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let (email, token) = invited(world, &admin).await;
        let passwords = ["the password of one tab", "the password of the other"];
        let tabs = passwords.map(|password| accept(world, &token, password).into_future());
        let [one, other] = <[Answer; 2]>::try_from(futures::future::join_all(tabs).await).unwrap();
        let mut statuses = [one.status(), other.status()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403], "{one} {other}");
        let (good, bad) = if one.status() == 200 { (passwords[0], passwords[1]) } else { (passwords[1], passwords[0]) };
        sign_in(&world.nobody(), &email, good).await.expect(200);
        sign_in(&world.nobody(), &email, bad).await.refused(401, "sign_in_failed");
    });
}

#[test]
fn whoever_is_disabled_before_they_join_does_not() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let (email, token) = invited(world, &admin).await;
        let path = format!("/v1/people/{}", InvitationLink::read(&token).unwrap().person);
        let status = async |status: &str| {
            let etag = admin.get(path.clone()).await.expect(200).etag();
            admin.patch(path.clone(), json!({"status": status})).if_match(etag).await
        };
        // An administrator cannot join for them.
        status("active").await.refused(409, "state_conflict");
        status("disabled").await.expect(200);
        is_over(world, &token).await;
        admin.post("/v1/invitations", wanted(&email)).await.names(&[("/email", "taken")]);
        // Let in again they are invited still, and the earlier link stays over: it may lie in the wrong hands.
        assert_eq!(status("active").await.expect(200).json()["status"], "invited");
        is_over(world, &token).await;
        world.sweep().await;
        is_over(world, &token).await;
        invited_by(&admin, &email, &json!({})).await;
        world.sweep().await;
        accept(world, &world.invitation(&email), PASSWORD).await.expect(200);
    });
}

#[test]
fn accepting_is_counted_as_signing_in_is() {
    in_own_world(async |world| {
        let admin = administrator(world).await;
        let (_, token) = invited(world, &admin).await;
        let wrong = format!("{}.made-up", token.rsplit_once('.').unwrap().0);
        for _ in 0..10 {
            is_over(world, &wrong).await;
        }
        let answer = accept(world, &token, PASSWORD).await.refused(429, "too_many_requests");
        // The count is forgotten a window after its slice has ended: fifteen minutes, and at most a third of that more.
        // The slice may have ended while this ran.
        let wait = answer.header("retry-after").parse::<u32>().unwrap();
        assert!((10 * 60..=20 * 60).contains(&wait), "{wait}");
        // Others are not kept out by it.
        let (_, other) = invited(world, &admin).await;
        accept(world, &other, PASSWORD).await.expect(200);
    });
}

#[test]
fn a_page_of_another_site_joins_nobody() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let (_, token) = invited(world, &admin).await;
        let there = |site: &'static str| accept(world, &token, PASSWORD).header("sec-fetch-site", site);
        there("cross-site").await.refused(403, "cross_site");
        there("same-site").await.refused(403, "cross_site");
        there("same-origin").await.expect(200);
    });
}

#[test]
fn passwords_are_long_and_taken_as_they_are() {
    in_world(async |world| {
        let admin = administrator(world).await;
        let (email, token) = invited(world, &admin).await;
        accept(world, &token, "fourteen chars").await.names(&[("/password", "too_short")]);
        accept(world, &token, "Ida LundIda Lund").await.names(&[("/password", "easy_to_guess")]);
        accept(world, &token, &"x".repeat(201)).await.names(&[("/password", "too_long")]);
        accept(world, "", "").await.names(&[("/token", "required"), ("/password", "required")]);
        let password = " fünfzehn Zeichen\u{1f600} ";
        accept(world, &token, password).await.expect(200);
        sign_in(&world.nobody(), &email, password.trim()).await.refused(401, "sign_in_failed");
        sign_in(&world.nobody(), &email, password).await.expect(200);
    });
}
