//! The people of an account.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let account = cell.stage.account(cell.relation);
    cell.of_record(cell.client().get(format!("/v1/accounts/{account}/contacts")), 200)
}
