//! How large items are: what the rules of tickets measure must not be less than what DynamoDB counts.

use crate::dynamo::items::Item;
use crate::dynamo::plan::load;
use aws_sdk_dynamodb::types::AttributeValue;
use portico_domain::change::Write;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::size::AROUND;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// What DynamoDB counts for a value: "DynamoDB item sizes and formats" in its developer guide.
fn counted(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::L(items) => 3 + items.iter().map(|item| 1 + counted(item)).sum::<usize>(),
        AttributeValue::M(map) => 3 + map.iter().map(|(name, item)| 1 + name.len() + counted(item)).sum::<usize>(),
        other => panic!("nothing is stored as {other:?}"),
    }
}

fn size(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + counted(value)).sum()
}

fn text(most: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(any::<char>(), 0..=most.min(60)).prop_map(String::from_iter),
        (any::<char>(), 0..=most).prop_map(|(letter, count)| letter.to_string().repeat(count)),
    ]
}

fn person(name: &str) -> Value {
    json!({ "id": Uuid::now_v7(), "name": name })
}

proptest! {
    #[test]
    fn a_tickets_item_is_no_larger_than_the_ticket_and_what_is_around_it(
        (name, synopsis, description) in (text(100), text(150), text(20_000)),
        (field, file, resolution) in (text(500), text(200), prop::option::of(text(20_000))),
        (fields, files, colleagues) in (0_usize..20, 0_usize..100, 0_usize..10),
        assigned in any::<bool>(),
    ) {
        let at = "2026-11-20T08:05:09.000042Z";
        let fields: serde_json::Map<String, Value> =
            (0..fields).map(|number| (format!("Field {number}"), json!(field))).collect();
        let file = |_| json!({ "id": Uuid::now_v7(), "name": file, "size": u64::MAX, "media_type": "text/plain" });
        let ticket: Ticket = serde_json::from_value(json!({
            "id": Uuid::now_v7(), "version": 1_000_000, "number": 1_000_000, "kind": "partner_request", "type": "question",
            "severity": "critical", "synopsis": synopsis, "description": description, "state": "resolved",
            "requester": person(&name), "product": null,
            "account": { "id": Uuid::now_v7(), "name": name, "number": "A-1", "plan": "premium", "territory": "North" },
            "participants": (0..colleagues).map(|_| person(&name)).collect::<Vec<_>>(),
            "queue": { "id": Uuid::now_v7(), "name": "Pumps" }, "assignee": assigned.then(|| person(&name)),
            "routing_rule": "Everything else", "files": (0..files).map(file).collect::<Vec<_>>(),
            "resolution": resolution.map(|text| json!({ "text": text, "at": at })), "hold_until": at,
            "clocks": { "first_response_due": at, "first_response_warning": at, "first_responded_at": at,
                "resolution_due": at, "resolution_warning": at, "stopped_at": at },
            "custom_fields": fields, "created_at": at, "updated_at": at, "closed_at": at,
        }))
        .unwrap();
        let (most, version) = (ticket.bytes() + AROUND, ticket.version);
        for item in load(&[Write::create(&ticket)]).unwrap() {
            prop_assert!(size(&item) <= most, "{} of {most} bytes in {:?} of version {version}", size(&item), item["type"]);
        }
    }
}
