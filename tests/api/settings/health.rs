//! The health of the settings.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::{Person, PersonStatus};
use portico_tests::client::Client;
use portico_tests::samples::hat;
use portico_tests::world::in_own_world;
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/settings/health"), 200)
}

async fn codes(admin: &Client) -> Vec<(String, Value)> {
    let health = admin.get("/v1/settings/health").await.expect(200).json();
    let findings = health["findings"].as_array().unwrap();
    findings.iter().map(|one| (one["code"].as_str().unwrap().to_owned(), one["name"].clone())).collect()
}

#[test]
fn a_disabled_agent_and_an_invisible_button_are_found() {
    in_own_world(async |world| {
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let before = codes(&admin).await;
        assert!(!before.iter().any(|(code, _)| code == "agent_unable" || code == "faint_color"), "{before:?}");
        let stored = admin.get("/v1/settings/portal").await.expect(200);
        let mut document = stored.json()["document"].clone();
        document["brand_color"] = json!("#ffffff");
        let put = admin.put("/v1/settings/portal", json!({ "document": document })).if_match(stored.etag());
        put.await.expect(200);
        let tickets = admin.get("/v1/settings/tickets").await.expect(200).json();
        let queue = &tickets["document"]["queues"][0];
        let agent = world.person(serde_json::from_value(queue["lead"].clone()).unwrap()).await;
        let disabled = Person { version: agent.version + 1, status: PersonStatus::Disabled, ..agent.clone() };
        world.commit(agent.replace_by(&disabled)).await;
        let after = codes(&admin).await;
        assert!(after.contains(&("faint_color".into(), json!("1.0 : 1"))), "{after:?}");
        assert!(after.contains(&("agent_unable".into(), queue["name"].clone())), "{after:?}");
    });
}
