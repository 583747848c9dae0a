//! Files from the upload to the report, each kind once: checked, applied, and repeated without a change.

use crate::scenario::put_on;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::touch_list::TouchesOf;
use portico_testing::records;
use portico_tests::client::Client;
use portico_tests::samples::{hat, short};
use portico_tests::steps::{fetch, upload, with};
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};
use uuid::Uuid;

/// Has a file checked, and gives the import as it then is.
async fn checked(world: &World, by: &Client, csv: &str, fields: &Value) -> Value {
    let file = upload(by, "lines.csv", "text/csv", csv.as_bytes()).await;
    let started = by.post("/v1/imports", with(json!({"upload_id": file}), fields)).await.expect(201);
    world.sweep().await;
    by.get(format!("/v1/imports/{}", started.id())).await.expect(200).json()
}

/// Applies an import, and gives it as it then is.
async fn applied(world: &World, by: &Client, import: &Value) -> Value {
    let path = format!("/v1/imports/{}", import["id"].as_str().unwrap());
    let etag = format!("\"{}\"", import["version"]);
    by.post(format!("{path}/apply"), json!({})).if_match(etag).await.expect(200);
    world.sweep().await;
    by.get(path).await.expect(200).json()
}

async fn lines(by: &Client, import: &Value, query: &str) -> Vec<Value> {
    by.all(&format!("/v1/imports/{}/lines?{query}", import["id"].as_str().unwrap()), 2).await
}

fn counts(create: u32, change: u32, same: u32, error: u32) -> Value {
    json!({"create": create, "change": change, "same": same, "error": error})
}

/// A word that no other record has.
fn word() -> String {
    format!("X{}", short(Uuid::now_v7()))
}

/// A day so many years from now.
fn day(years: i16) -> String {
    format!("{}-06-30", Timestamp::now().to_zoned(TimeZone::UTC).year() + years)
}

#[test]
fn accounts_are_checked_applied_and_then_the_same() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        let word = word();
        let csv = format!(
            "Company;Plan;Region;Address\n{word} A;premium;Nordics;\"1 Street\nBergen\"\n{word} B;gold;Nordics;2 Street\n{word} a;;;\n{word} C;;;\n"
        );
        let fields = json!({"kind": "accounts", "key": "name"});
        let import = checked(world, &by, &csv, &fields).await;
        assert_eq!((&import["state"], &import["total"]), (&json!("checked"), &json!(4)), "{import}");
        assert_eq!(import["checked"], counts(1, 0, 0, 3), "{import}");
        assert_eq!(import["columns"][0], json!({"column": "Company", "field": "name"}));
        let errors = lines(&by, &import, "outcome=error").await;
        let named: Vec<_> = errors
            .iter()
            .map(|line| (line["line"].clone(), line["errors"][0]["column"].clone(), line["errors"][0]["code"].clone()))
            .collect();
        let error = |line: u32, column: Value, code: &str| (json!(line), column, json!(code));
        assert_eq!(
            named,
            [
                error(4, json!("Plan"), "not_one_of"),
                error(5, Value::Null, "duplicate"),
                error(6, json!("Region"), "required"),
            ]
        );
        let none = by.get(format!("/v1/accounts?q={word}")).await.expect(200).json();
        assert_eq!(none["items"], json!([]), "a check changes nothing");

        let import = applied(world, &by, &import).await;
        assert_eq!((&import["state"], &import["applied"]), (&json!("applied"), &counts(1, 0, 0, 3)), "{import}");
        let found = by.get(format!("/v1/accounts?q={word}")).await.expect(200).json();
        assert_eq!(found["items"][0]["plan"], "premium");
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let made = lines(&by, &import, "outcome=create").await;
        assert_eq!(made[0]["record"]["id"], found["items"][0]["id"]);
        let touches = world.touches(TouchesOf::Record(made[0]["record"]["id"].as_str().unwrap().into())).await;
        let opened = touches.iter().find(|touch| touch.action.label() == "Opened an account").expect("a touch");
        assert_eq!(opened.person, Some(by.who().person.id), "it is the act of the person who imported");

        let again = checked(world, &by, &csv, &fields).await;
        assert_eq!(again["checked"], counts(0, 0, 1, 3));
        assert_eq!(again["allowed"], json!(["download"]));
        let changed = csv.replace("Nordics;\"1", "Baltics;\"1");
        let third = checked(world, &by, &changed, &fields).await;
        assert_eq!(third["checked"], counts(0, 1, 0, 3));
        assert_eq!(lines(&by, &third, "outcome=change").await[0]["fields"], json!(["territory"]));
    });
}

