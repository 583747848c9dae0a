//! `POST /v1/tickets/{id}/merge`: merge the ticket into another one.

use crate::settings_of;
use futures::future::try_join3;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::ids::TicketId;
use portico_domain::policy::Guarded;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::list::read_number;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Ticket to merge into.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeInto {
    /// Number or ID of the ticket in which this one goes on: `T-1042`.
    #[schema(min_length = 1, max_length = 40)]
    pub into: String,
}

/// Merges the ticket into another one of the same account. Both stay readable. The people of this one take part in the
/// other from now on, and get a mail.
#[utoipa::path(post, path = "/v1/tickets/{id}/merge", operation_id = "merge_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = MergeInto,
    responses((status = 200, description = "The merged ticket as it is now", body = StaffTicketView)))]
pub async fn merge_ticket<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<MergeInto>>,
) -> HandlerResult<StaffTicketView> {
    let into = &call.input.0.into;
    let (ticket, target, settings) =
        try_join3(store.ticket(call.path), target(store, into), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    // A ticket out of reach is refused like one that does not exist.
    let target = call.if_in_reach(target).await?.ok_or_else(|| {
        Error::field("/into", "not_found", "There is no such ticket among those you can see. Check the number.")
    })?;
    let (ticket, change) = ticket.merge(&act, target, &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    call.commit(store, change, done).await
}

/// The ticket of a number or ID.
async fn target<S: Tickets + Sync>(store: &S, into: &str) -> StoreResult<Guarded<Ticket>> {
    match (into.parse(), read_number(into)) {
        (Ok(id), _) => store.ticket(id).await,
        (Err(_), Some(number)) => store.ticket_by_number(number).await,
        (Err(_), None) => Ok(Guarded::seal(None)),
    }
}
