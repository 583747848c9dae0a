//! Closing a ticket.

use crate::matrix_fixtures::{Cell, MatrixRequest};
use portico_domain::hats::HatKind;
use portico_domain::tickets::TicketState;
use serde_json::json;

pub(crate) async fn drive(cell: Cell<'_>) -> MatrixRequest {
    // Staff close what is solved, customers what is not needed any more.
    let state = if cell.who.0 == HatKind::Staff { TicketState::Resolved } else { TicketState::Open };
    cell.of_ticket(state, "close", json!({}), 200).await
}
