//! `PATCH /v1/people/{id}`: disable or enable a person, and resume mail to them.

use crate::get::PersonView;
use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::ids::PersonId;
use portico_domain::people::PersonStatus;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Whether a person may sign in.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewStatus {
    /// The person may sign in, or be invited again if they have not joined yet. The earlier link stays invalid.
    Active,
    /// The person may not sign in; open sessions are refused on their next call.
    Disabled,
}

/// Whether a person is sent mail.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewMail {
    /// Mail is sent again after a bounce or complaint. Another one stops it again.
    Again,
}

/// Fields to change; those left out stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePerson {
    /// Whether the person may sign in.
    pub status: Option<NewStatus>,
    /// Whether the person is sent mail.
    pub mail: Option<NewMail>,
}

/// Disables or enables a person, from their next call on. Can also resume mail that was stopped after a bounce or
/// complaint. Without a difference nothing is written, and the version stays.
#[utoipa::path(patch, path = "/v1/people/{id}", operation_id = "update_person", tag = "people", params(("id" = PersonId, Path)),
    request_body = UpdatePerson, responses((status = 200, description = "The person as it is now", body = PersonView)))]
pub async fn update_person<S: RequestStore + People + Commit + Sync>(
    store: &S,
    call: Call<PersonId, Body<UpdatePerson>>,
) -> HandlerResult<PersonView> {
    let me = [call.token_caller()?.person];
    let (person, by) = try_join(store.person(call.path), store.people(&me)).await?;
    let (act, person) = call.authorize(person).await?;
    let by = by.into_iter().next().ok_or(Error::NotSignedIn("session_ended"))?;
    let status = call.input.0.status.map(|status| match status {
        NewStatus::Active => PersonStatus::Active,
        NewStatus::Disabled => PersonStatus::Disabled,
    });
    let (person, change) = person.change_standing(&act, status, call.input.0.mail.is_some(), &by)?;
    let version = person.version;
    let done = ok(PersonView::of(person, &act.caller)).version(version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
