//! `GET /v1/settings/health`: findings about the settings.

use futures::future::{try_join, try_join_all, try_join4};
use jiff::Timestamp;
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::people::ports::People;
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::sections::SECTIONS;
use portico_domain::sections::health::{Finding, SettingsState};
use portico_domain::settings::draft::SectionDraft;
use portico_domain::settings::{Settings, SettingsDocuments, SettingsDrafts};
use portico_domain::tickets::fields::TicketFields;
use portico_domain::tickets::settings::TicketSettings;
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// A draft that waits to be published.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingDraft {
    /// Section of the draft.
    pub section: String,
    /// Time at which the draft was saved.
    pub saved_at: Timestamp,
    /// Name of the person who saved the draft.
    pub saved_by: String,
    /// Time at which the draft is published; null if nobody set one.
    pub publish_at: Option<Timestamp>,
}

impl WaitingDraft {
    fn of(draft: &SectionDraft) -> Option<Self> {
        draft.document.is_some().then(|| Self {
            section: draft.section.clone(),
            saved_at: draft.saved_at,
            saved_by: draft.saved_by.clone(),
            publish_at: draft.publication.as_ref().map(|publication| publication.at),
        })
    }
}

/// Health of the settings.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsHealth {
    /// Findings, the gravest first; none if all is well.
    pub findings: Vec<Finding>,
    /// Drafts that wait to be published.
    pub drafts: Vec<WaitingDraft>,
}

/// Findings about the settings, such as queues without agents, rules that never apply, missing words and drafts that
/// nobody finished; and the drafts that wait.
#[utoipa::path(get, path = "/v1/settings/health", operation_id = "get_settings_health", tag = "settings",
    responses((status = 200, description = "The findings", body = SettingsHealth)))]
pub async fn get_settings_health<S: RequestStore + SettingsDocuments + SettingsDrafts + Settings + People + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<SettingsHealth> {
    call.scope()?;
    let sections = try_join4(
        store.section::<PortalSettings>(),
        store.section::<TicketSettings>(),
        store.section::<TicketFields>(),
        store.section::<IdentityProviderSettings>(),
    );
    let drafts = SECTIONS.iter().map(|one| try_join(store.section_draft(one.name), store.document(one.name)));
    let ((portal, tickets, fields, provider), drafts) = try_join(sections, try_join_all(drafts)).await?;
    let act = call.act().await?;
    let mut state = SettingsState {
        portal: portal.unwrap_or_default(),
        tickets,
        fields: fields.unwrap_or_default(),
        provider,
        drafts: Vec::new(),
    };
    for (draft, published) in drafts {
        state.drafts.push((call.open(draft).await?, call.open(published).await?.version));
    }
    let people = store.people(&state.people()).await?;
    let drafts = state.drafts.iter().filter_map(|(draft, _)| WaitingDraft::of(draft)).collect();
    Ok(ok(SettingsHealth { findings: state.findings(&people, act.now), drafts }))
}
