//! Tests of canned replies: permission to use, write and change them, and their effect.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use jiff::Timestamp;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::touch_list::TouchesOf;
use portico_testing::records;
use portico_tests::client::Client;
use portico_tests::samples::{hat, queue};
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive_list(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/canned-replies"), 200)
}

pub(crate) async fn drive_create(cell: Cell<'_>) -> MatrixRequest {
    let body = json!({ "name": "Restart", "text": "Restart it.", "queue_id": queue("general") });
    MatrixRequest::free(cell.client().post("/v1/canned-replies", body), 201)
}

pub(crate) async fn drive_change(cell: Cell<'_>) -> MatrixRequest {
    let request = cell.client().patch(stored(cell).await, json!({ "name": "Another" }));
    cell.of_record(request.if_match("\"1\""), 200)
}

pub(crate) async fn drive_retire(cell: Cell<'_>) -> MatrixRequest {
    let request = cell.client().post(format!("{}/retire", stored(cell).await), json!({}));
    cell.of_record(request.if_match("\"1\""), 200)
}

/// The path of a reply in the cell's relation. An agent's replies are those of their queue; those for all queues are an
/// administrator's.
async fn stored(cell: Cell<'_>) -> String {
    let near = matches!(cell.relation, Relation::Own | Relation::Participant | Relation::Near);
    let reply = records::canned_reply(Some(queue(if near { "general" } else { "finance" })), Timestamp::now());
    if cell.relation != Relation::Missing {
        cell.stage.world.commit([Write::create(&reply)]).await;
    }
    format!("/v1/canned-replies/{}", reply.id)
}

fn wording(name: &str, queue_id: Value) -> Value {
    json!({ "name": name, "text": "Please **restart** the server.", "queue_id": queue_id })
}

/// Names of the canned replies in a list that hold this mark.
async fn names(client: &Client, query: &str, mark: &str) -> Vec<String> {
    let all = client.all(&format!("/v1/canned-replies{query}"), 100).await;
    let names = all.iter().map(|reply| reply["name"].as_str().unwrap().to_owned());
    names.filter(|name| name.contains(mark)).collect()
}

/// A mark that names of no other test have.
fn mark() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

async fn administrator(world: &World) -> Client {
    put_on(world, hat(HatKind::Staff, Role::Administrator)).await
}

#[test]
fn an_agent_writes_changes_and_retires_one() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let mark = mark();
        let made =
            cast.agent.post("/v1/canned-replies", wording(&format!("B {mark}"), json!(queue("powerplus")))).await;
        let made = made.expect(201).json();
        assert_eq!((&made["version"], &made["retired"], &made["may_change"]), (&json!(1), &json!(false), &json!(true)));
        let path = format!("/v1/canned-replies/{}", made["id"].as_str().unwrap());
        cast.agent
            .post("/v1/canned-replies", wording(&format!("a {mark}"), json!(queue("powerplus"))))
            .await
            .expect(201);
        assert_eq!(names(&cast.agent, "", &mark).await, [format!("a {mark}"), format!("B {mark}")], "by name");

        let changed =
            cast.agent.patch(&path, json!({ "text": "Restart it." })).if_match("\"1\"").await.expect(200).json();
        assert_eq!((&changed["name"], &changed["text"]), (&made["name"], &json!("Restart it.")));
        cast.agent.patch(&path, json!({ "text": "Late." })).if_match("\"1\"").await.refused(412, "stale");

        cast.agent.post(format!("{path}/retire"), json!({})).if_match("\"2\"").await.expect(200);
        assert_eq!(names(&cast.agent, "", &mark).await, [format!("a {mark}")]);
        assert_eq!(names(&cast.agent, "?state=retired", &mark).await, [format!("B {mark}")]);
        cast.agent.post(format!("{path}/retire"), json!({})).if_match("\"3\"").await.refused(409, "state_conflict");
        let again = json!({ "name": format!("C {mark}"), "retired": false });
        cast.agent.patch(&path, again).if_match("\"3\"").await.expect(200);
        assert_eq!(names(&cast.agent, "", &mark).await, [format!("a {mark}"), format!("C {mark}")]);
        assert_eq!(names(&cast.agent, "?state=retired", &mark).await, [""; 0]);

        let touches = world.touches(TouchesOf::Record(made["id"].as_str().unwrap().into())).await;
        let left: Vec<_> = touches.iter().map(|touch| touch.action.label()).collect();
        assert_eq!(left.iter().filter(|label| **label == "Changed a canned reply").count(), 4 + 2, "{left:?}");
    });
}

#[test]
fn another_queue_s_and_everybody_s_are_an_administrator_s() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        let (mark, admin) = (mark(), administrator(world).await);
        for queue_id in [json!(null), json!(queue("finance"))] {
            cast.agent.post("/v1/canned-replies", wording(&mark, queue_id)).await.names(&[("/queue_id", "not_yours")]);
        }
        let for_all = admin.post("/v1/canned-replies", wording(&format!("All {mark}"), json!(null))).await.expect(201);
        let finance = wording(&format!("Finance {mark}"), json!(queue("finance")));
        admin.post("/v1/canned-replies", finance).await.expect(201);
        assert_eq!(names(&cast.agent, "", &mark).await, [format!("All {mark}")]);
        assert_eq!(names(&admin, "", &mark).await.len(), 2);
        // An agent uses one for all queues, and may not change it.
        let path = format!("/v1/canned-replies/{}", for_all.json()["id"].as_str().unwrap());
        cast.agent.patch(&path, json!({ "text": "Mine." })).if_match("\"1\"").await.refused(404, "not_found");
        let unknown = wording(&mark, json!(uuid::Uuid::now_v7()));
        admin.post("/v1/canned-replies", unknown).await.names(&[("/queue_id", "not_one_of")]);
    });
}
