//! The list of accounts.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::accounts::{Account, Plan};
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_tests::client::Client;
use portico_tests::samples::{account, hat};
use portico_tests::world::{World, in_world};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/accounts"), 200)
}

/// A mark that names of no other test begin with.
fn mark() -> String {
    format!("m{}", uuid::Uuid::now_v7().simple())
}

async fn stored(world: &World, name: String, plan: Plan, territory: &str) -> Account {
    let account = Account { name, plan, territory: territory.into(), ..account() };
    world.commit([Write::create(&account)]).await;
    account
}

async fn names(client: &Client, query: &str, limit: usize) -> Vec<String> {
    let all = client.all(&format!("/v1/accounts?{query}"), limit).await;
    all.iter().map(|account| account["name"].as_str().unwrap().to_owned()).collect()
}

async fn sales(world: &World) -> Client {
    put_on(world, hat(HatKind::Staff, Role::Sales)).await
}

#[test]
fn accounts_are_listed_by_name_and_found_by_its_beginning() {
    in_world(async |world| {
        let (mark, by) = (mark(), sales(world).await);
        let [bo, ada, cleo] = ["Bo", "ada", "Cleo"].map(|name| format!("{mark} {name}"));
        for name in [&bo, &ada, &cleo] {
            stored(world, name.clone(), Plan::Standard, "Nordics").await;
        }
        let all = [ada.clone(), bo, cleo];
        for limit in [1, 2, 10] {
            assert_eq!(names(&by, &format!("q={mark}"), limit).await, all, "pages of {limit}");
        }
        assert_eq!(names(&by, &format!("q={}%20%20ADA", mark.to_uppercase()), 10).await, [ada]);
        assert_eq!(names(&by, &format!("q={mark}%20d"), 10).await, [""; 0]);
        let whole = by.all("/v1/accounts", 100).await;
        assert!(whole.iter().any(|one| one["number"] == "A-20117" && one["name"] == "Halvorsen Marine AS"));
    });
}

#[test]
fn an_account_is_found_by_its_number() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Agent)).await;
        for begins in ["A-20117", "20117", "a-20117"] {
            assert_eq!(names(&by, &format!("q={begins}"), 10).await, ["Halvorsen Marine AS"], "{begins}");
        }
        assert!(names(&by, "q=201", 10).await.len() > 1);
    });
}

#[test]
fn plan_and_territory_narrow_the_list_down() {
    in_world(async |world| {
        let (mark, by) = (mark(), sales(world).await);
        let [one, two, three] = ["1", "2", "3"].map(|name| format!("{mark} {name}"));
        stored(world, one.clone(), Plan::Premium, "Nordics").await;
        stored(world, two.clone(), Plan::Standard, "Nordics").await;
        stored(world, three.clone(), Plan::Premium, "UK & Ireland").await;
        let shown = async |more: &str| names(&by, &format!("q={mark}{more}"), 10).await;
        assert_eq!(shown("&plan=premium").await, [one.clone(), three.clone()]);
        assert_eq!(shown("&territory=nordics").await, [one.clone(), two]);
        assert_eq!(shown("&plan=premium&territory=Nordics").await, [one]);
        assert_eq!(shown("&territory=UK%20%26%20Ireland").await, [three]);
        assert_eq!(shown("&territory=UK").await, [""; 0], "a territory is given in full");
        by.get("/v1/accounts?plan=gold").await.names(&[("plan", "not_one_of")]);
    });
}

#[test]
fn a_cursor_is_of_one_list() {
    in_world(async |world| {
        let by = sales(world).await;
        let first = by.get("/v1/accounts?limit=1").await.expect(200).json();
        let cursor = first["next_cursor"].as_str().unwrap();
        by.get(format!("/v1/accounts?limit=1&cursor={cursor}")).await.expect(200);
        let elsewhere = by.get(format!("/v1/accounts?limit=1&plan=premium&cursor={cursor}")).await;
        elsewhere.names(&[("cursor", "cursor_refused")]);
    });
}

#[test]
fn a_change_moves_an_account_from_list_to_list() {
    in_world(async |world| {
        let (mark, by) = (mark(), sales(world).await);
        let account = stored(world, format!("{mark} old"), Plan::Standard, "Nordics").await;
        let path = format!("/v1/accounts/{}", account.id);
        let change = json!({"name": format!("{mark} new"), "plan": "premium", "territory": "Benelux"});
        by.patch(path, change).if_match("\"1\"").await.expect(200);
        let now = [format!("{mark} new")];
        for (query, expected) in [
            (format!("q={mark}"), &now[..]),
            (format!("q={mark}%20old"), &[]),
            (format!("q={mark}&plan=standard"), &[]),
            (format!("q={mark}&plan=premium&territory=benelux"), &now[..]),
            (format!("q={mark}&territory=nordics"), &[]),
        ] {
            assert_eq!(names(&by, &query, 10).await, expected, "{query}");
        }
    });
}
