//! `POST /v1/tickets/{id}/take`: the caller takes the ticket.

use portico_domain::ids::TicketId;
use portico_domain::ports::{Commit, Gate, Tickets};
use portico_domain::tickets::view::StaffTicketView;
use portico_http::{Answer, Call, ok};

/// Takes the ticket. A new one is being worked on from now.
#[utoipa::path(post, path = "/v1/tickets/{id}/take", operation_id = "take_ticket", tag = "tickets",
    params(("id" = TicketId, Path)),
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn take_ticket<S: Gate + Tickets + Commit + Sync>(
    store: &S,
    call: Call<TicketId>,
) -> Answer<StaffTicketView> {
    let ticket = store.ticket(call.path).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (ticket, change) = ticket.take(&act)?;
    let done = ok(StaffTicketView::of(&ticket, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
