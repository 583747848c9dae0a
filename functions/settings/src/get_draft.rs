//! `GET /v1/settings/{section}/draft`: the draft of a section, with its differences from what is published.

use crate::draft::SettingsDraftView;
use futures::future::try_join3;
use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::{Settings, SettingsDocuments, SettingsDrafts};
use portico_domain::tickets::fields::TicketFields;
use portico_http::{Call, HandlerResult, ok};

/// Draft of a section of the settings, with its differences from what is published and the errors in it.
#[utoipa::path(get, path = "/v1/settings/{section}/draft", operation_id = "get_settings_draft", tag = "settings",
    params(("section" = String, Path)),
    responses((status = 200, description = "The draft", body = SettingsDraftView)))]
pub async fn get_settings_draft<S: RequestStore + SettingsDocuments + SettingsDrafts + Settings + Sync>(
    store: &S,
    call: Call<String>,
) -> HandlerResult<SettingsDraftView> {
    let editable = Editable::named(&call.path)?;
    let reads = (store.section_draft(editable.name), store.document(editable.name), store.section::<TicketFields>());
    let (draft, published, fields) = try_join3(reads.0, reads.1, reads.2).await?;
    let published = call.open(published).await?;
    let (_, draft) = call.authorize(draft).await?;
    let version = draft.version;
    let view = SettingsDraftView::of(editable, draft, &published, &fields.unwrap_or_default());
    Ok(ok(view).version(version))
}
