//! The touch ledger.

use super::samples::*;
use futures::future::join_all;
use portico_aws::Aws;
use portico_domain::change::Commit;
use portico_domain::hats::{HatKind, HatRef, Role};
use portico_domain::ids::{AccountId, PersonId};
use portico_domain::paging::PageRequest;
use portico_domain::ports::RequestStore;
use portico_domain::record::Resource;
use portico_domain::touch::{Outcome, Touch};
use portico_domain::touch_list::{Touches, TouchesOf};

async fn listed(store: &Aws, of: &TouchesOf) -> Vec<Touch> {
    store.touches(&ledger(of.clone()), PageRequest::first(50)).await.unwrap().items
}

fn record_of(touch: &Touch) -> TouchesOf {
    TouchesOf::Record(touch.record.as_ref().unwrap().id.clone())
}

pub(super) async fn touches_are_newest_first(store: &Aws) {
    let person: PersonId = fresh();
    let touches = [(); 3].map(|()| Touch { person: Some(person), ..touch() });
    for touch in &touches {
        store.touch(touch).await.unwrap();
    }
    let [first, second, third] = touches;
    assert_eq!(listed(store, &TouchesOf::Person(person)).await, [third, second, first]);
}

pub(super) async fn a_touch_is_listed_by_person_account_and_record(store: &Aws) {
    let hat = Some(HatRef { kind: HatKind::Customer, role: Role::Manager });
    let touch = Touch { hat, ..touch() }.with_detail("New → Open");
    store.touch(&touch).await.unwrap();
    for of in [TouchesOf::Person(touch.person.unwrap()), TouchesOf::Account(touch.account.unwrap()), record_of(&touch)]
    {
        assert_eq!(listed(store, &of).await, std::slice::from_ref(&touch), "{of:?}");
    }
    assert_eq!(listed(store, &TouchesOf::Person(fresh())).await, []);
    assert_eq!(listed(store, &TouchesOf::Account(fresh::<AccountId>())).await, []);
}

pub(super) async fn touches_of_a_ticket_open_with_it(store: &Aws) {
    let opened_ticket = ticket();
    let mut opening = change([opened(&opened_ticket)]);
    opening.touch.record = opened_ticket.record();
    let touch = opening.touch.clone();
    store.commit(opening).await.unwrap();
    store.touch(&super::samples::touch()).await.unwrap();
    let found = store.record_touches(&opened_ticket.id.to_string(), PageRequest::first(10)).await.unwrap();
    assert_eq!(found.of(&opened_ticket).unwrap().items, [touch]);
}

pub(super) async fn a_touch_of_nobody_is_listed_by_record(store: &Aws) {
    let touch = Touch { person: None, account: None, ..touch() };
    store.touch(&touch).await.unwrap();
    assert_eq!(listed(store, &record_of(&touch)).await, [touch]);
}

pub(super) async fn of_touches_written_once_the_first_is_kept(store: &Aws) {
    let touch = touch();
    let several: Vec<Touch> =
        (0..8).map(|number| Touch { request_id: format!("request {number}"), ..touch.clone() }).collect();
    let kept = join_all(several.iter().map(|touch| store.touch_once(touch))).await;
    let first = kept[0].as_ref().unwrap();
    assert!(several.contains(first));
    assert!(kept.iter().all(|kept| kept.as_ref().unwrap() == first), "{kept:?}");
    for of in [TouchesOf::Person(touch.person.unwrap()), TouchesOf::Account(touch.account.unwrap()), record_of(&touch)]
    {
        assert_eq!(listed(store, &of).await, std::slice::from_ref(first), "{of:?}");
    }
}

pub(super) async fn a_touch_is_corrected_while_nobody_else_was_given_it(store: &Aws) {
    let touch = touch();
    let denied = Touch { outcome: Outcome::Denied, ..touch.clone() };
    assert_eq!(store.touch_once(&touch).await, Ok(touch.clone()));
    assert_eq!(store.correct_touch(&denied).await, Ok(true));
    assert_eq!(store.touch_once(&touch).await.as_ref(), Ok(&denied), "and what it says now is kept");

    let touch = Touch { id: fresh(), ..touch };
    let denied = Touch { outcome: Outcome::Denied, ..touch.clone() };
    for _ in 0..2 {
        assert_eq!(store.touch_once(&touch).await, Ok(touch.clone()));
    }
    assert_eq!(store.correct_touch(&denied).await, Ok(false));
    assert!(listed(store, &record_of(&touch)).await.contains(&touch));
}

pub(super) async fn a_corrected_touch_is_one_touch(store: &Aws) {
    let touch = touch();
    store.touch(&touch).await.unwrap();
    let denied = Touch { outcome: Outcome::Denied, ..touch };
    store.touch(&denied).await.unwrap();
    assert_eq!(listed(store, &TouchesOf::Person(denied.person.unwrap())).await, std::slice::from_ref(&denied));
    assert_eq!(listed(store, &record_of(&denied)).await, [denied]);
}

pub(super) async fn a_change_leaves_its_touch(store: &Aws) {
    let opening = change([opened(&ticket())]);
    let touch = opening.touch.clone();
    store.commit(opening).await.unwrap();
    assert_eq!(listed(store, &record_of(&touch)).await, [touch]);
}

pub(super) async fn touches_are_read_page_by_page(store: &Aws) {
    let (person, account) = (fresh(), fresh());
    let mut touches = Vec::new();
    for _ in 0..9 {
        let touch = Touch { person: Some(person), account: Some(account), ..touch() };
        store.touch(&touch).await.unwrap();
        touches.insert(0, touch);
    }
    for of in [TouchesOf::Person(person), TouchesOf::Account(account)] {
        let list = ledger(of.clone());
        let read = async |page: PageRequest| store.touches(&list, page).await.unwrap();
        for limit in [2, 3, 9] {
            assert_eq!(all_pages(limit, read).await, touches, "{of:?} by {limit}");
        }
    }
}
