//! Tickets by id and number, and their timelines.

use super::samples::*;
use futures::future::join_all;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::drafts::Drafts;
use portico_domain::ids::ItemId;
use portico_domain::paging::PageRequest;
use portico_domain::store::CommitError;
use portico_domain::tickets::fields::{FieldId, FieldValue, FieldValues, OptionId};
use portico_domain::tickets::ports::{TicketNumbers, Tickets};
use portico_domain::tickets::record::{InternalEntry, PublicEntry};
use portico_domain::tickets::timeline::{PublicItem, StaffItem};
use portico_domain::tickets::{Resolution, Ticket};
use portico_testing::records;
use std::collections::BTreeSet;

/// A value of each kind.
fn values() -> FieldValues {
    let option = |id: &str| OptionId(id.into());
    let values = [
        ("text", FieldValue::Text("KX-7".into())),
        ("long_text", FieldValue::LongText("First.\nThen.".into())),
        ("number", FieldValue::Number("-12.50".into())),
        ("date", FieldValue::Date(jiff::civil::date(2024, 2, 29))),
        ("yes_no", FieldValue::YesNo(false)),
        ("one_of", FieldValue::OneOf(option("roof"))),
        ("some_of", FieldValue::SomeOf(["red", "green"].map(option).into())),
    ];
    values.map(|(id, value)| (FieldId(id.into()), value)).into()
}

pub(super) async fn a_ticket_comes_back_as_it_was(store: &Aws) {
    let mut whole = ticket();
    whole.participants = vec![named(fresh()), named(fresh())];
    whole.assignee = Some(named(fresh()));
    whole.resolution = Some(Resolution { text: "Turn it on.".into(), at: at(3) });
    whole.clocks.stopped_at = Some(at(17));
    whole.hold_until = Some(at(9));
    whole.custom_fields.insert("empty".into(), String::new());
    whole.field_values = values();
    whole.staff_field_values = values();
    whole.product = serde_json::from_value(serde_json::json!({
        "id": uuid::Uuid::now_v7(), "name": "Pump", "version_id": uuid::Uuid::now_v7(), "version_label": "3.0",
    }))
    .unwrap();
    let bare = Ticket { account: None, custom_fields: std::collections::BTreeMap::new(), ..ticket() };
    for ticket in [whole, bare] {
        commit(store, [opened(&ticket)]).await.unwrap();
        assert_eq!(stored(store, ticket.id).await, Some(ticket));
    }
}

pub(super) async fn a_long_description_comes_back(store: &Aws) {
    let description: String = "Håndtaket på pumpen «stopper» 🚢\n".chars().cycle().take(20_000).collect();
    let ticket = Ticket { description, ..ticket() };
    commit(store, [opened(&ticket)]).await.unwrap();
    assert_eq!(stored(store, ticket.id).await, Some(ticket));
}

pub(super) async fn a_change_can_hold_for_a_ticket_as_it_was(store: &Aws) {
    let ticket = ticket();
    commit(store, [Write::create(&ticket)]).await.unwrap();
    let id = ticket.id;
    let draft = records::draft(fresh(), "ticket", at(0));
    let unchanged = |version| Write::Require { kind: "ticket", key: Ticket::key_of(id), version };
    let with = |version| [unchanged(version), Write::put(&draft)];
    let kept = async || store.draft(draft.person, &draft.form).await.unwrap();
    for wrong in [0, 2] {
        assert_eq!(commit(store, with(wrong)).await, Err(CommitError::Stale));
        assert_eq!(kept().await, None);
    }
    commit(store, with(1)).await.unwrap();
    assert!(kept().await.is_some());
    // It has written nothing of the ticket; and when that goes on, it does not hold any more.
    assert_eq!(stored(store, id).await, Some(ticket.clone()));
    altered(store, &ticket, |ticket| ticket.synopsis = "Another".into()).await;
    assert_eq!(commit(store, with(1)).await, Err(CommitError::Stale));
}

pub(super) async fn a_ticket_is_found_by_number(store: &Aws) {
    let ticket = ticket();
    commit(store, [opened(&ticket)]).await.unwrap();
    let found = store.ticket_by_number(ticket.number).await.unwrap();
    assert_eq!(found.open(&administrator(), Action::ViewTicket).unwrap(), ticket);
}

pub(super) async fn numbers_go_up(store: &Aws) {
    let first = store.next_ticket_number().await.unwrap();
    assert_eq!(store.next_ticket_number().await.unwrap(), first + 1);
}

pub(super) async fn concurrent_numbers_differ(store: &Aws) {
    let numbers = join_all((0..20).map(|_| store.next_ticket_number())).await;
    let numbers: BTreeSet<u64> = numbers.into_iter().map(Result::unwrap).collect();
    assert_eq!(numbers.len(), 20);
}

pub(super) async fn reserved_numbers_are_not_given_out(store: &Aws) {
    store.dynamo().reserve_ticket_numbers(1041).await.unwrap();
    assert_eq!(store.next_ticket_number().await.unwrap(), 1042);
    store.dynamo().reserve_ticket_numbers(7).await.unwrap();
    assert_eq!(store.next_ticket_number().await.unwrap(), 1043);
}

