//! The page of a person.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_record(cell.client().get(format!("/v1/people/{}", cell.stage.person(cell.relation).await)), 200)
}
