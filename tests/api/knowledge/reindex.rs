//! Building the search index again.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().post("/v1/knowledge/reindex", json!({})), 202)
}
