//! Rating an article.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let id = cell.stage.article(cell.who, cell.relation).await;
    let body = json!({"helpful": false, "comment": "No."});
    cell.of_article(cell.client().post(format!("/v1/articles/{id}/feedback"), body), 201)
}
