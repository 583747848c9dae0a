//! One's own sessions: where they are used, and ending them.

use crate::auth::{cookie, employee, refresh, sign_in, token, with_password};
use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_domain::action::Action;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::{Answer, Client};
use portico_tests::world::{PASSWORD, World, in_world};
use serde_json::{Value, json};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";

pub(crate) async fn drive_list(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/me/sessions"), 200)
}

pub(crate) async fn drive_end_others(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.stage.like(cell.who).await.delete("/v1/me/sessions"), 204)
}

pub(crate) async fn drive_end(cell: Cell<'_>) -> MatrixRequest {
    let session = match cell.relation {
        Relation::Own | Relation::Participant => cell.stage.passing(cell.who).await.who().session.to_string(),
        Relation::Near | Relation::Far => cell.stage.like(cell.who).await.who().session.to_string(),
        Relation::Missing => uuid::Uuid::now_v7().to_string(),
    };
    cell.of_record(cell.client().delete(format!("/v1/me/sessions/{session}")), 204)
}

async fn from(world: &World, email: &str, agent: &str) -> (Answer, Client) {
    let answer = sign_in(&world.nobody(), email, PASSWORD).header("user-agent", agent).await.expect(200);
    let client = world.nobody().bearing(&token(&answer));
    (answer, client)
}

async fn sessions(client: &Client) -> Vec<Value> {
    client.all("/v1/me/sessions", 100).await
}

#[test]
fn sessions_are_listed_with_device_and_place() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let (_, desk) = from(world, &person.email, FIREFOX).await;
        let (phone, _) = from(world, &person.email, IPHONE).await;
        let listed = sessions(&desk).await;
        let told = |session: &Value| {
            let text = |name: &str| session[name].as_str().unwrap_or_default().to_owned();
            (text("browser"), text("system"), text("place"), session["current"].as_bool().unwrap())
        };
        let place = || "127.0.0.x".to_owned();
        let expected =
            [("Safari".into(), "iPhone".into(), place(), false), ("Firefox".into(), "Windows".into(), place(), true)];
        assert_eq!(listed.iter().map(told).collect::<Vec<_>>(), expected);
        let before = listed[0]["last_used_at"].as_str().unwrap().to_owned();
        // Renewing it shows when and by what it was last used, wherever it began.
        refresh(world, &cookie(&phone)).header("user-agent", FIREFOX).await.expect(200);
        let renewed = sessions(&desk).await;
        assert!(renewed[0]["last_used_at"].as_str().unwrap() > before.as_str(), "{renewed:?}");
        assert_eq!(renewed[0]["browser"], "Firefox");
        assert_eq!(renewed[0]["signed_in_at"], listed[0]["signed_in_at"]);
        // Pages lead through all of them.
        let first = desk.get("/v1/me/sessions?limit=1").await.expect(200).json();
        assert_eq!(first["items"].as_array().unwrap().len(), 1);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = desk.get(format!("/v1/me/sessions?limit=1&cursor={cursor}")).await.expect(200).json();
        assert_eq!(second["items"][0]["id"], renewed[1]["id"]);
    });
}

#[test]
fn a_session_on_another_device_is_ended() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let (_, desk) = from(world, &person.email, FIREFOX).await;
        let (lost, phone) = from(world, &person.email, IPHONE).await;
        let id = sessions(&desk).await[0]["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/me/sessions/{id}");
        let ended = desk.delete(&*path).await.expect(204);
        assert_eq!(ended.header("set-cookie"), "");
        phone.get("/v1/me").await.refused(401, "session_ended");
        refresh(world, &cookie(&lost)).await.refused(401, "session_ended");
        assert_eq!(sessions(&desk).await.len(), 1);
        desk.get("/v1/me").await.expect(200);
        // One that is over is like one that never was.
        let over = desk.delete(&*path).await.refused(404, "not_found");
        let missing = desk.delete(format!("/v1/me/sessions/{}", uuid::Uuid::now_v7())).await;
        assert_eq!(missing.refused(404, "not_found").anonymous(), over.anonymous());
        let touches = world.touches(TouchesOf::Person(person.id)).await;
        let done = touches.iter().filter(|touch| touch.action == Action::EndSessions);
        assert_eq!(done.count(), 3, "{touches:?}");
    });
}

#[test]
fn ending_ones_own_session_signs_out() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let (_, desk) = from(world, &person.email, FIREFOX).await;
        let id = sessions(&desk).await[0]["id"].as_str().unwrap().to_owned();
        let ended = desk.delete(format!("/v1/me/sessions/{id}")).await.expect(204);
        assert!(ended.header("set-cookie").contains("Max-Age=0"), "{ended}");
        desk.get("/v1/me").await.refused(401, "session_ended");
    });
}

#[test]
fn all_other_sessions_are_ended_at_once() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let (own, desk) = from(world, &person.email, FIREFOX).await;
        let others = [from(world, &person.email, IPHONE).await, from(world, &person.email, FIREFOX).await];
        desk.delete("/v1/me/sessions").await.expect(204);
        for (answer, other) in others {
            other.get("/v1/me").await.refused(401, "session_ended");
            refresh(world, &cookie(&answer)).await.refused(401, "session_ended");
        }
        assert_eq!(sessions(&desk).await.len(), 1);
        refresh(world, &cookie(&own)).await.expect(200);
        // Signing in again is not affected.
        let (_, again) = from(world, &person.email, IPHONE).await;
        again.get("/v1/me").await.expect(200);
        desk.delete("/v1/me/sessions").await.expect(204);
        again.get("/v1/me").await.refused(401, "session_ended");
        desk.put("/v1/drafts/ticket", json!({"data": {}})).await.expect(200);
    });
}

#[test]
fn two_sessions_that_end_all_others_leave_one_at_most() {
    in_world(async |world| {
        let person = with_password(world, employee()).await;
        let clients = [from(world, &person.email, FIREFOX).await.1, from(world, &person.email, IPHONE).await.1];
        let ended = clients.iter().map(|client| client.delete("/v1/me/sessions").into_future());
        let answers = futures::future::join_all(ended).await;
        assert!(answers.iter().all(|answer| [204, 401].contains(&answer.status())), "{answers:?}");
        let mut live = 0;
        for client in &clients {
            live += u32::from(client.get("/v1/me").await.status() == 200);
        }
        assert_eq!(live, 1);
    });
}
