//! Downloading a file of a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    let ticket = cell.stage.ticket(cell.who, cell.relation).await;
    cell.of_record(cell.client().get(format!("/v1/tickets/{}/files/{}", ticket.id, ticket.files[0].id)), 303)
}
