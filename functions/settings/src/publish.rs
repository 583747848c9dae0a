//! `POST /v1/settings/{section}/publish`: the draft becomes what is published, at once or at a time.

use crate::draft::{SettingsDraftView, publishable};
use futures::future::try_join3;
use jiff::Timestamp;
use portico_domain::change::Commit;
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::sections::Editable;
use portico_domain::settings::draft::SectionDraft;
use portico_domain::settings::{Settings, SettingsDocuments, SettingsDrafts};
use portico_domain::tickets::fields::TicketFields;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Time of a publication.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishSettings {
    /// Time at which the draft is published, within the next year; at once if absent.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// Publishes the draft of a section, at once or at a time. It takes effect with the next call; the state before stays in
/// the history. A draft that was begun before somebody else published is refused.
#[utoipa::path(post, path = "/v1/settings/{section}/publish", operation_id = "publish_settings", tag = "settings",
    params(("section" = String, Path)), request_body = PublishSettings,
    responses((status = 200, description = "The draft as it is now: gone, or with its time", body = SettingsDraftView)))]
pub async fn publish_settings<
    S: RequestStore + SettingsDocuments + SettingsDrafts + Settings + People + Commit + Sync,
>(
    store: &S,
    call: Call<String, Body<PublishSettings>>,
) -> HandlerResult<SettingsDraftView> {
    let editable = Editable::named(&call.path)?;
    let reads = (store.section_draft(editable.name), store.document(editable.name), store.section::<TicketFields>());
    let (draft, published, fields) = try_join3(reads.0, reads.1, reads.2).await?;
    let published = call.open(published).await?;
    let (act, draft) = call.authorize(draft).await?;
    let fields = fields.unwrap_or_default();
    let document = editable.renewed(draft.document()?)?;
    let document = publishable(store, editable, &document, &published.document, &fields).await?;
    let (draft, published, change) = if let Some(at) = call.input.0.at {
        let (draft, change) = draft.schedule(&act, &published, at)?;
        (draft, published, change)
    } else {
        let ended = SectionDraft { version: draft.version + 1, document: None, publication: None, ..draft.clone() };
        let (published, change) = draft.publish(&act, published, document)?;
        (ended, published, change.jobs((editable.jobs)(&act)))
    };
    let version = draft.version;
    let view = SettingsDraftView::of(editable, draft, &published, &fields);
    call.commit(store, change, ok(view).version(version)).await
}
