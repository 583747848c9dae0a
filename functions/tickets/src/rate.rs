//! `POST /v1/tickets/{id}/rating`: the requester rates the solution.

use portico_domain::change::Commit;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::TicketForReader;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// A rating.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRating {
    /// Score, from 1 for very poor to 5 for very good.
    #[schema(minimum = 1, maximum = 5)]
    pub score: u8,
    /// Comment in the requester's words.
    #[schema(max_length = 1000)]
    pub comment: Option<String>,
}

/// Rates the solution, once, by the person who opened the ticket: from the solution until 30 days after closing.
#[utoipa::path(post, path = "/v1/tickets/{id}/rating", operation_id = "rate_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = NewRating,
    responses((status = 200, description = "The ticket as it is now", body = TicketForReader)))]
pub async fn rate_ticket<S: RequestStore + Tickets + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<NewRating>>,
) -> HandlerResult<TicketForReader> {
    let (act, ticket) = call.authorize(store.ticket(call.path).await?).await?;
    let NewRating { score, comment } = &call.input.0;
    let (ticket, change) = ticket.rate(&act, *score, comment.clone())?;
    let done = ok(TicketForReader::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
