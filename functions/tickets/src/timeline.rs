//! `GET /v1/tickets/{id}/timeline`: messages and events of a ticket, oldest first.

use portico_domain::hats::HatKind;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::{StaffTimelineItem, TimelineItem};
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// Largest number of items in a page: Lambda answers at most 6 MB, and a message can have 80 KB.
const LONGEST_PAGE: u32 = 50;

/// Item as the caller's audience sees it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum TimelineItemForReader {
    /// Item for staff.
    Staff(Box<StaffTimelineItem>),
    /// Item for all other readers.
    Customer(Box<TimelineItem>),
}

/// Lists messages and events of a ticket. Staff also get its notes.
#[utoipa::path(get, path = "/v1/tickets/{id}/timeline", operation_id = "list_timeline", tag = "tickets",
    params(("id" = TicketId, Path), PageParams),
    responses((status = 200, description = "A page, oldest first", body = List<TimelineItemForReader>)))]
pub async fn list_timeline<S: RequestStore + Tickets + Sync>(
    store: &S,
    call: Call<TicketId, Params<PageParams>>,
) -> HandlerResult<List<TimelineItemForReader>> {
    let filter = call.path.to_string();
    let paged = call.paged(&call.input.0, &filter)?.at_most(LONGEST_PAGE);
    // The timeline is read only after the ticket is authorized: a refusal takes the same time for a long timeline.
    let (act, ticket) = call.authorize(store.ticket(call.path).await?).await?;
    if act.caller.hat.kind == HatKind::Staff {
        let page = store.staff_timeline(ticket.id, paged.request()).await?.of(&ticket)?;
        let view = |item| TimelineItemForReader::Staff(Box::new(StaffTimelineItem::from(item)));
        return Ok(ok(paged.list(page, view)?));
    }
    let page = store.timeline(ticket.id, paged.request()).await?.of(&ticket)?;
    let view = |item| TimelineItemForReader::Customer(Box::new(TimelineItem::from(item)));
    Ok(ok(paged.list(page, view)?))
}
