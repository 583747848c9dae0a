//! The section of the fields that the company adds to its tickets, and the routing rules that name them.

use crate::scenario::{Scenario, put_on};
use portico_domain::hats::{HatKind, Role};
use portico_tests::samples::{hat, queue};
use portico_tests::steps::open;
use portico_tests::world::in_own_world;
use serde_json::{Value, json};

#[test]
fn the_fields_are_versioned_and_none_is_removed() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let stored = admin.get("/v1/settings/ticket_fields").await.expect(200);
        let (before, etag) = (stored.json()["document"].clone(), stored.etag());
        let put = |edit: &dyn Fn(&mut Value)| {
            let mut document = before.clone();
            edit(&mut document);
            admin.put("/v1/settings/ticket_fields", json!({ "document": document })).if_match(&etag)
        };
        let removed = |document: &mut Value| drop(document["fields"].as_array_mut().unwrap().remove(2));
        put(&removed).await.names(&[("/document/fields", "in_use")]);
        put(&|document| document["fields"][1]["kind"] = json!("long_text"))
            .await
            .names(&[("/document/fields/1/kind", "in_use")]);
        put(&|document| document["fields"][2]["shown_for"] = json!(["customer", "staff"]))
            .await
            .names(&[("/document/fields/2/shown_for", "in_use")]);
        put(&|document| document["fields"][1]["kind"] = json!("picture"))
            .await
            .names(&[("/document/fields/1/kind", "wrong_type")]);
        put(&|document| document["fields"][1]["shown_if"]["is"] = json!(["moon"]))
            .await
            .names(&[("/document/fields/1/shown_if/is/0", "not_one_of")]);
        put(&|document| document["fields"][1]["placeholder"] = json!("KX"))
            .await
            .names(&[("/document/fields/1/placeholder", "unknown_field")]);
        let reordered = |document: &mut Value| document["fields"].as_array_mut().unwrap().swap(0, 1);
        put(&reordered).await.names(&[("/document/fields/0/shown_if/field", "not_one_of")]);
        let named = |document: &mut Value| document["fields"][1]["label"]["en"] = json!("Serial no.");
        let saved = put(&named).await.expect(200).json();
        assert_eq!(saved["version"], json!(2));
        put(&named).await.refused(412, "stale");
        let seen = cast.member.get("/v1/ticket-fields").await.expect(200).json();
        assert_eq!(seen["items"][1]["label"], "Serial no.", "it holds from the next call on");
        let history = admin.all("/v1/settings/ticket_fields/history", 10).await;
        assert_eq!((&history[0]["version"], &history[0]["document"]), (&json!(1), &before));
        for client in [&cast.agent, &cast.member] {
            client.get("/v1/settings/ticket_fields").await.refused(403, "forbidden");
        }
    });
}

#[test]
fn a_rule_routes_by_a_field() {
    in_own_world(async |world| {
        let cast = Scenario::new(world).await;
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let stored = admin.get("/v1/settings/tickets").await.expect(200);
        let put = |condition: Value| {
            let mut document = stored.json()["document"].clone();
            let mut rule = document["rules"][0].clone();
            for (_, value) in rule["when"].as_object_mut().unwrap() {
                *value = Value::Null;
            }
            rule["name"] = json!("Devices in a shop");
            rule["when"]["custom_field"] = condition;
            rule["queue"] = json!(queue("shop"));
            document["rules"].as_array_mut().unwrap().insert(0, rule);
            admin.put("/v1/settings/tickets", json!({ "document": document })).if_match(stored.etag())
        };
        let at = "/document/rules/0/when/custom_field";
        for field in ["serial_number", "root_cause", "shoe_size"] {
            put(json!({ "field": field, "is": ["shop"] })).await.names(&[(&*format!("{at}/field"), "not_one_of")]);
        }
        let moon = put(json!({ "field": "installed_at", "is": ["shop", "moon"] })).await;
        moon.names(&[(&*format!("{at}/is/1"), "not_one_of")]);
        put(json!({ "field": "installed_at", "is": ["shop"] })).await.expect(200);
        for place in ["shop", "office"] {
            let values = json!({ "severity": "critical", "custom_fields": { "installed_at": place } });
            let ticket = open(&cast.member, &values).await.id();
            let seen = admin.get(format!("/v1/tickets/{ticket}")).await.expect(200).json();
            let routed = seen["routing_rule"].as_str().unwrap();
            assert_eq!(routed == "Devices in a shop", place == "shop", "{place}: {routed}");
        }
    });
}
