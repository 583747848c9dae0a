//! Kinds of imports, by role.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::hats::{HatKind, Role};
use portico_tests::samples::hat;
use portico_tests::world::in_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/import-kinds"), 200)
}

#[test]
fn a_role_sees_the_kinds_that_it_may_import() {
    in_world(async |world| {
        for (role, expected) in [
            (Role::Administrator, json!(["accounts", "products", "contacts", "entitlements"])),
            (Role::Operations, json!(["accounts", "products", "entitlements"])),
            (Role::Sales, json!(["accounts", "entitlements"])),
        ] {
            let by = put_on(world, hat(HatKind::Staff, role)).await;
            let found = by.get("/v1/import-kinds").await.expect(200).json();
            let kinds: Vec<_> = found["items"].as_array().unwrap().iter().map(|kind| kind["kind"].clone()).collect();
            assert_eq!(json!(kinds), expected, "{role:?}");
        }
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        let accounts = by.get("/v1/import-kinds").await.expect(200).json()["items"][0].clone();
        assert_eq!(accounts["fields"][1]["name"], "name");
        assert_eq!(
            (&accounts["fields"][1]["required"], &accounts["fields"][2]["cell"]),
            (&json!(true), &json!("word"))
        );
        assert_eq!(accounts["keys"][0]["needs"], json!(["number"]));
    });
}
