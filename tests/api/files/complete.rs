//! Completing an upload.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let id = cell.stage.upload(cell.who, cell.relation).await;
    cell.of_record(cell.client().post(format!("/v1/uploads/{id}/complete"), json!({})), 200)
}