/// A ticket with so many messages, and their ids in order.
async fn with_replies(store: &Aws, count: i64) -> (Ticket, Vec<ItemId>) {
    let ticket = ticket();
    let items: Vec<PublicItem> = (0..count).map(|number| reply(number, &format!("Message {number}"))).collect();
    let ids = items.iter().map(PublicItem::id).collect();
    let writes = items.into_iter().map(|item| Write::create(&PublicEntry { ticket: ticket.id, item }));
    commit(store, writes.chain([opened(&ticket)])).await.unwrap();
    (ticket, ids)
}

pub(super) async fn a_timeline_is_in_order(store: &Aws) {
    let ticket = ticket();
    let items = [event(0), reply(1, "It stops."), event(2), reply(3, "Still.")];
    let writes = items.iter().rev().map(|item| Write::create(&PublicEntry { ticket: ticket.id, item: item.clone() }));
    commit(store, writes.chain([opened(&ticket)])).await.unwrap();
    let page = store.timeline(ticket.id, PageRequest::first(10)).await.unwrap().of(&ticket).unwrap();
    assert_eq!(page.items, items);
    assert_eq!(page.next, None);
}

pub(super) async fn a_timeline_is_read_page_by_page(store: &Aws) {
    let (ticket, ids) = with_replies(store, 23).await;
    let read = async |page: PageRequest| store.timeline(ticket.id, page).await.unwrap().of(&ticket).unwrap();
    for limit in [1, 5, 23, 24] {
        let found: Vec<ItemId> = all_pages(limit, read).await.iter().map(PublicItem::id).collect();
        assert_eq!(found, ids, "by {limit}");
    }
}

pub(super) async fn notes_are_for_staff(store: &Aws) {
    let ticket = ticket();
    let (said, noted) = (reply(0, "It stops."), note(1, "Not again."));
    let writes = [
        opened(&ticket),
        Write::create(&PublicEntry { ticket: ticket.id, item: said.clone() }),
        Write::create(&InternalEntry { ticket: ticket.id, item: noted.clone() }),
    ];
    commit(store, writes).await.unwrap();
    let timeline = store.timeline(ticket.id, PageRequest::first(10)).await.unwrap().of(&ticket).unwrap();
    assert_eq!(timeline.items, std::slice::from_ref(&said));
    let timeline = store.staff_timeline(ticket.id, PageRequest::first(10)).await.unwrap().of(&ticket).unwrap();
    assert_eq!(timeline.items, [StaffItem::Public(said), StaffItem::Internal(noted)]);
}

/// A ticket whose timeline has both halves, in this order.
async fn with_both(store: &Aws, order: &str) -> (Ticket, Vec<ItemId>) {
    let ticket = ticket();
    let mut ids = Vec::new();
    let mut writes = vec![opened(&ticket)];
    for (number, letter) in order.chars().enumerate() {
        let minutes = i64::try_from(number).unwrap();
        if letter == 'p' {
            let item = reply(minutes, "Said.");
            ids.push(item.id());
            writes.push(Write::create(&PublicEntry { ticket: ticket.id, item }));
        } else {
            let item = note(minutes, "Noted.");
            ids.push(item.id());
            writes.push(Write::create(&InternalEntry { ticket: ticket.id, item }));
        }
    }
    commit(store, writes).await.unwrap();
    (ticket, ids)
}

pub(super) async fn staff_read_both_halves_in_order(store: &Aws) {
    let (ticket, ids) = with_both(store, "ppinpnnnip").await;
    let timeline = store.staff_timeline(ticket.id, PageRequest::first(50)).await.unwrap().of(&ticket).unwrap();
    assert_eq!(timeline.items.iter().map(StaffItem::id).collect::<Vec<_>>(), ids);
    assert_eq!(timeline.next, None);
}

pub(super) async fn staff_read_page_by_page(store: &Aws) {
    for order in ["ppppnnnn", "nnnnpppp", "pnpnpnpn", "pppp", "nnnn", "pnnnnnnp"] {
        let (ticket, ids) = with_both(store, order).await;
        let read = async |page: PageRequest| store.staff_timeline(ticket.id, page).await.unwrap().of(&ticket).unwrap();
        for limit in [1, 2, 3, 4, 8, 9] {
            let found: Vec<ItemId> = all_pages(limit, read).await.iter().map(StaffItem::id).collect();
            assert_eq!(found, ids, "{order} by {limit}");
        }
    }
}

pub(super) async fn one_item_is_read(store: &Aws) {
    let (ticket, ids) = with_replies(store, 3).await;
    let item = store.item(ticket.id, ids[1]).await.unwrap().of(&ticket).unwrap().unwrap();
    assert_eq!(item.id(), ids[1]);
    assert_eq!(store.item(ticket.id, fresh()).await.unwrap().of(&ticket).unwrap(), None);
    // What belongs to another ticket does not open with this one.
    assert!(store.item(fresh(), ids[1]).await.unwrap().of(&ticket).is_err());
}

pub(super) async fn an_internal_item_is_not_a_public_one(store: &Aws) {
    let (ticket, ids) = with_both(store, "np").await;
    assert_eq!(store.item(ticket.id, ids[0]).await.unwrap().of(&ticket).unwrap(), None);
    let item = store.internal_item(ticket.id, ids[0]).await.unwrap().of(&ticket).unwrap().unwrap();
    assert_eq!(item.id(), ids[0]);
    assert_eq!(store.internal_item(ticket.id, ids[1]).await.unwrap().of(&ticket).unwrap(), None);
    assert!(store.internal_item(fresh(), ids[0]).await.unwrap().of(&ticket).is_err());
}
