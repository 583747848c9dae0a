//! `PUT /v1/settings/{section}`: another state of a section.

use crate::draft::publishable;
use crate::get::SettingsView;
use futures::future::try_join;
use portico_domain::change::Commit;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::{Settings, SettingsDocuments};
use portico_domain::tickets::fields::TicketFields;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

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
    let editable = Editable::named(&call.path)?;
    let (stored, fields) = try_join(store.document(editable.name), store.section::<TicketFields>()).await?;
    let (act, stored) = call.authorize(stored).await?;
    let document = Value::Object(call.input.0.document.clone());
    let document = publishable(store, editable, &document, &stored.document, &fields.unwrap_or_default()).await?;
    if document == stored.document {
        let version = stored.version;
        return Ok(ok(SettingsView::from(stored)).version(version));
    }
    let (next, change) = stored.replace(&act, document);
    let version = next.version;
    let change = change.jobs((editable.jobs)(&act));
    call.commit(store, change, ok(SettingsView::from(next)).version(version)).await
}
