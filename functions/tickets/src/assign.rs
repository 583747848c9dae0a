//! `POST /v1/tickets/{id}/assign`: give the ticket to an agent or a queue.

use crate::settings_of;
use futures::future::try_join3;
use portico_domain::change::Commit;
use portico_domain::ids::{PersonId, QueueId, TicketId};
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Agent, queue or both that a ticket is given to.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignTo {
    /// The agent, one of the queue's who can sign in; nobody without.
    pub assignee_id: Option<PersonId>,
    /// The queue; the one it is in without.
    pub queue_id: Option<QueueId>,
}

/// Gives the ticket to an agent of its queue, to nobody, or to another queue.
#[utoipa::path(post, path = "/v1/tickets/{id}/assign", operation_id = "assign_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = AssignTo,
    responses((status = 200, description = "The ticket as it is now", body = StaffTicketView)))]
pub async fn assign_ticket<S: RequestStore + People + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<AssignTo>>,
) -> HandlerResult<StaffTicketView> {
    let AssignTo { assignee_id, queue_id } = call.input.0;
    let agent: Vec<PersonId> = assignee_id.into_iter().collect();
    let (ticket, settings, found) =
        try_join3(store.ticket(call.path), settings_of(store), store.people(&agent)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let (ticket, change) = ticket.assign(&act, assignee_id, &found, queue_id, &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}
