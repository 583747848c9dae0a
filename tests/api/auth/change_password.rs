//! Changing one's own password: it takes the present one, ends all other sessions, and is notified by mail.

use crate::auth::{cookie, employee, refresh, sign_in, token, with_password};
use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_domain::action::Action;
use portico_domain::people::Person;
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Client, Request};
use portico_tests::world::{PASSWORD, World, in_own_world, in_world};
use serde_json::json;

const NEW: &str = "another sentence that is easy";

fn change(client: &Client, old: &str, new: &str) -> Request {
    client.put("/v1/me/password", json!({"old_password": old, "new_password": new}))
}

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let client = cell.stage.like(cell.who).await;
    cell.stage.world.give_password(&client.who().person).await;
    MatrixRequest::free(change(&client, PASSWORD, NEW), 204)
}

/// A person with a password, and their client in a session that began with it.
async fn signed_in(world: &World) -> (Person, Client, String) {
    let person = with_password(world, employee()).await;
    let answer = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    (person, world.nobody().bearing(&token(&answer)), cookie(&answer))
}

#[test]
fn a_new_password_is_good_and_other_sessions_are_over() {
    in_world(async |world| {
        let (person, client, kept) = signed_in(world).await;
        let elsewhere = sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        let other = world.nobody().bearing(&token(&elsewhere));
        change(&client, PASSWORD, NEW).header("user-agent", "Firefox/140.0 (Windows)").await.expect(204);
        client.get("/v1/me").await.expect(200);
        refresh(world, &kept).await.expect(200);
        other.get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&elsewhere)).await.refused(401, "session_ended");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.refused(401, "sign_in_failed");
        sign_in(&world.nobody(), &person.email, NEW).await.expect(200);

        world.sweep().await;
        let mails = world.mails(&person.email);
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert_eq!(mails[0].subject, "Your password was changed");
        let text = mails[0].text.as_deref().unwrap();
        assert!(text.contains("Firefox on Windows, 127.0.0.x") && !text.contains(NEW), "{text}");
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let changed: Vec<_> = touches.iter().filter(|touch| touch.action == Action::ChangePassword).collect();
        assert_eq!(changed.iter().map(|touch| touch.outcome).collect::<Vec<_>>(), [Outcome::Done]);
    });
}

#[test]
fn without_the_present_password_nothing_changes() {
    in_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        change(&client, "not the right one", NEW).await.names(&[("/old_password", "wrong_password")]);
        change(&client, PASSWORD, "fourteen chars").await.names(&[("/new_password", "too_short")]);
        change(&client, PASSWORD, &"x".repeat(201)).await.names(&[("/new_password", "too_long")]);
        change(&client, PASSWORD, PASSWORD).await.names(&[("/new_password", "unchanged")]);
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
        world.sweep().await;
        assert!(world.mails(&person.email).is_empty());
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let refused = touches.iter().filter(|touch| touch.action == Action::ChangePassword);
        assert_eq!(refused.filter(|touch| touch.outcome == Outcome::Failed).count(), 4);
    });
}

#[test]
fn a_password_that_is_easy_to_guess_is_refused() {
    in_own_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        // More often than the present password may be guessed: it is not looked at.
        for _ in 0..3 {
            for weak in ["passwordpassword", "qwertyuiopasdfgh", "XYZ Co.XYZ Co.XYZ Co.", &person.email] {
                change(&client, PASSWORD, weak).await.names(&[("/new_password", "easy_to_guess")]);
            }
        }
        change(&client, PASSWORD, NEW).await.expect(204);
    });
}

#[test]
fn somebody_without_a_password_cannot_change_it() {
    in_world(async |world| {
        let person = employee();
        world.add(&person).await;
        let client = world.wearing(&person, &person.hats[0]).await;
        change(&client, PASSWORD, NEW).await.names(&[("/old_password", "wrong_password")]);
    });
}

#[test]
fn guesses_of_the_present_password_are_limited() {
    in_own_world(async |world| {
        let (_, client, _) = signed_in(world).await;
        for _ in 0..10 {
            change(&client, "not the right one", NEW).await.names(&[("/old_password", "wrong_password")]);
        }
        let refused = change(&client, PASSWORD, NEW).await.refused(429, "too_many_requests");
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        // Nobody else is kept out.
        let (_, other, _) = signed_in(world).await;
        change(&other, PASSWORD, NEW).await.expect(204);
    });
}

#[test]
fn of_two_changes_at_once_one_is_made() {
    in_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        let tabs = ["the password of one tab", "the password of the other"];
        let answers = tabs.map(|new| change(&client, PASSWORD, new).into_future());
        let answers = futures::future::join_all(answers).await;
        let mut good = 0;
        for (answer, password) in answers.iter().zip(tabs) {
            let status = sign_in(&world.nobody(), &person.email, password).await.status();
            assert_eq!(status == 200, answer.status() == 204, "{answer}");
            good += u32::from(status == 200);
        }
        assert_eq!(good, 1);
    });
}

/// Somebody who has lost the right to be here does not keep it by a new password.
#[test]
fn a_session_that_has_ended_changes_nothing() {
    in_world(async |world| {
        let (person, client, _) = signed_in(world).await;
        client.delete("/v1/session").await.expect(204);
        change(&client, PASSWORD, NEW).await.refused(401, "session_ended");
        sign_in(&world.nobody(), &person.email, PASSWORD).await.expect(200);
    });
}
