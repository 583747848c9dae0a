//! `PUT /v1/settings/{section}/draft`: another state of the draft of a section.

use crate::draft::SettingsDraftView;
use futures::future::try_join3;
use portico_domain::change::Commit;
use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::{Settings, SettingsDocuments, SettingsDrafts};
use portico_domain::tickets::fields::TicketFields;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Draft of a section.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveSettingsDraft {
    /// The whole document. Its values may be unfinished.
    #[schema(value_type = Object)]
    pub document: Map<String, Value>,
    /// Version of the published section that the writer saw.
    pub based_on: u64,
}

/// Saves the draft of a section. Nobody but administrators sees it before it is published. A time of publication that
/// was set is forgotten.
#[utoipa::path(put, path = "/v1/settings/{section}/draft", operation_id = "save_settings_draft", tag = "settings",
    params(("section" = String, Path)), request_body = SaveSettingsDraft,
    responses((status = 200, description = "The draft as it is now", body = SettingsDraftView)))]
pub async fn save_settings_draft<S: RequestStore + SettingsDocuments + SettingsDrafts + Settings + Commit + Sync>(
    store: &S,
    call: Call<String, Body<SaveSettingsDraft>>,
) -> HandlerResult<SettingsDraftView> {
    let editable = Editable::named(&call.path)?;
    let reads = (store.section_draft(editable.name), store.document(editable.name), store.section::<TicketFields>());
    let (draft, published, fields) = try_join3(reads.0, reads.1, reads.2).await?;
    let published = call.open(published).await?;
    let (act, draft) = call.authorize(draft).await?;
    let document = editable.drafted(&Value::Object(call.input.0.document.clone()))?;
    let (draft, change) = draft.save(&act, &published, document, call.input.0.based_on)?;
    let version = draft.version;
    let view = SettingsDraftView::of(editable, draft, &published, &fields.unwrap_or_default());
    call.commit(store, change, ok(view).version(version)).await
}
