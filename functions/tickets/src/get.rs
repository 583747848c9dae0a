//! `GET /v1/tickets/{id}`: one ticket.

use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::TicketForReader;
use portico_http::{Call, HandlerResult, ok};

/// One ticket, as the caller's audience sees it.
#[utoipa::path(get, path = "/v1/tickets/{id}", operation_id = "get_ticket", tag = "tickets", params(("id" = TicketId, Path)),
    responses((status = 200, description = "The ticket", body = TicketForReader)))]
pub async fn get_ticket<S: RequestStore + Tickets + Sync>(
    store: &S,
    call: Call<TicketId>,
) -> HandlerResult<TicketForReader> {
    let ticket = store.ticket(call.path).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    Ok(ok(TicketForReader::of(&ticket, &act.caller, act.now)).version(ticket.version))
}
