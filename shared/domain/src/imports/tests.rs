//! Tests of starting and applying an import.

use super::*;
use crate::files::FileRef;
use crate::hats::{HatKind, Role};
use crate::testing::{act, caller, monday, uuid};

fn by(role: Role, action: Action) -> ActionContext {
    act(caller(1, HatKind::Staff, role, None, &[]), action, monday())
}

fn new(kind: ImportKind) -> NewImport {
    NewImport { kind, columns: Vec::new(), key: None, quiet: false }
}

fn file(size: u64) -> FileRef {
    FileRef { id: UploadId(uuid(70)), name: "lines.csv".into(), size, media_type: "text/csv".into() }
}

fn checked(counts: LineCounts) -> Import {
    let (import, _) =
        Import::start(&by(Role::Sales, Action::StartImport), new(ImportKind::Accounts), file(9), Vec::new())
            .expect("started");
    Import { state: ImportState::Checked, checked: counts, ..import }
}

#[test]
fn a_file_is_checked_by_a_job_and_forgotten_by_another() {
    let act = by(Role::Sales, Action::StartImport);
    let (import, change) = Import::start(&act, new(ImportKind::Accounts), file(9), Vec::new()).expect("started");
    assert_eq!((import.state, &*import.key, import.done), (ImportState::Checking, "number", 0));
    assert!(change.jobs[0].is::<WorkOnImport>() && change.jobs[1].is::<ForgetImport>());
    assert_eq!(change.jobs[1].due, monday() + KEPT_FOR);
    for kind in [ImportKind::Products, ImportKind::Contacts] {
        assert_eq!(Import::start(&act, new(kind), file(9), Vec::new()), Err(Error::Forbidden));
    }
    let large = Import::start(&act, new(ImportKind::Accounts), file(LARGEST_IMPORT + 1), Vec::new());
    assert!(matches!(large, Err(Error::Input(errors)) if errors[0].code == "file_too_large"));
}

#[test]
fn only_what_was_checked_and_changes_something_is_applied() {
    let act = by(Role::Administrator, Action::ApplyImport);
    let something = LineCounts { create: 1, ..LineCounts::default() };
    let import = checked(something);
    let (next, change) = import.clone().apply(&act).expect("applied");
    assert_eq!((next.state, next.version, next.done), (ImportState::Applying, 2, 0));
    assert_eq!((next.author().person, next.by.person), (act.caller.person, import.by.person));
    assert!(change.jobs[0].is::<WorkOnImport>());
    assert!(next.apply(&act).is_err(), "it is being applied");
    assert!(checked(LineCounts::default()).apply(&act).is_err(), "nothing would change");
    let without = by(Role::Editor, Action::ApplyImport);
    assert_eq!(import.clone().apply(&without), Err(Error::Forbidden));
    assert_eq!(import.allowed(&act.caller), [ImportAct::Apply]);
    assert_eq!(import.allowed(&without.caller), []);
}

#[test]
fn lines_are_judged_in_the_name_of_their_author_while_they_have_the_hat() {
    let import = checked(LineCounts::default());
    let cx = by(Role::Operations, Action::RunJob);
    let hat = Hat { id: import.by.hat, ..caller(1, HatKind::Staff, Role::Sales, None, &[]).hat };
    let person = Person { id: import.by.person, hats: vec![hat], ..crate::records::person(Vec::new(), monday()) };
    let act = import.acting(Some(&person), &cx).expect("they may");
    assert_eq!((act.caller.person, act.caller.is_system()), (import.by.person, false));
    assert!(import.acting(None, &cx).is_none());
    let disabled = Person { status: PersonStatus::Disabled, ..person.clone() };
    assert!(import.acting(Some(&disabled), &cx).is_none());
    let other = Person { hats: vec![Hat { role: Role::Agent, ..person.hats[0].clone() }], ..person };
    assert!(import.acting(Some(&other), &cx).is_none());
}

#[test]
fn every_kind_describes_itself() {
    for kind in ImportKind::ALL {
        let names: Vec<_> = kind.fields().iter().map(|field| field.name).collect();
        for key in kind.keys() {
            assert!(key.fields.iter().all(|field| names.contains(field)), "{kind:?} {key:?}");
            assert!(key.needs.iter().all(|field| key.fields.contains(field)), "{kind:?} {key:?}");
        }
        // No two fields are found by the same name.
        let all = kind.fields().iter().flat_map(|field| {
            let names = field.synonyms.iter().map(|name| columns::plain(name)).chain([columns::plain(field.name)]);
            names.collect::<std::collections::BTreeSet<_>>()
        });
        let mut all: Vec<_> = all.collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "{kind:?}");
    }
}
