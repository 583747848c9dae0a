//! Announcing a file.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_tests::steps::announcement;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().post("/v1/uploads", announcement("a.txt", "text/plain", b"x")), 201)
}
