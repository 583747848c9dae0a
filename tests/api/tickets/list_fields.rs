//! The fields that the company added to its tickets, as each hat sees them.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/ticket-fields"), 200)
}
