//! Returning to a former state of settings.

use crate::matrix_fixtures::{Cell, Expected, MatrixRequest};
use crate::scenario::put_on;
use portico_domain::hats::{HatKind, Role};
use portico_tests::samples::hat;
use portico_tests::world::in_own_world;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let request = cell.client().post("/v1/settings/knowledge/undo", json!({})).if_match("\"4000\"");
    MatrixRequest { request, driven: Expected { relation: None, done: (412, "stale") } }
}

#[test]
fn a_change_is_undone_as_a_new_version() {
    in_own_world(async |world| {
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let first = admin.get("/v1/settings/portal").await.expect(200);
        let undo = |body, etag: &str| admin.post("/v1/settings/portal/undo", body).if_match(etag);
        undo(json!({}), &first.etag()).await.refused(409, "no_former_state");
        let mut etag = first.etag();
        for name in ["Nordlys AS", "Sørlys AS"] {
            let mut document = first.json()["document"].clone();
            document["company_name"] = json!(name);
            let put = admin.put("/v1/settings/portal", json!({ "document": document })).if_match(&etag);
            etag = put.await.expect(200).etag();
        }
        undo(json!({}), &first.etag()).await.refused(412, "stale");
        let undone = undo(json!({}), &etag).await.expect(200);
        let seen = undone.json();
        assert_eq!((&seen["version"], &seen["document"]["company_name"]), (&json!(4), &json!("Nordlys AS")));
        // Each state stays in the history, so any of them can come back.
        let oldest = undo(json!({ "version": 1 }), &undone.etag()).await.expect(200).json();
        assert_eq!((&oldest["version"], &oldest["document"]), (&json!(5), &first.json()["document"]));
        undo(json!({ "version": 40 }), "\"5\"").await.refused(409, "no_former_state");
    });
}

#[test]
fn what_records_refer_to_is_not_undone() {
    in_own_world(async |world| {
        let admin = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let before = admin.get("/v1/settings/ticket_fields").await.expect(200);
        let mut document = before.json()["document"].clone();
        let field = json!({
            "id": "new_field", "kind": "text", "label": { "en": "New" }, "help": {}, "options": [],
            "shown_for": ["staff"], "required_for": [], "shown_if": null, "retired": false,
        });
        document["fields"].as_array_mut().unwrap().push(field);
        let put = admin.put("/v1/settings/ticket_fields", json!({ "document": document })).if_match(before.etag());
        let etag = put.await.expect(200).etag();
        let undo = admin.post("/v1/settings/ticket_fields/undo", json!({})).if_match(etag);
        undo.await.names(&[("/document/fields", "in_use")]);
    });
}
