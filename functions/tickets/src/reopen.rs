//! `POST /v1/tickets/{id}/reopen`: open the ticket again.

use crate::settings_of;
use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::TicketForReader;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Reason for reopening a ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Text in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
}

/// Opens the ticket again, within 14 days after it was closed.
#[utoipa::path(post, path = "/v1/tickets/{id}/reopen", operation_id = "reopen_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = Reason,
    responses((status = 200, description = "The ticket as it is now", body = TicketForReader)))]
pub async fn reopen_ticket<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<Reason>>,
) -> HandlerResult<TicketForReader> {
    let (ticket, settings) = try_join(store.ticket(call.path), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (ticket, change) = ticket.reopen(&act, call.input.0.text.clone(), &settings)?;
    let done = ok(TicketForReader::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
