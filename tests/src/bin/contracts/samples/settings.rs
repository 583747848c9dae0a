use super::{Sample, Scenario, id, sample};
use portico_domain::portal::PortalSettings;
use portico_domain::sections::Editable;
use portico_domain::sections::health::{Finding, FindingWeight};
use portico_domain::settings::draft::SectionDraft;
use portico_domain::settings::{FormerSection, Section, StoredSection};
use portico_domain::tickets::QueueRef;
use portico_domain::tickets::fields::TicketFields;
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::trial::TriedRoute;
use portico_settings::draft::SettingsDraftView;
use portico_settings::get::SettingsView;
use portico_settings::health::{SettingsHealth, WaitingDraft};
use portico_settings::history::FormerSettings;
use portico_settings::try_routing::{RoutingTrial, TriedProduct, TriedTicket};

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
    let next = PortalSettings { brand_color: "#0b6e4f".into(), ..scenario.portal.clone() };
    let draft = SectionDraft {
        version: 2,
        document: Some(document(&next)),
        based_on: 4,
        saved_at: scenario.answered,
        saved_by: scenario.administrator.name.clone(),
        ..SectionDraft::none(section)
    };
    let finding = Finding {
        section: TicketSettings::NAME.into(),
        code: "queue_without_agents".into(),
        weight: FindingWeight::Wrong,
        name: Some("Shops".into()),
        detail: "Nobody works on the queue Shops.".into(),
    };
    let waiting = WaitingDraft {
        section: section.into(),
        saved_at: scenario.answered,
        saved_by: scenario.administrator.name.clone(),
        publish_at: None,
    };
    let ticket = scenario.ticket();
    let route = |rule: &str, queue: QueueRef| Some(TriedRoute { rule: rule.into(), queue });
    let tried = TriedTicket {
        id: ticket.id,
        number: ticket.label(),
        synopsis: ticket.synopsis.clone(),
        product: ticket.product.clone().map(|product| TriedProduct { id: product.id, name: product.name }),
        published: route("Everything else", scenario.queue.clone()),
        drafted: route("Robots", QueueRef { id: id(31), name: "Robots".into() }),
    };
    let drafted = Editable::named(section)
        .map(|editable| SettingsDraftView::of(editable, draft, &stored, &TicketFields::default()))
        .map(|view| sample(&view));
    let mut samples = vec![
        sample(&SettingsView::from(stored)),
        sample(&FormerSettings::from(former)),
        sample(&SettingsHealth { findings: vec![finding], drafts: vec![waiting] }),
        sample(&RoutingTrial { has_draft: true, tickets: vec![tried] }),
    ];
    samples.extend(drafted);
    samples
}
