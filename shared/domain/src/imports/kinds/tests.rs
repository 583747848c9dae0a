//! Tests of lines: what becomes of each, with the records that it found.

use super::super::columns::{Columns, compared};
use super::super::sheet::Sheet;
use super::*;
use crate::accounts::products::Product;
use crate::hats::{HatKind, Role};
use crate::imports::kinds::accounts::FoundAccount;
use crate::people::jobs::SendInvitation;
use crate::testing::{act, caller, monday};

const DRY: ImportMode<'_> = ImportMode { key: "name", quiet: false, dry: true, follows: false };

fn by() -> ActionContext {
    act(caller(1, HatKind::Staff, Role::Administrator, None, &[]), Action::ApplyImport, monday())
}

/// The one line of a table.
fn line<L: Importable>(kind: ImportKind, csv: &str) -> Result<L, Vec<LineError>> {
    let sheet = Sheet::read(csv.as_bytes()).expect("a table");
    let columns = Columns::of(kind, &sheet.header, &[], kind.keys()[kind.keys().len() - 1].name).expect("columns");
    L::read(&columns.cells(kind, &sheet.rows[0]))
}

fn account_line(csv: &str) -> AccountLine {
    line(ImportKind::Accounts, csv).expect("a line")
}

fn refused(plan: Result<Plan, Error>) -> (String, String) {
    match plan {
        Err(Error::Input(errors)) => (errors[0].pointer.clone(), errors[0].code.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_is_opened_changed_or_the_same() {
    let csv = "name,plan,territory,address\nFjord,premium,Nordics,1 Street\n";
    let none = FoundAccount { same: Vec::new(), number: 7, taken: false };
    let plan = account_line(csv).plan(&by(), DRY, none).expect("a plan");
    assert_eq!(plan.outcome(), LineOutcome::Create);
    let opened: crate::accounts::Account = plan.change.expect("a change").saved().next().cloned().expect("an account");
    assert_eq!((&*opened.name, &*opened.number), ("Fjord", "A-7"));
    let found = || FoundAccount { same: vec![opened.clone()], number: 0, taken: false };
    assert_eq!(account_line(csv).plan(&by(), DRY, found()).expect("a plan").outcome(), LineOutcome::Same);
    let moved = account_line("name,territory,address\nfjord,Baltics,\n").plan(&by(), DRY, found()).expect("a plan");
    assert_eq!((moved.outcome(), &*moved.fields), (LineOutcome::Change, &["name", "territory"][..]));
    let twice = FoundAccount { same: vec![opened.clone(), opened.clone()], number: 0, taken: false };
    let errors = refused(account_line(csv).plan(&by(), DRY, twice));
    assert_eq!(errors, ("/name".into(), "ambiguous".into()));
    let short = refused(account_line("name\nFjord\n").plan(
        &by(),
        DRY,
        FoundAccount { same: Vec::new(), number: 0, taken: false },
    ));
    assert_eq!(short, ("/territory".into(), "required".into()));
}

#[test]
fn a_new_account_may_have_a_number_of_its_own() {
    let none = || FoundAccount { same: Vec::new(), number: 20_117, taken: false };
    let mode = ImportMode { key: "number", ..DRY };
    let with =
        |number: &str| account_line(&format!("number,name,territory,address\n{number},Fjord,Nordics,1 Street\n"));
    let plan = with("a-20117").plan(&by(), mode, none()).expect("a plan");
    let opened: crate::accounts::Account = plan.change.expect("a change").saved().next().cloned().expect("an account");
    assert_eq!(opened.number, "A-20117");
    assert_eq!(refused(with("20117").plan(&by(), mode, none())), ("/number".into(), "wrong_format".into()));
    assert_eq!(refused(with("").plan(&by(), mode, none())), ("/number".into(), "required".into()));
    let taken = FoundAccount { taken: true, ..none() };
    assert_eq!(refused(with("A-7").plan(&by(), DRY, taken)), ("/number".into(), "in_use".into()));
    let other = FoundAccount { same: vec![opened], ..none() };
    assert_eq!(refused(with("A-7").plan(&by(), DRY, other)), ("/number".into(), "number_differs".into()));
}

#[test]
fn a_product_gets_a_version_by_each_line() {
    let line = |csv: &str| line::<ProductLine>(ImportKind::Products, csv).expect("a line");
    let first = line("code,name,version,released_on\nPMP,Pump,1.0,2025-02-01\n");
    let plan = first.clone().plan(&by(), DRY, None).expect("a plan");
    assert_eq!(plan.outcome(), LineOutcome::Create);
    let product: Product = plan.change.expect("a change").saved().next().cloned().expect("a product");
    assert_eq!(first.plan(&by(), DRY, Some(product.clone())).expect("a plan").outcome(), LineOutcome::Same);
    let second = line("code,version,released_on\npmp,2.0,2026-02-01\n");
    let plan = second.clone().plan(&by(), DRY, Some(product.clone())).expect("a plan");
    assert_eq!((plan.outcome(), &*plan.fields), (LineOutcome::Change, &["version"][..]));
    assert_eq!(refused(second.clone().plan(&by(), DRY, None)), ("/name".into(), "required".into()));
    let follows = ImportMode { follows: true, ..DRY };
    assert_eq!(second.plan(&by(), follows, None).expect("a plan").outcome(), LineOutcome::Change);
    let undated = line("code,version\nPMP,3.0\n").plan(&by(), DRY, Some(product));
    assert_eq!(refused(undated), ("/released_on".into(), "required".into()));
    assert_eq!(ProductLine::field_at("/versions/0/supported_until"), "supported_until");
    assert_eq!(ProductLine::field_at("/versions/0/label"), "version");
}

#[test]
fn a_contact_is_invited_unless_it_is_to_be_quiet() {
    let account = crate::testing::account();
    let line = |csv: &str| line::<ContactLine>(ImportKind::Contacts, csv).expect("a line");
    let kim = || line("email,name,account,role\nKim@example.com,Kim Berg,A-1,manager\n");
    let found = |person| contacts::FoundContact { person, account: Some(account.clone()), time_zone: None };
    let plan = kim().plan(&by(), DRY, found(None)).expect("a plan");
    assert_eq!(plan.outcome(), LineOutcome::Create);
    let change = plan.change.expect("a change");
    assert!(change.jobs.iter().any(crate::jobs::Job::is::<SendInvitation>));
    let person: crate::people::Person = change.saved().next().cloned().expect("a person");
    assert_eq!((&*person.email, person.hats[0].role), ("kim@example.com", Role::Manager));
    let quiet = kim().plan(&by(), ImportMode { quiet: true, ..DRY }, found(None)).expect("a plan");
    assert!(quiet.change.expect("a change").jobs.is_empty());
    let same = kim().plan(&by(), DRY, found(Some(person.clone()))).expect("a plan");
    assert_eq!(same.outcome(), LineOutcome::Same);
    let member = line("email,name,account\nkim@example.com,Kim Berg,A-1\n");
    let plan = member.plan(&by(), DRY, found(Some(person))).expect("a plan");
    assert_eq!((plan.outcome(), &*plan.fields), (LineOutcome::Change, &["role"][..]));
    let none = contacts::FoundContact { person: None, account: None, time_zone: None };
    assert_eq!(refused(kim().plan(&by(), DRY, none)), ("/account".into(), "not_found".into()));
}

#[test]
fn a_line_with_empty_or_wrong_cells_names_each_of_them() {
    let csv = "account,product,version,purchased_on,quantity,serials\nA-1,,3.0,soon,0,ok\n";
    let errors = line::<EntitlementLine>(ImportKind::Entitlements, csv).expect_err("errors");
    let named: Vec<_> = errors.iter().map(|error| (error.column.as_deref().unwrap_or(""), &*error.code)).collect();
    assert_eq!(named, [("product", "required"), ("quantity", "wrong_format"), ("purchased_on", "wrong_format")]);
}

#[test]
fn values_are_compared_without_case_and_blanks() {
    assert_eq!(compared("  Fjord   ROBOTICS "), compared("fjord robotics"));
    assert_ne!(compared("Fjord-Robotics"), compared("Fjord Robotics"));
}
