//! Adding purchases to an account, and changing them.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use portico_domain::accounts::products::Product;
use portico_domain::accounts::{Account, Entitlement};
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::touch_list::TouchesOf;
use portico_testing::records;
use portico_tests::samples::hat;
use portico_tests::steps::with;
use portico_tests::world::{World, in_world};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn drive_add(cell: Cell<'_>) -> MatrixRequest {
    let (account, product) = (cell.stage.account(cell.relation), sold(cell.stage.world).await);
    cell.of_record(cell.client().post(format!("/v1/accounts/{account}/entitlements"), bought(&product)), 201)
}

pub(crate) async fn drive_change(cell: Cell<'_>) -> MatrixRequest {
    let (account, product) = (records::account(), sold(cell.stage.world).await);
    let owned = owned(&account, &product);
    if cell.relation != Relation::Missing {
        cell.stage.world.commit([Write::create(&account), Write::put(&owned)]).await;
    }
    let path = format!("/v1/accounts/{}/entitlements/{}", account.id, owned.id);
    cell.of_record(cell.client().patch(path, bought(&product)).if_match("\"1\""), 200)
}

/// Adds a product.
pub(crate) async fn sold(world: &World) -> Product {
    let product = records::product();
    world.commit([Write::create(&product)]).await;
    product
}

fn owned(account: &Account, product: &Product) -> Entitlement {
    Entitlement { product: product.id, product_version: product.versions[0].id, ..records::entitlement(account.id) }
}

/// A day that is still to come, whenever the tests run.
fn far() -> String {
    format!("{}-12-31", Timestamp::now().to_zoned(TimeZone::UTC).year() + 50)
}

/// A purchase of the product's first version.
pub(crate) fn bought(product: &Product) -> Value {
    json!({"product_id": product.id, "version_id": product.versions[0].id, "quantity": 2, "serials": ["A1", " A2 "],
        "purchased_on": "2026-03-01", "warranty_until": "2028-02-29", "support_until": far()})
}

#[test]
fn a_purchase_is_added_and_a_ticket_can_be_about_it() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        let (account, product) = (records::account(), sold(world).await);
        world.commit([Write::create(&account)]).await;
        let path = format!("/v1/accounts/{}/entitlements", account.id);
        let submit = by.post(&path, bought(&product)).key(Uuid::now_v7());
        let made = submit.clone().await.expect(201).json();
        assert_eq!(submit.await.expect(201).json(), made, "once");
        assert_eq!((&made["product"]["name"], &made["serials"]), (&json!(product.name), &json!(["A1", "A2"])));
        assert_eq!((&made["warranty_until"], &made["revision"]), (&json!("2028-02-29"), &json!(1)));
        assert_eq!(by.all(&path, 10).await, [made]);

        let customer = put_on(world, records::hat_of(&account, Role::Member)).await;
        let issue = json!({"type": "issue", "severity": "low", "synopsis": "It stops", "description": "Often.",
            "product_id": product.id, "version_id": product.versions[0].id});
        customer.post("/v1/tickets", issue).await.expect(201);
        let touches = world.touches(TouchesOf::Account(account.id)).await;
        let left = |label: &str| touches.iter().any(|touch| touch.action.label() == label);
        assert!(left("Changed what an account purchased"), "{touches:?}");
    });
}

#[test]
fn units_and_dates_are_changed() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Operations)).await;
        let (account, product) = (records::account(), sold(world).await);
        let before = owned(&account, &product);
        world.commit([Write::create(&account), Write::put(&before)]).await;
        let path = format!("/v1/accounts/{}/entitlements/{}", account.id, before.id);
        let change = with(bought(&product), &json!({"quantity": 7, "support_until": "2027-03-31"}));
        let changed = by.patch(&path, change.clone()).if_match("\"1\"").await.expect(200);
        assert_eq!(changed.etag(), "\"2\"");
        let now = changed.json();
        assert_eq!((&now["quantity"], &now["support_until"]), (&json!(7), &json!("2027-03-31")));
        by.patch(&path, change.clone()).if_match("\"1\"").await.refused(412, "stale");
        let same = by.patch(&path, change.clone()).if_match("\"2\"").await.expect(200);
        assert_eq!(same.etag(), "\"2\"", "nothing has changed");
        let elsewhere = with(change, &json!({"version_id": Uuid::now_v7()}));
        by.patch(&path, elsewhere).if_match("\"2\"").await.refused(404, "not_found");
        assert_eq!(by.all(&format!("/v1/accounts/{}/entitlements", account.id), 10).await, [now]);
    });
}

#[test]
fn what_cannot_be_is_named() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let (account, product) = (records::account(), sold(world).await);
        world.commit([Write::create(&account)]).await;
        let path = format!("/v1/accounts/{}/entitlements", account.id);
        let post = async |change: Value| by.post(&path, with(bought(&product), &change)).await;
        post(json!({"product_id": Uuid::now_v7()})).await.names(&[("/product_id", "not_found")]);
        post(json!({"version_id": Uuid::now_v7()})).await.names(&[("/version_id", "not_one_of")]);
        post(json!({"quantity": 0})).await.names(&[("/quantity", "too_small")]);
        post(json!({"serials": ["A1", "a1"]})).await.names(&[("/serials/1", "duplicate")]);
        post(json!({"quantity": 1})).await.names(&[("/serials", "too_many")]);
        post(json!({"support_until": "2026-02-28", "warranty_until": "2026-02-01"}))
            .await
            .names(&[("/warranty_until", "too_early"), ("/support_until", "too_early")]);
    });
}
