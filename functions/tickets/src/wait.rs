//! `POST /v1/tickets/{id}/wait`: ask the requester, and wait for the answer.

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

/// Question to the requester.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Text in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
}

/// Asks the requester. The clocks are paused until they answer.
#[utoipa::path(post, path = "/v1/tickets/{id}/wait", operation_id = "await_customer", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = Question,
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn await_customer<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<Question>>,
) -> HandlerResult<StaffTicketView> {
    let (ticket, settings) = try_join(store.ticket(call.path), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (ticket, change) = ticket.wait(&act, call.input.0.text.clone(), &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
