//! The history of a section of settings.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/settings/knowledge/history"), 200)
}
