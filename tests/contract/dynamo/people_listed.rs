//! The list of all people: merged by name, and searched by the beginning of a text.

use super::samples::*;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::AccountId;
use portico_domain::paging::PageRequest;
use portico_domain::people::listing::{PeopleDirectory, PeopleFilter, PeopleList};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::policy::scope;
use portico_testing::records;

async fn added(store: &Aws, account: AccountId, name: &str, status: PersonStatus) -> Person {
    let hat = Hat { account: Some(account), ..records::hat(HatKind::Customer, Role::Member) };
    let person = Person { name: name.into(), status, ..records::person(vec![hat], at(0)) };
    commit(store, person.create(None)).await.unwrap();
    person
}

fn list(filter: PeopleFilter) -> PeopleList {
    PeopleList::within(&scope(&administrator(), Action::ListPeople).unwrap(), filter).unwrap()
}

fn of(account: AccountId, beginning: &str) -> PeopleFilter {
    PeopleFilter { account: Some(account), beginning: Some(beginning.into()), ..PeopleFilter::default() }
}

/// Names in the list, read in pages of so many.
async fn names(store: &Aws, filter: PeopleFilter, limit: u32) -> Vec<String> {
    let (list, mut page, mut names) = (list(filter), PageRequest::first(limit), Vec::new());
    loop {
        let found = store.people_listed(&list, page).await.unwrap();
        assert!(found.items.len() <= limit as usize);
        names.extend(found.items.into_iter().map(|row| row.name));
        let Some(next) = found.next else { return names };
        page = PageRequest { limit, after: Some(next) };
    }
}

pub(super) async fn people_are_listed_by_name_whatever_their_status(store: &Aws) {
    let account = fresh();
    for (name, status) in [
        ("Cleo", PersonStatus::Active),
        ("Bo", PersonStatus::Disabled),
        ("anna", PersonStatus::Invited),
        ("Ánna", PersonStatus::Active),
        ("Dag", PersonStatus::Active),
    ] {
        added(store, account, name, status).await;
    }
    for limit in [1, 2, 3, 5, 10] {
        let mut found = names(store, of(account, ""), limit).await;
        found[..2].sort();
        assert_eq!(found, ["anna", "Ánna", "Bo", "Cleo", "Dag"], "{limit}");
    }
    let disabled = PeopleFilter { status: Some(PersonStatus::Disabled), ..of(account, "") };
    assert_eq!(names(store, disabled, 10).await, ["Bo"]);
    assert!(names(store, of(fresh(), ""), 10).await.is_empty());
}

pub(super) async fn people_are_found_by_a_beginning_and_shown_once(store: &Aws) {
    let account = fresh();
    for name in ["Kim Kimura", "Bo Kim", "Anna Maria Kimball", "Kimberly Kim Kim", "Otto"] {
        added(store, account, name, PersonStatus::Active).await;
    }
    for limit in [1, 2, 4, 10] {
        let mut found = names(store, of(account, "KIM"), limit).await;
        found.sort();
        assert_eq!(found, ["Anna Maria Kimball", "Bo Kim", "Kim Kimura", "Kimberly Kim Kim"], "{limit}");
    }
    let otto = added(store, account, "Otto", PersonStatus::Invited).await;
    assert_eq!(names(store, of(account, &otto.email), 10).await, ["Otto"]);
}

/// The filter that no list is of leaves out most of what is read.
pub(super) async fn a_page_goes_on_past_those_it_leaves_out(store: &Aws) {
    let account = fresh();
    for number in 0..12 {
        added(store, account, &format!("A{number:02}"), PersonStatus::Active).await;
    }
    let mut last = added(store, account, "B", PersonStatus::Active).await;
    let before = last.clone();
    last.hats.push(records::hat(HatKind::Employee, Role::Employee));
    last.version += 1;
    commit(store, before.replace_by(&last)).await.unwrap();
    let employees = PeopleFilter { kind: Some(HatKind::Employee), ..of(account, "") };
    assert_eq!(names(store, employees, 2).await, ["B"]);
}

pub(super) async fn a_list_of_people_follows_the_person(store: &Aws) {
    let (here, there) = (fresh(), fresh());
    let person = added(store, here, "Bo Berg", PersonStatus::Active).await;
    let moved = Hat { account: Some(there), ..person.hats[0].clone() };
    let after = Person { name: "Ada Lund".into(), hats: vec![moved], version: 2, ..person.clone() };
    commit(store, person.replace_by(&after)).await.unwrap();
    for gone in ["", "bo", "berg", "ada"] {
        assert!(names(store, of(here, gone), 10).await.is_empty(), "{gone}");
    }
    for found in ["", "ada", "lund", &person.email] {
        assert_eq!(names(store, of(there, found), 10).await, ["Ada Lund"], "{found}");
    }
    let row = store.people_listed(&list(of(there, "")), PageRequest::first(1)).await.unwrap().items.remove(0);
    assert_eq!((row.version, row.email), (2, person.email));
}
