//! `POST /v1/tickets/{id}/resolve`: solve the ticket.

use crate::settings_of;
use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Solution of the ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Solution {
    /// Text for the customer in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
}

/// Solves the ticket. The customer is asked to confirm; without an answer it is closed after seven days.
#[utoipa::path(post, path = "/v1/tickets/{id}/resolve", operation_id = "resolve_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = Solution,
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn resolve_ticket<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<Solution>>,
) -> HandlerResult<StaffTicketView> {
    let (ticket, settings) = try_join(store.ticket(call.path), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (ticket, change) = ticket.resolve(&act, call.input.0.text.clone(), &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
