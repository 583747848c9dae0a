//! Starting, seeing and applying an import, by the people who may.

use crate::matrix::Relation;
use crate::matrix_fixtures::{Cell, MatrixRequest};
use crate::scenario::put_on;
use jiff::Timestamp;
use portico_domain::change::Write;
use portico_domain::hats::{HatKind, Role};
use portico_domain::imports::lines::LineOutcome;
use portico_testing::records;
use portico_tests::samples::{fresh, hat, ready_upload};
use portico_tests::steps::upload;
use portico_tests::world::in_world;
use serde_json::json;
use uuid::Uuid;

pub(crate) async fn drive_list(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/imports"), 200)
}

pub(crate) async fn drive_start(cell: Cell<'_>) -> MatrixRequest {
    let file = ready_upload(cell.client().who().person.id);
    cell.stage.world.commit([Write::create(&file)]).await;
    let body = json!({"kind": "accounts", "upload_id": file.id, "key": "name"});
    MatrixRequest::free(cell.client().post("/v1/imports", body), 201)
}

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    cell.of_record(cell.client().get(stored(cell).await), 200)
}

pub(crate) async fn drive_lines(cell: Cell<'_>) -> MatrixRequest {
    cell.of_record(cell.client().get(format!("{}/lines?outcome=error", stored(cell).await)), 200)
}

pub(crate) async fn drive_report(cell: Cell<'_>) -> MatrixRequest {
    cell.of_record(cell.client().get(format!("{}/report", stored(cell).await)), 303)
}

pub(crate) async fn drive_apply(cell: Cell<'_>) -> MatrixRequest {
    let request = cell.client().post(format!("{}/apply", stored(cell).await), json!({}));
    cell.of_record(request.if_match("\"1\""), 200)
}

/// The path of an import in the cell's relation: it belongs to the person who started it.
async fn stored(cell: Cell<'_>) -> String {
    let own = matches!(cell.relation, Relation::Own | Relation::Participant);
    let by = if own { cell.client().who().person.id } else { fresh() };
    let import = records::import(by, Timestamp::now());
    if cell.relation != Relation::Missing {
        let line = records::import_line(&import, 3, LineOutcome::Error);
        cell.stage.world.commit([Write::create(&import), Write::create(&line)]).await;
    }
    format!("/v1/imports/{}", import.id)
}

#[test]
fn a_role_imports_only_what_it_may_change_by_hand() {
    in_world(async |world| {
        for (role, kind) in [(Role::Sales, "products"), (Role::Sales, "contacts"), (Role::Operations, "contacts")] {
            let by = put_on(world, hat(HatKind::Staff, role)).await;
            let file = upload(&by, "lines.csv", "text/csv", b"code,name\nX1,Pump\n").await;
            by.post("/v1/imports", json!({"kind": kind, "upload_id": file})).await.refused(403, "forbidden");
        }
    });
}

#[test]
fn what_is_wrong_with_a_new_import_is_named() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Operations)).await;
        let file = async || upload(&by, "accounts.csv", "text/csv", b"name\nFjord\n").await;
        let start = |body: serde_json::Value| by.post("/v1/imports", body);
        let unknown = json!({"kind": "accounts", "upload_id": Uuid::now_v7()});
        start(unknown).await.names(&[("/upload_id", "upload_not_found")]);
        let key = json!({"kind": "accounts", "upload_id": file().await, "key": "color"});
        start(key).await.names(&[("/key", "not_one_of")]);
        let column = |column: &str, field: &str| json!({"column": column, "field": field});
        let columns = [column("name", "name"), column("b", "name"), column("c", "color")];
        let body = json!({"kind": "accounts", "upload_id": file().await, "columns": columns});
        start(body).await.names(&[("/columns/1/field", "duplicate"), ("/columns/2/field", "not_one_of")]);
        // A file is imported once.
        let file = file().await;
        let body = json!({"kind": "accounts", "upload_id": file, "key": "name"});
        start(body.clone()).await.expect(201);
        start(body).await.names(&[("/upload_id", "upload_claimed")]);
    });
}

#[test]
fn a_repeated_submit_starts_one_import() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Sales)).await;
        let file = upload(&by, "accounts.csv", "text/csv", b"name\nFjord\n").await;
        let body = json!({"kind": "accounts", "upload_id": file, "key": "name"});
        let submit = by.post("/v1/imports", body).key(Uuid::now_v7());
        let first = submit.clone().await.expect(201);
        assert_eq!(submit.await.expect(201).json()["id"], first.json()["id"]);
        assert_eq!(by.all("/v1/imports", 1).await.len(), 1, "others' imports are not listed");
    });
}

#[test]
fn an_import_is_applied_once_and_only_if_it_changes_something() {
    in_world(async |world| {
        let by = put_on(world, hat(HatKind::Staff, Role::Administrator)).await;
        let import = records::import(by.who().person.id, Timestamp::now());
        let nothing = portico_domain::imports::Import {
            id: fresh(),
            checked: portico_domain::imports::lines::LineCounts { same: 2, ..Default::default() },
            ..import.clone()
        };
        world.commit([Write::create(&import), Write::create(&nothing)]).await;
        let apply = |id| by.post(format!("/v1/imports/{id}/apply"), json!({}));
        apply(import.id).await.refused(428, "precondition_required");
        apply(nothing.id).if_match("\"1\"").await.refused(409, "state_conflict");
        let applied = apply(import.id).if_match("\"1\"").await.expect(200).json();
        assert_eq!(
            (&applied["state"], &applied["done"], &applied["allowed"]),
            (&json!("applying"), &json!(0), &json!(["download"]))
        );
        apply(import.id).if_match("\"1\"").await.refused(412, "stale");
    });
}
