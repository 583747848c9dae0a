//! `POST /v1/tickets/{id}/take`: the caller takes the ticket.

use portico_domain::act::ActionContext;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::record::Resource;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_http::{Call, HandlerResult, ok};

/// Takes the ticket. A new one is being worked on from now.
#[utoipa::path(post, path = "/v1/tickets/{id}/take", operation_id = "take_ticket", tag = "tickets",
    params(("id" = TicketId, Path)),
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn take_ticket<S: RequestStore + Tickets + Commit + Sync>(
    store: &S,
    call: Call<TicketId>,
) -> HandlerResult<StaffTicketView> {
    let ticket = store.ticket(call.path).await?;
    let ticket = call.open(ticket).await?;
    let act = call.act().await?;
    not_taken_meanwhile(&call, &act, &ticket)?;
    let (ticket, change) = ticket.take(&act)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}

/// Refuses a version that is not the newest, and says who has the ticket now: trying again would take it from them.
fn not_taken_meanwhile(call: &Call<TicketId>, act: &ActionContext, ticket: &Ticket) -> Result<(), Error> {
    let other = ticket.assignee.as_ref().filter(|agent| agent.id != act.caller.person);
    match (call.check_if_match(ticket.version()), other) {
        (Err(Error::Stale), Some(agent)) => Err(Error::Conflict {
            code: "taken",
            detail: format!("{} has changed while you had it open. {} has it now.", ticket.label(), agent.name),
        }),
        (seen, _) => seen,
    }
}
