//! Shared code of the endpoints of drafts: the draft as administrators see it, and the check before it is published.

use jiff::Timestamp;
use portico_domain::error::{Error, FieldError};
use portico_domain::people::ports::People;
use portico_domain::sections::Editable;
use portico_domain::settings::StoredSection;
use portico_domain::settings::difference::Difference;
use portico_domain::settings::draft::SectionDraft;
use portico_domain::tickets::fields::TicketFields;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Draft of a section of the settings, next to what is published.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsDraftView {
    /// Name of the section.
    pub section: String,
    /// Version of the draft: counts its changes; 0 if none was ever saved.
    pub version: u64,
    /// Document of the draft; null if there is none.
    #[schema(value_type = Option<Object>)]
    pub document: Value,
    /// Version of the section that the draft was made from; null if there is no draft.
    pub based_on: Option<u64>,
    /// Version of the section that is published.
    pub published_version: u64,
    /// Time at which the draft was saved; null if there is none.
    pub saved_at: Option<Timestamp>,
    /// Name of the person who saved the draft; null if there is none.
    pub saved_by: Option<String>,
    /// Time at which the draft is published; null if nobody set one.
    pub publish_at: Option<Timestamp>,
    /// Differences of the draft from what is published.
    pub differences: Vec<Difference>,
    /// Errors that keep the draft from being published, each with its pointer below `/document`.
    pub unfinished: Vec<FieldError>,
}

impl SettingsDraftView {
    /// Makes the view of a draft.
    pub fn of(editable: &Editable, draft: SectionDraft, published: &StoredSection, fields: &TicketFields) -> Self {
        let there = draft.document.is_some();
        let document = draft.document.unwrap_or_default();
        let (differences, unfinished) = if there {
            let unfinished = editable.unfinished(&document, &published.document, fields);
            (editable.differences(&published.document, &document), unfinished)
        } else {
            (Vec::new(), Vec::new())
        };
        Self {
            section: draft.section,
            version: draft.version,
            document,
            based_on: there.then_some(draft.based_on),
            published_version: published.version,
            saved_at: there.then_some(draft.saved_at),
            saved_by: there.then_some(draft.saved_by),
            publish_at: draft.publication.map(|publication| publication.at),
            differences,
            unfinished,
        }
    }
}

/// Returns the document as it is stored when it is published, or refuses it with all of its errors.
pub(crate) async fn publishable<S: People + Sync>(
    store: &S,
    editable: &Editable,
    document: &Value,
    published: &Value,
    fields: &TicketFields,
) -> Result<Value, Error> {
    let staff = editable.validate(document, published, fields)?;
    let ids: Vec<_> = staff.iter().map(|work| work.person).collect();
    let people = store.people(&ids).await?;
    editable.publishable(document, staff, people)
}
