//! The list of all people, and what leads into it and out of it.

use super::invite::{address, administrator, invited_by};
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::{company, put_on};
use portico_domain::action::Action;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::touch::Outcome;
use portico_domain::touch_list::TouchesOf;
use portico_tests::client::Client;
use portico_tests::samples;
use portico_tests::steps::accept;
use portico_tests::world::{PASSWORD, World, in_world};
use serde_json::{Value, json};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/people"), 200)
}

/// A word that is in the name of no other test's people.
fn mark() -> String {
    format!("x{}", uuid::Uuid::now_v7().simple())
}

async fn named(world: &World, name: &str, kind: HatKind, role: Role) -> Person {
    let person = Person { name: name.into(), ..samples::person(vec![samples::hat(kind, role)]) };
    world.add(&person).await;
    person
}

/// Names in a list, page by page.
async fn names(client: &Client, query: &str) -> Vec<String> {
    let all = client.all(&format!("/v1/people?{query}"), 2).await;
    all.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn people_with_any_hat_are_found_by_name_word_and_address() {
    in_world(async |world| {
        let (admin, mark) = (administrator(world).await, mark());
        let first = named(world, &format!("{mark} Ánna Berg"), HatKind::Customer, Role::Member).await;
        named(world, &format!("Bo {mark}"), HatKind::Employee, Role::Employee).await;
        named(world, &format!("cleo {mark} {mark}"), HatKind::Partner, Role::Seller).await;
        named(world, &format!("Dag {mark}"), HatKind::Staff, Role::Hr).await;
        let found = names(&admin, &format!("q={mark}")).await;
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "each once: {found:?}");
        let upper = mark.to_uppercase();
        assert_eq!(names(&admin, &format!("q={upper}%20anna")).await, std::slice::from_ref(&first.name));
        assert_eq!(
            names(&admin, &format!("q={}", &first.email[..first.email.len() - 3])).await,
            std::slice::from_ref(&first.name)
        );
        for (kind, name) in [("employee", "Bo"), ("partner", "cleo"), ("staff", "Dag")] {
            let found = names(&admin, &format!("q={mark}&kind={kind}")).await;
            assert!(matches!(&found[..], [only] if only.starts_with(name)), "{kind}: {found:?}");
        }
        assert_eq!(names(&admin, &format!("q={mark}&kind=staff&status=disabled")).await, [""; 0]);
        let row = admin.get(format!("/v1/people?q={mark}%20anna")).await.expect(200).json()["items"][0].clone();
        assert_eq!(
            (&row["id"], &row["email"], &row["status"]),
            (&json!(first.id), &json!(first.email), &json!("active"))
        );
        assert_eq!((&row["hats"][0]["kind"], &row["version"]), (&json!("customer"), &json!(1)));
        assert_eq!(row["allowed"], json!(["disable", "change_hats", "view_as"]));
    });
}

#[test]
fn the_people_of_an_account_are_those_with_its_hat() {
    in_world(async |world| {
        let (admin, account, other) = (administrator(world).await, company(world).await, company(world).await);
        for (account, name) in [(&account, "Bo"), (&account, "anna"), (&other, "Cleo")] {
            let hat = samples::hat_of(account, Role::Member);
            world.add(&Person { name: name.into(), ..samples::person(vec![hat]) }).await;
        }
        assert_eq!(names(&admin, &format!("account={}", account.id)).await, ["anna", "Bo"]);
        assert_eq!(names(&admin, &format!("account={}&q=b", account.id)).await, ["Bo"]);
        assert_eq!(names(&admin, &format!("account={}&kind=staff", account.id)).await, [""; 0]);
        assert_eq!(names(&admin, &format!("account={}", uuid::Uuid::now_v7())).await, [""; 0]);
        assert_eq!(names(&admin, &format!("partner={}", uuid::Uuid::now_v7())).await, [""; 0]);
    });
}

#[test]
fn the_list_follows_who_is_invited_joins_and_is_disabled() {
    in_world(async |world| {
        let (admin, mark, email) = (administrator(world).await, mark(), address());
        let id = invited_by(&admin, &email, &json!({"name": format!("Ida {mark}")})).await.id();
        let statuses = async || -> Vec<Value> {
            let mut found = Vec::new();
            for status in ["invited", "active", "disabled"] {
                let page = admin.get(format!("/v1/people?q={mark}&status={status}")).await.expect(200).json();
                found.extend(page["items"].as_array().unwrap().iter().map(|person| person["status"].clone()));
            }
            found
        };
        assert_eq!(statuses().await, [json!("invited")]);
        world.sweep().await;
        accept(world, &world.invitation(&email), PASSWORD).await.expect(200);
        assert_eq!(statuses().await, [json!("active")]);
        let row = admin.get(format!("/v1/people?q={email}")).await.expect(200).json()["items"][0].clone();
        let version = format!("\"{}\"", row["version"]);
        let disable = json!({"status": "disabled"});
        admin.patch(format!("/v1/people/{id}"), disable).if_match(version).await.expect(200);
        assert_eq!(statuses().await, [json!("disabled")]);
        let person = world.person(id.parse().unwrap()).await;
        assert_eq!(person.status, PersonStatus::Disabled);
    });
}

#[test]
fn the_list_is_an_administrator_s_and_leaves_a_touch() {
    in_world(async |world| {
        let admin = administrator(world).await;
        admin.get("/v1/people?limit=1").await.expect(200);
        let touches = world.touches(TouchesOf::Person(admin.who().person.id)).await;
        assert!(touches.iter().any(|touch| (touch.action, touch.outcome) == (Action::ListPeople, Outcome::Done)));
        for role in [Role::Agent, Role::Hr] {
            put_on(world, samples::hat(HatKind::Staff, role)).await.get("/v1/people").await.refused(403, "forbidden");
        }
        admin.get("/v1/people?status=gone").await.names(&[("status", "not_one_of")]);
        let long = "a".repeat(255);
        admin.get(format!("/v1/people?q={long}")).await.names(&[("q", "too_long")]);
        let mark = mark();
        for name in ["Bo", "Cleo"] {
            named(world, &format!("{name} {mark}"), HatKind::Employee, Role::Employee).await;
        }
        let page = admin.get(format!("/v1/people?q={mark}&limit=1")).await.expect(200).json();
        let cursor = page["next_cursor"].as_str().unwrap();
        admin.get(format!("/v1/people?limit=1&cursor={cursor}")).await.names(&[("cursor", "cursor_refused")]);
    });
}
