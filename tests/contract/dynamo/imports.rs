//! Tests of imports and their lines.

use super::samples::*;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::ids::ImportId;
use portico_domain::imports::lines::{ImportLine, LineOutcome};
use portico_domain::imports::ports::Imports;
use portico_domain::imports::{Import, ImportList, ImportState};
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::store::CommitError;
use portico_testing::records;

async fn listed(store: &Aws, reader: &Caller) -> Vec<ImportId> {
    let list = ImportList::within(&scope(reader, Action::ListImports).unwrap());
    let mut ids = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let found = store.imports(&list, page.clone()).await.unwrap();
        ids.extend(found.items.into_iter().map(|row| row.id));
        let Some(next) = found.next else { return ids };
        page.after = Some(next);
    }
}

pub(super) async fn imports_are_listed_for_their_author_and_for_all(store: &Aws) {
    let sales = |id| wearing(id, hat(HatKind::Staff, Role::Sales));
    let (one, other) = (sales(fresh()), sales(fresh()));
    let first = records::import(one.person, at(1));
    let second = records::import(other.person, at(2));
    commit(store, [&first, &second].map(Write::create)).await.unwrap();
    assert_eq!(listed(store, &one).await, [first.id]);
    assert_eq!(listed(store, &other).await, [second.id]);
    let all = listed(store, &administrator()).await;
    let place = |id: ImportId| all.iter().position(|there| *there == id).unwrap();
    assert!(place(second.id) < place(first.id), "the newest is first");
    let next = Import { version: 2, state: ImportState::Applying, ..first.clone() };
    commit(store, [Write::update(&first, &next)]).await.unwrap();
    let found = store.import(first.id).await.unwrap().open_for_system(&Caller::system());
    assert_eq!(found, Some(next.clone()));
    commit(store, [Write::remove(&next)]).await.unwrap();
    assert!(listed(store, &one).await.is_empty());
}

async fn lines(store: &Aws, import: &Import, outcome: Option<LineOutcome>) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut page = PageRequest::first(2);
    loop {
        let found = store.import_lines(import.id, outcome, page.clone()).await.unwrap().of(import).unwrap();
        numbers.extend(found.items.into_iter().map(|line| line.line));
        let Some(next) = found.next else { return numbers };
        page.after = Some(next);
    }
}

pub(super) async fn lines_are_in_the_order_of_the_file_and_by_outcome(store: &Aws) {
    let import = records::import(fresh(), at(0));
    let outcome = |line: u32| if line.is_multiple_of(3) { LineOutcome::Error } else { LineOutcome::Create };
    let all = [10, 2, 3, 100, 9].map(|line| records::import_line(&import, line, outcome(line)));
    commit(store, [Write::create(&import)]).await.unwrap();
    commit(store, all.iter().map(Write::put)).await.unwrap();
    assert_eq!(lines(store, &import, None).await, [2, 3, 9, 10, 100]);
    assert_eq!(lines(store, &import, Some(LineOutcome::Error)).await, [3, 9]);
    assert!(lines(store, &import, Some(LineOutcome::Same)).await.is_empty());
    let between = store.import_lines_between(import.id, 3, 10).await.unwrap().of(&import).unwrap();
    assert_eq!(between.iter().map(|line| line.line).collect::<Vec<_>>(), [3, 9, 10]);
    let other = records::import(fresh(), at(0));
    assert!(store.import_lines(import.id, None, PageRequest::first(1)).await.unwrap().of(&other).is_err());
}

pub(super) async fn a_line_is_applied_once(store: &Aws) {
    let import = records::import(fresh(), at(0));
    let before = records::import_line(&import, 2, LineOutcome::Create);
    commit(store, [Write::put(&before)]).await.unwrap();
    let after = ImportLine { version: 2, applied: true, ..before.clone() };
    let (one, other) = (account(), account());
    commit(store, [Write::update(&before, &after), Write::create(&one)]).await.unwrap();
    let again = commit(store, [Write::update(&before, &after), Write::create(&other)]).await;
    assert_eq!(again, Err(CommitError::Stale));
}
