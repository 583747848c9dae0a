//! `GET /v1/settings/{section}/history`: former states of a section.

use jiff::Timestamp;
use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::{FormerSection, SettingsDocuments};
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Former states on a page at most: each can have 100 kB, and an answer of Lambda 6 MB.
const LONGEST_PAGE: u32 = 25;

/// Former state of a section.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormerSettings {
    /// Version that the section had.
    pub version: u64,
    /// Document of the section.
    #[schema(value_type = Object)]
    pub document: Value,
    /// Time at which it was replaced.
    pub replaced_at: Timestamp,
    /// Name of the person who replaced it.
    pub replaced_by: String,
}

impl From<FormerSection> for FormerSettings {
    fn from(former: FormerSection) -> Self {
        let FormerSection { version, document, replaced_at, replaced_by, .. } = former;
        Self { version, document, replaced_at, replaced_by }
    }
}

/// Former states of a section of the settings, the newest first.
#[utoipa::path(get, path = "/v1/settings/{section}/history", operation_id = "list_settings_history", tag = "settings",
    params(("section" = String, Path), PageParams),
    responses((status = 200, description = "A page", body = List<FormerSettings>)))]
pub async fn list_settings_history<S: RequestStore + SettingsDocuments + Sync>(
    store: &S,
    call: Call<String, Params<PageParams>>,
) -> HandlerResult<List<FormerSettings>> {
    let name = Editable::named(&call.path)?.name;
    let paged = call.paged(&call.input.0, name)?.at_most(LONGEST_PAGE);
    call.scope()?;
    let page = store.former_documents(name, paged.request()).await?;
    call.act().await?;
    Ok(ok(paged.list(page, FormerSettings::from)?))
}
