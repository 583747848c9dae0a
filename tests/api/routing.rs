//! Tests of ticket routing: tickets go to the agents of a queue in turn, and to nobody who cannot sign in.

use crate::scenario::Scenario;
use futures::future::join_all;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::{Person, PersonStatus};
use portico_local::seed::id_of;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::{act, etag, open};
use portico_tests::world::{World, alone_in_world, in_world};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The agents who take turns at what goes to PowerPlus and is not critical, in the order of their queue.
const TAKE_TURNS: [&str; 3] = ["Sofie Brandt", "Daniel Okafor", "Inês Carvalho"];

async fn assigned(cast: &Scenario) -> String {
    let ticket = open(&cast.member, &json!({"severity": "high"})).await.id();
    let administrator = crate::scenario::put_on(cast.world, samples::hat(HatKind::Staff, Role::Administrator)).await;
    let seen = administrator.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
    seen["assignee"]["name"].as_str().unwrap_or_default().to_owned()
}

async fn set_status(world: &World, key: &str, status: PersonStatus) {
    let before = world.person(id_of("person", key)).await;
    let after = Person { version: before.version + 1, status, ..before.clone() };
    world.commit(before.replace_by(&after)).await;
}

async fn offered(client: &Client) -> Vec<String> {
    let queues = client.get("/v1/queues").await.expect(200).json();
    let queue = queues["items"].as_array().unwrap().iter().find(|queue| queue["name"] == "PowerPlus").unwrap();
    queue["agents"].as_array().unwrap().iter().map(|agent| agent["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn agents_take_turns_whatever_else_is_opened_in_between() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let first = assigned(&cast).await;
        let mut place = TAKE_TURNS.iter().position(|name| *name == first).expect("one of them");
        for between in [0, 1, 2, 1, 0] {
            // Tickets of other queues have numbers too.
            for _ in 0..between {
                let question = json!({"type": "question", "severity": "low", "product_id": null, "version_id": null});
                open(&cast.member, &question).await;
            }
            place = (place + 1) % TAKE_TURNS.len();
            assert_eq!(assigned(&cast).await, TAKE_TURNS[place]);
        }
    });
}

#[test]
fn tickets_opened_at_once_go_to_different_agents() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        let administrator = crate::scenario::put_on(world, samples::hat(HatKind::Staff, Role::Administrator)).await;
        let opened = join_all((0..TAKE_TURNS.len()).map(|_| async {
            let ticket = open(&cast.member, &json!({"severity": "high"})).await.id();
            administrator.get(format!("/v1/tickets/{ticket}")).await.expect(200).json()
        }));
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for ticket in opened.await {
            *counts.entry(ticket["assignee"]["name"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(counts.len(), TAKE_TURNS.len(), "{counts:?}");
    });
}

#[test]
fn whoever_is_disabled_is_given_no_tickets() {
    alone_in_world(async |world| {
        let cast = Scenario::new(world).await;
        set_status(world, "daniel-okafor", PersonStatus::Disabled).await;
        let mut given = Vec::new();
        for _ in 0..4 {
            given.push(assigned(&cast).await);
        }
        let to_daniel = json!({"assignee_id": id_of::<portico_domain::ids::PersonId>("person", "daniel-okafor")});
        let ticket = open(&cast.member, &json!({})).await.id();
        let refused = act(&cast.agent, &ticket, "assign", to_daniel.clone()).await;
        let offered_then = offered(&cast.agent).await;
        set_status(world, "daniel-okafor", PersonStatus::Active).await;

        assert!(given.iter().all(|name| TAKE_TURNS.contains(&name.as_str()) && name != "Daniel Okafor"), "{given:?}");
        assert!(given.windows(2).all(|pair| pair[0] != pair[1]), "{given:?}");
        refused.names(&[("/assignee_id", "not_active")]);
        assert_eq!(offered_then, ["Sofie Brandt", "Inês Carvalho"]);
        assert_eq!(offered(&cast.agent).await, TAKE_TURNS);
        act(&cast.agent, &ticket, "assign", to_daniel).await.expect(200);
    });
}

#[test]
fn a_product_is_found_among_more_than_a_thousand_purchases() {
    in_world(async |world| {
        let cast = Scenario::new(world).await;
        // Sorted before what the ticket is about: a product of the smallest id.
        let product = uuid::Uuid::from_u128(1).into();
        let other = || portico_domain::accounts::Entitlement {
            id: samples::fresh(),
            product,
            product_name: "Bolt".into(),
            ..samples::entitlement(cast.account.id)
        };
        let many: Vec<Write> = (0..1_100).map(|_| Write::put(&other())).collect();
        world.store.dynamo().load(&many).await.expect("loaded");
        let ticket = open(&cast.member, &json!({})).await;
        assert_eq!(ticket.json()["product"]["name"], "Asme PowerPlus");
        // And the form is offered all of them, page by page.
        let listed = cast.member.all("/v1/entitlements", 100).await;
        let names: Vec<&Value> = listed.iter().map(|owned| &owned["product"]["name"]).collect();
        assert_eq!((names.len(), names.last()), (1_101, Some(&&json!("Asme PowerPlus"))));
        assert_eq!(etag(&cast.member, &ticket.id()).await, "\"1\"");
    });
}
