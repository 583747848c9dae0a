use super::{Cast, Sample, sample};
use portico_domain::portal::PortalSettings;
use portico_domain::settings::{FormerSection, Section, StoredSection};
use portico_settings::get::SettingsView;
use portico_settings::history::FormerSettings;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    let portal = PortalSettings { company_name: "XYZ Co.".into(), ..PortalSettings::default() };
    let document = serde_json::to_value(portal).unwrap_or_default();
    let section = PortalSettings::NAME;
    let former = FormerSection {
        section: section.into(),
        version: 3,
        document: document.clone(),
        replaced_at: cast.now,
        replaced_by: cast.agent.name.clone(),
    };
    let stored = StoredSection { name: section.into(), version: 4, document };
    vec![sample(&SettingsView::from(stored)), sample(&FormerSettings::from(former))]
}
