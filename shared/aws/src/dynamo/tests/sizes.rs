//! Tests of item sizes: the rules of tickets must not measure less than DynamoDB counts.

use crate::dynamo::items::Item;
use crate::dynamo::plan::load;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use portico_domain::accounts::{Account, Plan};
use portico_domain::change::Write;
use portico_domain::files::FileRef;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::Person;
use portico_domain::tickets::clocks::Elapsed;
use portico_domain::tickets::fields::{FieldId, FieldValue, OptionId};
use portico_domain::tickets::size::AROUND;
use portico_domain::tickets::{Clocks, PersonRef, Resolution, Severity, Ticket, TicketKind, TicketState};
use portico_testing::records;
use proptest::prelude::*;

/// Size that DynamoDB counts for a value, in bytes: "DynamoDB item sizes and formats" in its developer guide.
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

proptest! {
    #[test]
    fn a_tickets_item_is_no_larger_than_the_ticket_and_what_is_around_it(
        (name, synopsis, description) in (text(100), text(150), text(20_000)),
        (field, file, resolution) in (text(500), text(200), prop::option::of(text(20_000))),
        (fields, files, colleagues) in (0_usize..20, 0_usize..100, 0_usize..10),
        assigned in any::<bool>(),
    ) {
        let at: Timestamp = "2026-11-20T08:05:09.000042Z".parse().unwrap();
        let named = |_| PersonRef { id: records::fresh(), name: name.clone() };
        let file = |_| FileRef {
            id: records::fresh(),
            name: file.clone(),
            size: u64::MAX,
            media_type: "text/plain".into(),
        };
        let requester = Person { name: name.clone(), ..records::person(Vec::new(), at) };
        let hat = records::hat(HatKind::Customer, Role::Member);
        let account = Account { name: name.clone(), plan: Plan::Premium, ..records::account() };
        let ticket = Ticket {
            version: 1_000_000,
            number: 1_000_000,
            kind: TicketKind::PartnerRequest,
            severity: Severity::Critical,
            synopsis,
            description,
            state: TicketState::Resolved,
            account: Some(records::account_ref(&account)),
            participants: (0..colleagues).map(named).collect(),
            assignee: assigned.then(|| named(0)),
            files: (0..files).map(file).collect(),
            resolution: resolution.map(|text| Resolution { text, at }),
            clocks: Clocks {
                first_response_due: at,
                first_response_warning: Some(at),
                first_responded_at: Some(at),
                resolution_due: at,
                resolution_warning: Some(at),
                stopped_at: Some(at),
                elapsed: Some(Elapsed { seconds: 1_000_000_000, since: at }),
            },
            hold_until: Some(at),
            custom_fields: (0..fields).map(|number| (format!("Field {number}"), field.clone())).collect(),
            field_values: (0..fields)
                .map(|number| (FieldId(format!("field_{number}")), FieldValue::Text(field.clone())))
                .collect(),
            staff_field_values: (0..fields)
                .map(|number| {
                    let options = (0..number).map(|option| OptionId(format!("option_{option}"))).collect();
                    (FieldId(format!("choice_{number}")), FieldValue::SomeOf(options))
                })
                .collect(),
            closed_at: Some(at),
            ..records::ticket(&requester, &hat, at)
        };
        let (most, version) = (ticket.bytes() + AROUND, ticket.version);
        for item in load(&[Write::create(&ticket)]).unwrap() {
            prop_assert!(size(&item) <= most, "{} of {most} bytes in {:?} of version {version}", size(&item), item["type"]);
        }
    }
}
