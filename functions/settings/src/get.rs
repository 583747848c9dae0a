//! `GET /v1/settings/{section}`: a section of the settings.

use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::{SettingsDocuments, StoredSection};
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Section of the settings.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    /// Name of the section.
    pub section: String,
    /// Version: counts the changes of the section; 0 if it was never written.
    pub version: u64,
    /// Document of the section; null if it was never written.
    #[schema(value_type = Option<Object>)]
    pub document: Value,
}

impl From<StoredSection> for SettingsView {
    fn from(stored: StoredSection) -> Self {
        Self { section: stored.name, version: stored.version, document: stored.document }
    }
}

/// A section of the settings: `portal`, `tickets`, `ticket_fields`, `files`, `knowledge` or `identity_provider`.
#[utoipa::path(get, path = "/v1/settings/{section}", operation_id = "get_settings", tag = "settings",
    params(("section" = String, Path)),
    responses((status = 200, description = "The section", body = SettingsView)))]
pub async fn get_settings<S: RequestStore + SettingsDocuments + Sync>(
    store: &S,
    call: Call<String>,
) -> HandlerResult<SettingsView> {
    let name = Editable::named(&call.path)?.name;
    let (_, stored) = call.authorize(store.document(name).await?).await?;
    let version = stored.version;
    Ok(ok(SettingsView::from(stored)).version(version))
}
