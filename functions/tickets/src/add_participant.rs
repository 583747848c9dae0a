//! `POST /v1/tickets/{id}/participants`: add a colleague to a ticket.

use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::ids::{PersonId, TicketId};
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::TicketForReader;
use portico_http::{Body, Call, HandlerResult, created, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Person who is to take part in a ticket.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParticipant {
    /// The person, a colleague of the same account or company.
    pub person_id: PersonId,
}

/// Largest number of tries to add a person while the ticket changes: who takes part does not depend on other changes.
const TRIES: usize = 8;

/// Adds a colleague, who reads and answers the ticket like its requester, and is notified. At most 10 take part.
#[utoipa::path(post, path = "/v1/tickets/{id}/participants", operation_id = "add_participant", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = NewParticipant,
    responses((status = 201, description = "The ticket as it is now", body = TicketForReader)))]
pub async fn add_participant<S: RequestStore + People + Tickets + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<NewParticipant>>,
) -> HandlerResult<TicketForReader> {
    let wanted = [call.input.0.person_id];
    retry!(TRIES, |_| {
        let (ticket, found) = try_join(store.ticket(call.path), store.people(&wanted)).await?;
        let (act, ticket) = call.authorize(ticket).await?;
        let (ticket, change) = ticket.add_participant(&act, found.first())?;
        let done = created(TicketForReader::of(&ticket, &act.caller, act.now)).version(ticket.version);
        call.commit(store, change, done).await
    })
}
