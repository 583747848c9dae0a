//! Waiting for the customer.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_domain::tickets::TicketState;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::Open, "wait", json!({"text": "Something."}), 200).await
}
