//! `POST /v1/settings/{section}/undo`: a former state of a section, as a new version.

use crate::draft::publishable;
use crate::get::SettingsView;
use futures::future::try_join3;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::paging::PageRequest;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::{FormerSection, Settings, SettingsDocuments};
use portico_domain::store::StoreResult;
use portico_domain::tickets::fields::TicketFields;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// State to return to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoSettings {
    /// Version of the former state; the last one if absent.
    #[serde(default)]
    pub version: Option<u64>,
}

/// Returns to a former state of a section, as a new version. It takes effect with the next call. What records refer to
/// since then, such as a new queue, is not removed: such a return is refused.
#[utoipa::path(post, path = "/v1/settings/{section}/undo", operation_id = "undo_settings", tag = "settings",
    params(("section" = String, Path)), request_body = UndoSettings,
    responses((status = 200, description = "The section as it is now", body = SettingsView)))]
pub async fn undo_settings<S: RequestStore + SettingsDocuments + Settings + People + Commit + Sync>(
    store: &S,
    call: Call<String, Body<UndoSettings>>,
) -> HandlerResult<SettingsView> {
    let editable = Editable::named(&call.path)?;
    let former = former(store, editable.name, call.input.0.version);
    let (stored, former, fields) =
        try_join3(store.document(editable.name), former, store.section::<TicketFields>()).await?;
    let (act, stored) = call.authorize(stored).await?;
    let former = former.ok_or_else(|| Error::Conflict {
        code: "no_former_state",
        detail: "This section has no such former state.".into(),
    })?;
    let document = editable.renewed(&former.document)?;
    let document = publishable(store, editable, &document, &stored.document, &fields.unwrap_or_default()).await?;
    let (next, change) = stored.replace(&act, document);
    let version = next.version;
    let change = change.jobs((editable.jobs)(&act));
    call.commit(store, change, ok(SettingsView::from(next)).version(version)).await
}

/// The former state of this version, or else the last one.
async fn former<S: SettingsDocuments + Sync>(
    store: &S,
    section: &str,
    version: Option<u64>,
) -> StoreResult<Option<FormerSection>> {
    match version {
        Some(version) => store.former_document(section, version).await,
        None => Ok(store.former_documents(section, PageRequest::first(1)).await?.items.into_iter().next()),
    }
}