#[test]
fn a_report_is_a_file_without_formulas() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Operations)).await;
        let import = checked(world, &by, "name,plan\n=1+1,gold\n", &json!({"kind": "accounts", "key": "name"})).await;
        let path = format!("/v1/imports/{}/report", import["id"].as_str().unwrap());
        let link = by.get(path).header("accept", "application/json").await.expect(200).json();
        let (media_type, disposition, bytes) = fetch(link["url"].as_str().unwrap()).await;
        assert_eq!(media_type, "text/csv");
        assert!(disposition.contains("accounts-report.csv"), "{disposition}");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("\u{feff}line,outcome,key,fields,column,error\n"), "{text}");
        assert!(text.contains("2,error,'=1+1,,plan,"), "{text}");
    });
}

#[test]
fn a_file_that_is_no_table_fails_in_words() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        for (csv, code, column) in [
            ("plan,territory\nstandard,Nordics\n", "missing_column", json!("name")),
            ("name\n", "file_empty", Value::Null),
        ] {
            let import = checked(world, &by, csv, &json!({"kind": "accounts", "key": "name"})).await;
            assert_eq!(import["state"], "failed", "{import}");
            assert_eq!((&import["problem"]["code"], &import["problem"]["column"]), (&json!(code), &column));
        }
    });
}

#[test]
fn products_and_purchases_are_imported_with_versions_and_serials() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Operations)).await;
        let code = word();
        let products = format!(
            "SKU,Product,Version,Release date,End of support\n{code},Pump {code},1.0,2025-02-01,{}\n{code},,2.0,1.2.2026,\n{code},,3.0,,\n",
            day(2)
        );
        let import = checked(world, &by, &products, &json!({"kind": "products"})).await;
        // Version 3.0 has no day of its release.
        assert_eq!(import["checked"], counts(1, 1, 0, 1), "{import}");
        let import = applied(world, &by, &import).await;
        assert_eq!(import["applied"], counts(1, 1, 0, 1), "{import}");
        let found = by.get(format!("/v1/products?q=pump%20{}", code.to_lowercase())).await.expect(200).json();
        let product = found["items"].as_array().unwrap().iter().find(|one| one["code"] == json!(code)).unwrap();
        assert_eq!(product["versions"].as_array().unwrap().len(), 2, "{product}");

        let account = portico_domain::accounts::Account {
            number: format!("A-{}", 500_000_000 + Uuid::now_v7().as_u128() % 400_000_000),
            ..records::account()
        };
        world.commit([Write::create(&account)]).await;
        let purchases = format!(
            "Account number,Product code,Version,Serial numbers,Purchase date,Support end\n{0},{code},1.0,S1|S2,2026-01-15,{1}\n{0},{code},9.9,,2026-01-15,{1}\nA-0,{code},1.0,,2026-01-15,{1}\n",
            account.number,
            day(1)
        );
        let import = checked(world, &by, &purchases, &json!({"kind": "entitlements"})).await;
        assert_eq!(import["checked"], counts(1, 0, 0, 2), "{import}");
        let import = applied(world, &by, &import).await;
        assert_eq!(import["applied"], counts(1, 0, 0, 2), "{import}");
        let owned = by.get(format!("/v1/accounts/{}/entitlements", account.id)).await.expect(200).json();
        assert_eq!((&owned["items"][0]["serials"], &owned["items"][0]["quantity"]), (&json!(["S1", "S2"]), &json!(2)));
        let later = purchases.replace(&day(1), &day(2));
        let import = checked(world, &by, &later, &json!({"kind": "entitlements", "key": "serials"})).await;
        assert_eq!(lines(&by, &import, "outcome=change").await[0]["fields"], json!(["support_until"]), "{import}");
    });
}

#[test]
fn contacts_are_invited_or_added_quietly() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let account = portico_domain::accounts::Account {
            number: format!("A-{}", 500_000_000 + Uuid::now_v7().as_u128() % 400_000_000),
            ..records::account()
        };
        world.commit([Write::create(&account)]).await;
        for quiet in [false, true] {
            let email = format!("{}@example.com", word().to_lowercase());
            let csv = format!(
                "E-mail,Full name,Customer number,Role\n{email},Kim Berg,{0},manager\nno address,Bo Berg,{0},\n",
                account.number
            );
            let fields = json!({"kind": "contacts", "quiet": quiet});
            let import = checked(world, &by, &csv, &fields).await;
            assert_eq!(import["checked"], counts(1, 0, 0, 1), "{import}");
            assert_eq!(lines(&by, &import, "outcome=error").await[0]["errors"][0]["column"], "E-mail");
            let import = applied(world, &by, &import).await;
            assert_eq!(import["applied"], counts(1, 0, 0, 1), "{import}");
            assert_eq!(world.mails(&email).len(), usize::from(!quiet), "quiet: {quiet}");
            let again = checked(world, &by, &csv, &fields).await;
            assert_eq!(again["checked"], counts(0, 0, 1, 1), "{again}");
        }
        let contacts = by.get(format!("/v1/accounts/{}/contacts", account.id)).await.expect(200).json();
        assert!(contacts["items"].is_array());
    });
}
