//! The queues that an agent may choose from.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    MatrixRequest::free(cell.client().get("/v1/queues"), 200)
}
