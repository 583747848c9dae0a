//! `POST /v1/tickets/{id}/close`: end the ticket.

use crate::settings_of;
use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::TicketForReader;
use portico_http::{Call, HandlerResult, ok};

/// Closes the ticket.
#[utoipa::path(post, path = "/v1/tickets/{id}/close", operation_id = "close_ticket", tag = "tickets",
    params(("id" = TicketId, Path)),
    responses((status = 200, description = "The ticket as it is now", body = TicketForReader)))]
pub async fn close_ticket<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId>,
) -> HandlerResult<TicketForReader> {
    let (ticket, settings) = try_join(store.ticket(call.path), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (ticket, change) = ticket.close(&act, &settings)?;
    let done = ok(TicketForReader::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
