//! `POST /v1/people/{id}/view-as`: look at the portal as another person.

use crate::view::ViewedSession;
use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::ids::{HatId, PersonId};
use portico_domain::policy::Guarded;
use portico_domain::ports::RequestStore;
use portico_domain::signing::SigningKey;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Hat in which a person is seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewAs {
    /// ID of one of the person's hats; their usual one if it is left out.
    pub hat_id: Option<HatId>,
}

/// Lets the caller look at the portal as another person, for ten minutes. With the token of the answer, calls read what
/// the person reads. Every other call, and reading their drafts or sessions, is refused with `read_only`. Each touch
/// names both people. The view also ends with the caller's own session, and when the person cannot sign in any more.
#[utoipa::path(post, path = "/v1/people/{id}/view-as", operation_id = "view_as_person", tag = "people",
    params(("id" = PersonId, Path)), request_body = ViewAs,
    responses((status = 200, description = "The view", body = ViewedSession)))]
pub async fn view_as_person<S: RequestStore + SigningKey + Commit + Sync>(
    store: &S,
    call: Call<PersonId, Body<ViewAs>>,
) -> HandlerResult<ViewedSession> {
    let (person, key) = try_join(store.viewed(call.path), store.signing_key()).await?;
    let (act, person) = call.authorize(Guarded::seal(person)).await?;
    let (viewed, change) = person.view_as(&act, call.input.0.hat_id)?;
    let view = ViewedSession::new(&key, &person, &viewed, &act)?;
    call.commit(store, change, ok(view)).await
}
