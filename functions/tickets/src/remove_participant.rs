//! `DELETE /v1/tickets/{id}/participants/{person_id}`: remove a person from a ticket, or leave it.

use portico_domain::change::Commit;
use portico_domain::ids::{PersonId, TicketId};
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_http::{Call, HandlerResult, no_content};

/// Removes a person who takes part. They can no longer read the ticket, from their next call. Participants remove
/// themselves alone.
#[utoipa::path(delete, path = "/v1/tickets/{id}/participants/{person_id}", operation_id = "remove_participant",
    tag = "tickets", params(("id" = TicketId, Path), ("person_id" = PersonId, Path)),
    responses((status = 204, description = "The person takes part no longer")))]
pub async fn remove_participant<S: RequestStore + Tickets + Commit + Sync>(
    store: &S,
    call: Call<(TicketId, PersonId)>,
) -> HandlerResult<()> {
    let (id, person) = call.path;
    let (act, ticket) = call.authorize(store.ticket(id).await?).await?;
    let (_, change) = ticket.remove_participant(&act, person)?;
    call.commit(store, change, no_content()).await
}
