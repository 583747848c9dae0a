//! `POST /v1/tickets/{id}/notes`: a message among staff.

use portico_domain::change::Commit;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTimelineItem;
use portico_http::{Body, Call, HandlerResult, created};
use serde::Deserialize;
use utoipa::ToSchema;

/// A note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// Text in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
}

/// Adds a note that only staff ever see.
#[utoipa::path(post, path = "/v1/tickets/{id}/notes", operation_id = "note_on_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = NewNote,
    responses((status = 201, description = "The note on the timeline", body = StaffTimelineItem)))]
pub async fn note_on_ticket<S: RequestStore + Tickets + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<NewNote>>,
) -> HandlerResult<StaffTimelineItem> {
    let ticket = store.ticket(call.path).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (note, change) = ticket.note(&act, call.input.0.text.clone())?;
    call.commit(store, change, created(StaffTimelineItem::from(&note))).await
}
