//! `DELETE /v1/people/{id}/second-factor`: remove the second factor of a person who has lost it.

use crate::get::PersonView;
use portico_domain::change::Commit;
use portico_domain::ids::PersonId;
use portico_domain::people::LostSecondFactors;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// Removes the second factor of a person who has lost it. Their password alone is enough then, their sessions go on, and
/// they are notified by mail. Nobody removes their own in this way.
#[utoipa::path(delete, path = "/v1/people/{id}/second-factor", operation_id = "remove_lost_second_factor", tag = "people",
    params(("id" = PersonId, Path)), responses((status = 200, description = "The person as it is now", body = PersonView)))]
pub async fn remove_lost_second_factor<S: RequestStore + People + LostSecondFactors + Commit + Sync>(
    store: &S,
    call: Call<PersonId>,
) -> HandlerResult<PersonView> {
    let person = store.person(call.path).await?;
    let (act, person) = call.authorize(person).await?;
    let (person, change) = person.remove_lost_second_factor(&act)?;
    let version = person.version;
    call.commit(store, change, ok(PersonView::of(person, &act.caller)).version(version)).await
}
