//! Lists of accounts, and their numbers.

use super::samples::*;
use futures::future::join_all;
use portico_aws::Aws;
use portico_domain::accounts::list::{AccountFilter, AccountList, AccountLists, AccountNumbers};
use portico_domain::accounts::{Account, Plan};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::record::{Record as _, RecordKey};
use std::collections::BTreeSet;

fn list(begins: &str, plan: Option<Plan>, territory: Option<&str>) -> AccountList {
    let begins = (!begins.is_empty()).then(|| begins.to_owned());
    let filter = AccountFilter { begins, plan, territory: territory.map(str::to_owned) };
    AccountList::within(&scope(&administrator(), Action::ListAccounts).unwrap(), filter).unwrap()
}

async fn names(store: &Aws, list: &AccountList) -> Vec<String> {
    let rows = all_pages(2, async |page: PageRequest| store.accounts(list, page).await.unwrap()).await;
    rows.into_iter().map(|row| row.name).collect()
}

pub(super) async fn accounts_are_listed_by_name_and_number(store: &Aws) {
    // Names and numbers that no other test of the table has.
    let (bo, ada) = ("4417 Bo", "4417 ada");
    for (name, number, territory) in [(bo, "A-44175", "Nordics"), (ada, "A-90001", "Benelux"), ("Cleo", "A-44170", "x")]
    {
        let stored = Account { name: name.into(), number: number.into(), territory: territory.into(), ..account() };
        commit(store, [Write::create(&stored)]).await.unwrap();
    }
    let shown = async |begins: &str| names(store, &list(begins, None, None)).await;
    assert_eq!(shown("4417").await, [ada, "Cleo", bo], "each once");
    assert_eq!(shown("a-4417").await, [ada, "Cleo", bo]);
    assert_eq!(shown("4417 b").await, [bo]);
    assert_eq!(shown("90001").await, [ada]);
    assert_eq!(names(store, &list("4417", Some(Plan::Standard), Some("nordics"))).await, [bo]);
    assert_eq!(names(store, &list("4417", Some(Plan::Premium), None)).await, [""; 0]);
}

pub(super) async fn an_account_stored_before_it_was_listed_joins_the_lists(store: &Aws) {
    let before = Account { name: "Unlisted 7711".into(), ..account() };
    commit(store, [Write::create(&before)]).await.unwrap();
    let places = before.memberships().into_iter().map(|one| RecordKey::new(one.list.partition, one.sort));
    commit(store, places.map(Write::discard::<Account>)).await.unwrap();
    let listed = list("unlisted 7711", None, None);
    assert_eq!(names(store, &listed).await, [""; 0]);
    commit(store, [Write::update(&before, &Account { version: 2, ..before.clone() })]).await.unwrap();
    assert_eq!(names(store, &listed).await, ["Unlisted 7711"]);
}

pub(super) async fn account_numbers_are_given_out_once(store: &Aws) {
    store.dynamo().reserve_account_numbers(20_117).await.unwrap();
    let numbers = join_all((0..20).map(|_| store.next_account_number())).await;
    let numbers: BTreeSet<u64> = numbers.into_iter().map(Result::unwrap).collect();
    assert!(numbers.len() == 20 && numbers.first().is_some_and(|first| *first > 20_117), "{numbers:?}");
}
