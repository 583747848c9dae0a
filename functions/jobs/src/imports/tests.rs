//! An import that is stopped at any place goes on there: each line is applied once, and reported as what it did.

use crate::run::RunSummary;
use crate::testing::{job, runner};
use jiff::Timestamp;
use portico_domain::accounts::Account;
use portico_domain::accounts::list::AccountRow;
use portico_domain::change::{Change, Write};
use portico_domain::hats::{HatKind, Role};
use portico_domain::imports::jobs::WorkOnImport;
use portico_domain::imports::lines::{ImportLine, LineCounts, LineOutcome};
use portico_domain::imports::{Import, ImportAuthor, ImportState};
use portico_domain::jobs::Job;
use portico_domain::paging::Page;
use portico_domain::people::Person;
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::store::{CommitError, StoreError};
use portico_testing::{MockStore, at_once, records};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard};

/// Number of lines of the file: more than two parts that are written together.
const LINES: u32 = 120;

/// Records of the store.
struct Kept {
    import: Import,
    author: Person,
    lines: BTreeMap<u32, ImportLine>,
    accounts: Vec<Account>,
    job: Option<Job>,
    /// Number of commits after which the store does not answer.
    left: usize,
    number: u64,
}

type Shared = Arc<Mutex<Kept>>;

fn kept(shared: &Shared) -> MutexGuard<'_, Kept> {
    shared.lock().expect("one test")
}

fn file() -> Vec<u8> {
    let mut text = String::from("name,plan,territory,address\n");
    for line in 1..=LINES {
        let plan = if line == 7 { "gold" } else { "standard" };
        writeln!(text, "Account {line},{plan},Nordics,{line} Street").expect("a text");
    }
    text.into_bytes()
}

fn started() -> Shared {
    let now = Timestamp::now();
    let author = records::person(vec![records::hat(HatKind::Staff, Role::Sales)], now);
    let by = ImportAuthor { hat: author.hats[0].id, ..records::import(author.id, now).by };
    let import = Import {
        by,
        state: ImportState::Checking,
        done: 0,
        total: None,
        checked: LineCounts::default(),
        report: None,
        ..records::import(author.id, now)
    };
    let job = job(&WorkOnImport { import: import.id });
    let (lines, accounts) = (BTreeMap::new(), Vec::new());
    Arc::new(Mutex::new(Kept { import, author, lines, accounts, job: Some(job), left: usize::MAX, number: 0 }))
}

/// Writes a change, all of it or nothing.
fn commit(kept: &mut Kept, change: &Change) -> Result<(), CommitError> {
    if kept.left == 0 {
        return Err(StoreError::unavailable("stopped").into());
    }
    let stale = change.writes.iter().any(|write| match write {
        Write::Save { expected, after, .. } => match (after.get::<ImportLine>(), after.get::<Import>()) {
            (Some(line), _) => kept.lines.get(&line.line).map_or(0, |line| line.version) != *expected,
            (_, Some(_)) => kept.import.version != *expected,
            _ => false,
        },
        _ => false,
    });
    if stale {
        return Err(CommitError::Stale);
    }
    kept.left -= 1;
    for line in change.saved::<ImportLine>() {
        kept.lines.insert(line.line, line.clone());
    }
    kept.accounts.extend(change.saved::<Account>().cloned());
    if let Some(import) = change.saved::<Import>().next() {
        kept.import = import.clone();
    }
    if change.writes.iter().any(|write| matches!(write, Write::Remove(_))) {
        kept.job = change.jobs.first().cloned();
    }
    Ok(())
}

