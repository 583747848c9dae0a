//! Putting a ticket on hold.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_domain::tickets::TicketState;
use portico_tests::steps::tomorrow;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    cell.of_ticket(TicketState::Open, "hold", json!({"until": tomorrow()}), 200).await
}
