//! The page of an account.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_record(cell.client().get(format!("/v1/accounts/{}", cell.stage.account(cell.relation))), 200)
}