/// Store of a new process over what is kept.
fn store(shared: &Shared) -> MockStore {
    let mut store = MockStore::new();
    let of = |shared: &Shared| Arc::clone(shared);
    let all = of(shared);
    store.expect_due().returning(move |_, _, _| at_once(Ok(kept(&all).job.clone().into_iter().collect())));
    let all = of(shared);
    store.expect_replace().returning(move |_, _, next| {
        kept(&all).job = next;
        at_once(Ok(()))
    });
    let all = of(shared);
    store.expect_import().returning(move |_| at_once(Ok(Guarded::seal(Some(kept(&all).import.clone())))));
    let all = of(shared);
    store.expect_people().returning(move |_| at_once(Ok(vec![kept(&all).author.clone()])));
    store.expect_file_bytes().returning(|_| at_once(Ok(Some(file()))));
    let all = of(shared);
    store.expect_import_lines_between().returning(move |import, first, last| {
        let lines = kept(&all).lines.range(first..=last).map(|(_, line)| line.clone()).collect();
        at_once(Ok(PartOf::seal(import, lines)))
    });
    let all = of(shared);
    store.expect_import_lines().returning(move |import, _, _| {
        let items = kept(&all).lines.values().cloned().collect();
        at_once(Ok(PartOf::seal(import, Page { items, next: None })))
    });
    let all = of(shared);
    store.expect_accounts().returning(move |_, _| {
        at_once(Ok(Page { items: kept(&all).accounts.iter().map(AccountRow::from).collect(), next: None }))
    });
    let all = of(shared);
    store.expect_account().returning(move |id| {
        let found = kept(&all).accounts.iter().find(|account| account.id == id).cloned();
        at_once(Ok(Guarded::seal(found)))
    });
    let all = of(shared);
    store.expect_next_account_number().returning(move || {
        let mut kept = kept(&all);
        kept.number += 1;
        at_once(Ok(kept.number))
    });
    store.expect_store_file().returning(|_, _| at_once(Ok(())));
    store.expect_delete_file().returning(|_| at_once(Ok(())));
    let all = of(shared);
    store.expect_commit().returning(move |change| at_once(commit(&mut kept(&all), &change)));
    store
}

/// Carries out jobs, each in a process of its own, until none is left. The first one that writes more than so many
/// changes is stopped.
async fn worked(shared: &Shared, first: usize) -> RunSummary {
    let mut total = RunSummary::default();
    kept(shared).left = first;
    for _ in 0..10 {
        if kept(shared).job.is_none() {
            return total;
        }
        let ran = runner(store(shared)).run().await.expect("a run");
        total.done += ran.done;
        total.put_off += ran.put_off;
        if ran.put_off > 0 {
            kept(shared).left = usize::MAX;
        }
    }
    panic!("the work does not end");
}

fn apply(shared: &Shared) {
    let mut kept = kept(shared);
    let (version, work) = (kept.import.version + 1, WorkOnImport { import: kept.import.id });
    kept.import = Import { version, state: ImportState::Applying, done: 0, ..kept.import.clone() };
    kept.job = Some(job(&work));
}

#[tokio::test]
async fn a_check_that_was_stopped_goes_on() {
    for stopped_after in [0, 1, 2, 3] {
        let shared = started();
        let ran = worked(&shared, stopped_after).await;
        let kept = kept(&shared);
        assert_eq!(ran.put_off, 1, "{stopped_after}");
        assert_eq!((kept.import.state, kept.import.total), (ImportState::Checked, Some(LINES)));
        assert_eq!(kept.import.checked, LineCounts { create: LINES - 1, error: 1, ..LineCounts::default() });
        assert_eq!(kept.lines.len(), LINES as usize);
        assert_eq!(kept.lines[&8].outcome, LineOutcome::Error, "the header is the first line");
        assert!(kept.accounts.is_empty(), "a check changes nothing");
        assert!(kept.import.report.is_some());
    }
}

#[tokio::test]
async fn lines_are_applied_once_wherever_it_was_stopped() {
    for stopped_after in [0, 1, 30, 49, 50, 51, 77, 119, 120, 121, 122] {
        let shared = started();
        worked(&shared, usize::MAX).await;
        apply(&shared);
        let ran = worked(&shared, stopped_after).await;
        let kept = kept(&shared);
        assert_eq!(ran.put_off, 1, "{stopped_after}");
        assert_eq!(kept.import.state, ImportState::Applied, "{stopped_after}");
        assert_eq!(kept.import.applied, LineCounts { create: LINES - 1, error: 1, ..LineCounts::default() });
        assert_eq!(kept.accounts.len(), LINES as usize - 1, "each account is opened once: {stopped_after}");
        assert!(kept.lines.values().all(|line| line.applied && line.version == 2));
    }
}

#[tokio::test]
async fn an_author_who_may_not_import_any_more_ends_the_import() {
    let shared = started();
    kept(&shared).author.hats[0].role = Role::Agent;
    worked(&shared, usize::MAX).await;
    let kept = kept(&shared);
    assert_eq!(kept.import.state, ImportState::Failed);
    assert_eq!(kept.import.problem.as_ref().map(|problem| &*problem.code), Some("not_allowed"));
}
