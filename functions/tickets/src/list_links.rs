//! `GET /v1/tickets/{id}/links`: follow-ups of a ticket, and the ticket that it follows.

use futures::future::try_join_all;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::follow_up::TicketLink;
use portico_domain::tickets::ports::Tickets;
use portico_http::{Call, HandlerResult, List, ok};

/// Tickets that are linked to this one, as far as the caller may read them. The one that it follows comes first.
#[utoipa::path(get, path = "/v1/tickets/{id}/links", operation_id = "list_links", tag = "tickets",
    params(("id" = TicketId, Path)),
    responses((status = 200, description = "All linked tickets", body = List<TicketLink>)))]
pub async fn list_links<S: RequestStore + Tickets + Sync>(
    store: &S,
    call: Call<TicketId>,
) -> HandlerResult<List<TicketLink>> {
    let (act, ticket) = call.authorize(store.ticket(call.path).await?).await?;
    let linked = try_join_all(ticket.links().map(|(_, other)| store.ticket(other.id))).await?;
    let links = ticket.links().zip(linked).filter_map(|((relation, _), other)| {
        // A link to a ticket out of reach does not show.
        let other = other.open(&act.caller, act.action).ok()?;
        Some(TicketLink::of(relation, &other, &act.caller))
    });
    Ok(ok(List::whole(links)))
}
