use super::{Sample, Scenario, sample};
use portico_domain::portal::PortalSettings;
use portico_domain::settings::{FormerSection, Section, StoredSection};
use portico_settings::get::SettingsView;
use portico_settings::history::FormerSettings;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let document = |settings: &PortalSettings| serde_json::to_value(settings).unwrap_or_default();
    let before = PortalSettings { support_phone: String::new(), ..scenario.portal.clone() };
    let section = PortalSettings::NAME;
    let former = FormerSection {
        section: section.into(),
        version: 3,
        document: document(&before),
        replaced_at: scenario.opened,
        replaced_by: scenario.administrator.name.clone(),
    };
    let stored = StoredSection { name: section.into(), version: 4, document: document(&scenario.portal) };
    vec![sample(&SettingsView::from(stored)), sample(&FormerSettings::from(former))]
}
