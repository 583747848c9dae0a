//! The page of the ledger.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_domain::hats::Role;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await;
    let request = cell.client().get(format!("/v1/touches?record={}", ticket.id));
    // To an administrator a record nothing was done on is like one that does not exist.
    if cell.who.1 == Role::Administrator { MatrixRequest::free(request, 200) } else { cell.of_record(request, 200) }
}
