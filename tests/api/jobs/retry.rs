//! Trying a parked job again.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let id = cell.stage.job(cell.relation).await;
    cell.of_record(cell.client().post(format!("/v1/jobs/{id}/retry"), json!({})), 200)
}
