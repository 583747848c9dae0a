//! Trying the routing rules of a draft on the latest tickets.

use super::drafts::save;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{HatKind, Role};
use portico_tests::samples::{hat, queue};
use portico_tests::steps::open;
use portico_tests::world::in_own_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/settings/tickets/trial"), 200)
}

#[test]
fn the_rules_of_a_draft_are_tried_and_nothing_moves() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let ticket = open(&cast.member, &json!({ "severity": "critical" })).await.id();
        // A ticket is in the order of opening once it was indexed.
        world.sweep().await;
        let trial = async || {
            let trial = admin.get("/v1/settings/tickets/trial").await.expect(200).json();
            let tickets = trial["tickets"].as_array().unwrap();
            let own = tickets.iter().find(|one| one["id"] == json!(ticket)).expect("the latest one").clone();
            (trial["has_draft"].clone(), own)
        };
        let (has_draft, before) = trial().await;
        assert_eq!((has_draft, &before["drafted"]), (json!(false), &before["published"]));
        let to_shops = |document: &mut Value| {
            let mut rule = document["rules"][0].clone();
            for (_, value) in rule["when"].as_object_mut().unwrap() {
                *value = Value::Null;
            }
            rule["name"] = json!("All to the shops");
            rule["queue"] = json!(queue("shop"));
            rule["agent"] = json!("nobody");
            document["rules"].as_array_mut().unwrap().insert(0, rule);
        };
        save(&admin, "tickets", to_shops).await.await.expect(200);
        let (has_draft, after) = trial().await;
        assert_eq!((has_draft, &after["published"]), (json!(true), &before["published"]));
        assert_eq!(after["drafted"]["rule"], "All to the shops");
        assert_eq!(after["drafted"]["queue"]["id"], json!(queue("shop")));
        let seen = admin.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
        assert_eq!(seen["queue"]["id"], before["published"]["queue"]["id"]);
        cast.agent.get("/v1/settings/tickets/trial").await.refused(403, "forbidden");
    });
}
