//! The list of jobs.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/jobs?state=parked"), 200)
}
