//! `POST /v1/tickets/{id}/hold`: put the ticket off until a day.

use crate::settings_of;
use futures::future::try_join;
use jiff::Timestamp;
use portico_domain::change::Commit;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Until when, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutOff {
    /// Until when.
    pub until: Timestamp,
    /// Reason, as a note that only staff see.
    #[schema(max_length = 20000)]
    pub text: Option<String>,
}

/// Puts the ticket off. On that day it is open again by itself.
#[utoipa::path(post, path = "/v1/tickets/{id}/hold", operation_id = "hold_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = PutOff,
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn hold_ticket<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<PutOff>>,
) -> HandlerResult<StaffTicketView> {
    let (ticket, settings) = try_join(store.ticket(call.path), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let PutOff { until, text } = &call.input.0;
    let text = text.clone().filter(|text| !text.is_empty());
    let (ticket, change) = ticket.hold(&act, *until, text, &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
