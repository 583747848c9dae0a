//! `PUT /v1/tickets/{id}/presence`: what the caller does on a ticket right now, and who else is on it.

use futures::future::try_join;
use portico_domain::ids::TicketId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::PersonRef;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::presence::{Activity, Presence, Presences, others};
use portico_http::{Body, Call, HandlerResult, List, ok};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Activity of the caller.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPresence {
    /// Activity on the ticket.
    pub state: Activity,
}

/// Presence of a colleague on a ticket.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PresenceView {
    /// The colleague.
    pub person: PersonRef,
    /// Activity of the colleague.
    pub state: Activity,
}

impl From<Presence> for PresenceView {
    fn from(presence: Presence) -> Self {
        Self { person: presence.person, state: presence.state }
    }
}

/// Says for half a minute that the caller is on the ticket, and lists the colleagues who are. It changes nothing of the
/// ticket, and leaves no touch.
#[utoipa::path(put, path = "/v1/tickets/{id}/presence", operation_id = "note_presence", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = OwnPresence,
    responses((status = 200, description = "Colleagues on the ticket, those who write first", body = List<PresenceView>)))]
pub async fn note_presence<S: RequestStore + Tickets + Presences + Sync>(
    store: &S,
    call: Call<TicketId, Body<OwnPresence>>,
) -> HandlerResult<List<PresenceView>> {
    let ticket = store.ticket(call.path).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    // What hangs on a ticket is read only when the ticket is known to be in reach.
    let own = Presence::of(&act.caller, ticket.id, call.input.0.state, act.now);
    let (signs, ()) = try_join(store.presences(ticket.id), store.note_presence(&own)).await?;
    let signs = signs.of(&ticket)?;
    Ok(ok(List::whole(others(signs, &act.caller, act.now).into_iter().map(PresenceView::from))))
}
