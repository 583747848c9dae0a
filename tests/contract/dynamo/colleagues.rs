//! The people of an account or a company, to choose from.

use super::samples::*;
use portico_aws::Aws;
use portico_domain::accounts::{Account, Accounts};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::ids::AccountId;
use portico_domain::paging::PageRequest;
use portico_domain::people::colleagues::{ColleagueList, Colleagues};
use portico_domain::people::listing::PersonRow;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::policy::scope;
use portico_testing::records;

async fn joined(store: &Aws, account: AccountId, name: &str) -> Person {
    let hat = records::hat(HatKind::Customer, Role::Member);
    let hats = vec![portico_domain::hats::Hat { account: Some(account), ..hat }];
    let person = Person { name: name.into(), ..records::person(hats, at(0)) };
    commit(store, person.create(None)).await.unwrap();
    person
}

async fn changed(store: &Aws, before: &Person, change: impl FnOnce(&mut Person)) -> Person {
    let mut after = Person { version: before.version + 1, ..before.clone() };
    change(&mut after);
    commit(store, before.replace_by(&after)).await.unwrap();
    after
}

async fn names(store: &Aws, account: AccountId) -> Vec<String> {
    let list = ColleagueList::within(&scope(&customer(fresh(), account), Action::ListColleagues).unwrap()).unwrap();
    let page = store.colleagues(list, PageRequest::first(10)).await.unwrap();
    page.items.into_iter().map(|row| row.name).collect()
}

pub(super) async fn colleagues_are_listed_by_name(store: &Aws) {
    let (here, there) = (fresh(), fresh());
    for name in ["Bo", "anna", "Cleo"] {
        joined(store, here, name).await;
    }
    joined(store, there, "Dora").await;
    assert_eq!(names(store, here).await, ["anna", "Bo", "Cleo"]);
    assert_eq!(names(store, there).await, ["Dora"]);
    let list = ColleagueList::within(&scope(&customer(fresh(), here), Action::ListColleagues).unwrap()).unwrap();
    let first = store.colleagues(list, PageRequest::first(2)).await.unwrap();
    let rest = store.colleagues(list, PageRequest { limit: 2, after: first.next }).await.unwrap();
    assert_eq!((first.items.len(), rest.items.len(), rest.next), (2, 1, None));
}

pub(super) async fn a_list_of_colleagues_follows_the_person(store: &Aws) {
    let (here, there) = (fresh(), fresh());
    let person = joined(store, here, "Bo").await;
    let person = changed(store, &person, |person| person.name = "Ada".into()).await;
    assert_eq!(names(store, here).await, ["Ada"]);
    let person = changed(store, &person, |person| person.hats[0].account = Some(there)).await;
    assert_eq!((names(store, here).await.len(), names(store, there).await.len()), (0, 1));
    changed(store, &person, |person| person.status = PersonStatus::Disabled).await;
    assert!(names(store, there).await.is_empty());
}

pub(super) async fn contacts_open_with_their_account(store: &Aws) {
    let (account, other) = (account(), account());
    commit(store, [Write::create(&account), Write::create(&other)]).await.unwrap();
    let person = joined(store, account.id, "Bo").await;
    let open =
        async |id| -> Account { store.account(id).await.unwrap().open(&administrator(), Action::ViewAccount).unwrap() };
    let contacts = async || store.contacts(account.id, PageRequest::first(10)).await.unwrap();
    let found = contacts().await.of(&open(account.id).await).unwrap();
    assert_eq!(found.items, [PersonRow::from(&person)]);
    assert!(contacts().await.of(&open(other.id).await).is_err());
}
