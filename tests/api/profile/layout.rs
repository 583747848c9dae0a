//! The layout of the first page.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use serde_json::json;

pub(crate) async fn drive_get(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/me/layout"), 200)
}

pub(crate) async fn drive_replace(cell: Cell<'_>) -> MatrixRequest {
    let widgets = json!({"widgets": [{"id": "articles", "visible": true}]});
    MatrixRequest::free(cell.stage.like(cell.who).await.put("/v1/me/layout", widgets).if_match("\"0\""), 200)
}
