//! Products: listing, writing and changing them.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::accounts::products::Product;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::touch_list::TouchesOf;
use portico_testing::records;
use portico_tests::client::Client;
use portico_tests::samples::{fresh, hat, short};
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn drive_list(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/products"), 200)
}

pub(crate) async fn drive_create(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().post("/v1/products", new(&code())), 201)
}

pub(crate) async fn drive_change(cell: Cell<'_>) -> MatrixRequest {
    let product = records::product();
    if cell.relation != Relation::Missing {
        cell.stage.world.commit([Write::create(&product)]).await;
    }
    let change = cell.client().patch(format!("/v1/products/{}", product.id), json!({"name": "Another"}));
    cell.of_record(change.if_match("\"1\""), 200)
}

/// A code that no other product has.
pub(crate) fn code() -> String {
    format!("X{}", short(Uuid::now_v7()))
}

pub(crate) fn new(code: &str) -> Value {
    json!({"name": format!("Pump {code}"), "code": code, "versions": [
        {"label": "1.0", "released_on": "2025-02-01", "supported_until": "2027-01-31"},
        {"label": "2.0", "released_on": "2026-02-01"},
    ]})
}

async fn operations(world: &World) -> Client {
    put_on(world, hat(HatKind::Staff, Role::Operations)).await
}

#[test]
fn a_product_is_written_and_found_by_name() {
    in_world(async |world| {
        let (code, by) = (code(), operations(world).await);
        let made = by.post("/v1/products", new(&code)).await.expect(201);
        let product = made.json();
        assert_eq!((&product["code"], &product["version"]), (&json!(code), &json!(1)));
        assert_eq!(product["versions"][0]["supported_until"], "2027-01-31");
        assert_eq!(product["versions"][1]["supported_until"], json!(null));
        let agent = put_on(world, hat(HatKind::Staff, Role::Agent)).await;
        let found = agent.get(format!("/v1/products?q=pump%20{}", code.to_lowercase())).await.expect(200).json();
        assert_eq!(found["items"], json!([product]));
        let all = agent.all("/v1/products", 3).await;
        let names: Vec<String> = all.iter().map(|one| one["name"].as_str().unwrap().to_lowercase()).collect();
        assert!(names.is_sorted() && names.len() > 3, "{names:?}");
        let touches = world.touches(TouchesOf::Record(made.id())).await;
        assert!(touches.iter().any(|touch| touch.action.label() == "Changed a product"), "{touches:?}");
    });
}

#[test]
fn a_code_belongs_to_one_product() {
    in_world(async |world| {
        let (code, by) = (code(), operations(world).await);
        let first = by.post("/v1/products", new(&code)).await.expect(201);
        by.post("/v1/products", new(&code.to_lowercase())).await.names(&[("/code", "in_use")]);
        let other = by.post("/v1/products", new(&self::code())).await.expect(201);
        let path = format!("/v1/products/{}", other.id());
        by.patch(&path, json!({"code": code})).if_match("\"1\"").await.names(&[("/code", "in_use")]);
        // One that is given up is free again.
        let given_up = by.patch(format!("/v1/products/{}", first.id()), json!({"code": self::code()}));
        given_up.if_match("\"1\"").await.expect(200);
        by.patch(&path, json!({"code": code})).if_match("\"1\"").await.expect(200);
        by.patch(&path, json!({"name": "Late"})).if_match("\"1\"").await.refused(412, "stale");
        for wrong in ["", "A B", "Ä"] {
            assert_eq!(by.post("/v1/products", new(wrong)).await.status(), 422, "{wrong}");
        }
    });
}

#[test]
fn what_an_account_purchased_shows_the_product_as_it_is_now() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let product = Product { id: fresh(), ..records::product() };
        let account = records::account();
        let owned = portico_domain::accounts::Entitlement {
            product: product.id,
            product_version: product.versions[0].id,
            ..records::entitlement(account.id)
        };
        world.commit([Write::create(&product), Write::create(&account), Write::put(&owned)]).await;
        let version = json!({"id": product.versions[0].id, "label": "3.0 LTS", "released_on": "2024-01-02",
            "supported_until": "2025-01-31"});
        let change = json!({"name": "Renamed", "versions": [version]});
        by.patch(format!("/v1/products/{}", product.id), change).if_match("\"1\"").await.expect(200);
        let shown = by.get(format!("/v1/accounts/{}/entitlements", account.id)).await.expect(200).json();
        let shown = &shown["items"][0];
        assert_eq!((&shown["product"]["name"], &shown["version"]["label"]), (&json!("Renamed"), &json!("3.0 LTS")));
        assert_eq!((&shown["version"]["supported_until"], &shown["in_support"]), (&json!("2025-01-31"), &json!(false)));
    });
}
