//! `DELETE /v1/settings/{section}/draft`: the end of a draft that nobody publishes.

use portico_domain::change::Commit;
use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::SettingsDrafts;
use portico_http::{Call, HandlerResult, no_content};

/// Discards the draft of a section. The published section stays as it is.
#[utoipa::path(delete, path = "/v1/settings/{section}/draft", operation_id = "discard_settings_draft",
    tag = "settings", params(("section" = String, Path)),
    responses((status = 204, description = "The draft is gone")))]
pub async fn discard_settings_draft<S: RequestStore + SettingsDrafts + Commit + Sync>(
    store: &S,
    call: Call<String>,
) -> HandlerResult<()> {
    let editable = Editable::named(&call.path)?;
    let (act, draft) = call.authorize(store.section_draft(editable.name).await?).await?;
    let (_, change) = draft.discard(&act)?;
    call.commit(store, change, no_content()).await
}
