//! Confirming a solution.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_domain::tickets::TicketState;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::Resolved, "confirm", json!({}), 200).await
}
