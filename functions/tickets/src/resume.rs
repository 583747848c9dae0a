//! `POST /v1/tickets/{id}/resume`: end the hold before its day.

use crate::settings_of;
use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_http::{Call, HandlerResult, ok};

/// Ends the hold of the ticket. It is open again, and its clocks go on.
#[utoipa::path(post, path = "/v1/tickets/{id}/resume", operation_id = "resume_ticket", tag = "tickets",
    params(("id" = TicketId, Path)),
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn resume_ticket<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId>,
) -> HandlerResult<StaffTicketView> {
    let (ticket, settings) = try_join(store.ticket(call.path), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (ticket, change) = ticket.resume(&act, &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
