//! `PUT /v1/settings/{section}`: another state of a section.

use crate::get::SettingsView;
use crate::sections::section;
use futures::future::try_join;
use portico_domain::caller::Caller;
use portico_domain::change::Commit;
use portico_domain::error::{Error, FieldError};
use portico_domain::ids::{PersonId, SessionId};
use portico_domain::people::ports::People;
use portico_domain::people::{Person, PersonStatus};
use portico_domain::policy::permits;
use portico_domain::ports::RequestStore;
use portico_domain::settings::{Settings, SettingsDocuments, Staffing};
use portico_domain::tickets::fields::TicketFields;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;

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
pub async fn replace_settings<S: RequestStore + SettingsDocuments + Settings + People + Commit + Sync>(
    store: &S,
    call: Call<String, Body<ReplaceSettings>>,
) -> HandlerResult<SettingsView> {
    let editable = section(&call.path)?;
    let (stored, fields) = try_join(store.document(editable.name), store.section::<TicketFields>()).await?;
    let (act, stored) = call.authorize(stored).await?;
    let document = Value::Object(call.input.0.document.clone());
    if document.to_string().len() > LARGEST {
        return Err(Error::TooLarge.into());
    }
    let staff = (editable.validate)(&document, &stored.document, &fields.unwrap_or_default())?;
    let names = able(store, staff).await?;
    let document = (editable.complete)(&document, &names)?;
    if document == stored.document {
        let version = stored.version;
        return Ok(ok(SettingsView::from(stored)).version(version));
    }
    let (next, change) = stored.replace(&act, document);
    let version = next.version;
    let change = change.jobs((editable.jobs)(&act));
    call.commit(store, change, ok(SettingsView::from(next)).version(version)).await
}

/// Names of the people who newly get work. Refuses those who cannot sign in or may not do it.
async fn able<S: People>(store: &S, staff: Vec<Staffing>) -> Result<BTreeMap<PersonId, String>, Error> {
    let ids: BTreeSet<PersonId> = staff.iter().map(|work| work.person).collect();
    let people = store.people(&ids.into_iter().collect::<Vec<_>>()).await?;
    let may = |person: &Person, work: &Staffing| {
        person.status == PersonStatus::Active
            && person.hats.iter().any(|hat| {
                let session = SessionId(Uuid::nil());
                let caller = Caller { person: person.id, name: person.name.clone(), hat: hat.clone(), session };
                permits(&caller, work.action, &work.records)
            })
    };
    let unable = |work: &Staffing| !people.iter().any(|person| person.id == work.person && may(person, work));
    let detail = "This is nobody of the staff who can sign in and works on the queue.";
    let errors: Vec<FieldError> =
        staff.into_iter().filter(unable).map(|work| FieldError::new(work.pointer, "not_one_of", detail)).collect();
    if !errors.is_empty() {
        return Err(Error::Input(errors));
    }
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}
