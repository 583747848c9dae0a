//! `GET` and `PUT /v1/me/notifications`: the mails that one gets.

use portico_domain::change::Commit;
use portico_domain::people::ports::People;
use portico_domain::people::{MailPreference, Person};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Mail preferences. Mails about how one signs in are not among them: they always come.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notifications {
    /// Preferences for the kinds of mails that one's hats get.
    pub mails: Vec<MailPreference>,
    /// Version: counts the changes of the person.
    pub version: u64,
}

impl From<Person> for Notifications {
    fn from(person: Person) -> Self {
        Self { mails: person.mail_preferences(), version: person.version }
    }
}

/// Preferences to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetNotifications {
    /// Kinds of mails with whether one gets them. Kinds that are not named stay as they are.
    #[schema(max_items = 20)]
    pub mails: Vec<MailPreference>,
}

/// Mail preferences of the caller.
#[utoipa::path(get, path = "/v1/me/notifications", operation_id = "get_notifications", tag = "profile",
    responses((status = 200, description = "The preferences", body = Notifications)))]
pub async fn get_notifications<S: RequestStore + People + Sync>(store: &S, call: Call) -> HandlerResult<Notifications> {
    let person = store.person(call.token_caller()?.person).await?;
    let (_, person) = call.authorize(person).await?;
    let version = person.version;
    Ok(ok(person.into()).version(version))
}

/// Sets mail preferences of the caller. They hold from the next mail on.
#[utoipa::path(put, path = "/v1/me/notifications", operation_id = "replace_notifications", tag = "profile",
    request_body = SetNotifications,
    responses((status = 200, description = "The preferences as they are now", body = Notifications)))]
pub async fn replace_notifications<S: RequestStore + People + Commit + Sync>(
    store: &S,
    call: Call<(), Body<SetNotifications>>,
) -> HandlerResult<Notifications> {
    let person = store.person(call.token_caller()?.person).await?;
    let (act, person) = call.authorize(person).await?;
    let (person, change) = person.prefer_mails(&act, &call.input.0.mails);
    let version = person.version;
    let done = ok(person.into()).version(version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
