//! `PUT /v1/settings/{section}`: another state of a section.

use crate::get::SettingsView;
use crate::sections::{Checked, section};
use portico_domain::change::Commit;
use portico_domain::error::{Error, FieldError};
use portico_domain::hats::HatKind;
use portico_domain::ids::PersonId;
use portico_domain::people::PersonStatus;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::settings::SettingsDocuments;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Largest section, in bytes of JSON.
const LARGEST: usize = 100_000;

/// Document of a section.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceSettings {
    /// The whole document.
    #[schema(value_type = Object)]
    pub document: Map<String, Value>,
}

/// Replaces a section of the settings. It takes effect with the next call; the state before stays in the history.
#[utoipa::path(put, path = "/v1/settings/{section}", operation_id = "replace_settings", tag = "settings",
    params(("section" = String, Path)), request_body = ReplaceSettings,
    responses((status = 200, description = "The section as it is now", body = SettingsView)))]
pub async fn replace_settings<S: RequestStore + SettingsDocuments + People + Commit + Sync>(
    store: &S,
    call: Call<String, Body<ReplaceSettings>>,
) -> HandlerResult<SettingsView> {
    let editable = section(&call.path)?;
    let (act, stored) = call.authorize(store.document(editable.name).await?).await?;
    let Checked { document, staff } = (editable.check)(&Value::Object(call.input.0.document.clone()))?;
    if document.to_string().len() > LARGEST {
        return Err(Error::TooLarge.into());
    }
    can_work(store, staff).await?;
    let (next, change) = stored.replace(&act, document);
    let version = next.version;
    let change = change.jobs((editable.jobs)(&act));
    call.commit(store, change, ok(SettingsView::from(next)).version(version)).await
}

/// Refuses people who are no staff that can sign in: no work must be given to them.
async fn can_work<S: People>(store: &S, staff: Vec<(String, PersonId)>) -> Result<(), Error> {
    let mut ids: Vec<PersonId> = staff.iter().map(|(_, person)| *person).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = store.people(&ids).await?;
    let works = |id: PersonId| {
        people.iter().any(|person| {
            person.id == id
                && person.status == PersonStatus::Active
                && person.hats.iter().any(|hat| hat.kind == HatKind::Staff)
        })
    };
    let wrong = staff.into_iter().filter(|(_, person)| !works(*person));
    let detail = "This is nobody of the staff who can sign in.";
    let wrong: Vec<FieldError> = wrong.map(|(place, _)| FieldError::new(place, "not_one_of", detail)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Error::Input(wrong)) }
}
