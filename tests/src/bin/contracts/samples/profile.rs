use super::{Sample, Scenario, caller, sample, sample_of};
use portico_domain::files::settings::FileSettings;
use portico_domain::home::known_widgets;
use portico_domain::knowledge::ArticleSummary;
use portico_domain::people::{HatView, Layout};
use portico_domain::tickets::view::TicketSummary;
use portico_profile::branding::Branding;
use portico_profile::home::jobs::JobWidgets;
use portico_profile::home::knowledge::KnowledgeWidgets;
use portico_profile::home::tickets::{self, TicketWidgets};
use portico_profile::home::{Facts, Home, HomePerson, WidgetData, actions, capabilities};
use portico_profile::layout::LayoutView;
use portico_profile::me::Profile;
use portico_profile::notifications::Notifications;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let hat = &scenario.customer.hats[0];
    let layout = |version| {
        let layout = Layout { version, ..Layout::default() };
        LayoutView::from(layout.fitted(&known_widgets(hat.kind, hat.role)))
    };
    vec![
        sample(&Branding::new(scenario.portal.clone(), Some(scenario.provider.clone()))),
        sample(&Profile::from(scenario.customer.clone())),
        sample(&Notifications::from(scenario.customer.clone())),
        sample(&layout(0)),
        sample_of("replace_layout", &layout(1)),
        sample(&home(scenario, layout(0))),
    ]
}

fn home(scenario: &Scenario, layout: LayoutView) -> Home {
    let (person, hat) = (&scenario.customer, &scenario.customer.hats[0]);
    let capabilities = capabilities(&scenario.portal, hat);
    Home {
        person: HomePerson {
            id: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            locale: person.locale.clone(),
            time_zone: person.time_zone.clone(),
        },
        hat_id: hat.id,
        hats: person.hats.iter().map(HatView::from).collect(),
        organisation: hat.organisation.clone(),
        branding: Branding::new(scenario.portal.clone(), None),
        actions: actions(&scenario.portal, hat),
        unrestricted: Vec::new(),
        facts: Facts {
            tickets: tickets::facts(&caller(person), &capabilities),
            files: FileSettings::default().allowed(),
        },
        capabilities,
        layout,
        widgets: WidgetData {
            tickets: TicketWidgets {
                my_tickets: Some(vec![TicketSummary::of((&scenario.ticket()).into(), person.id)]),
                ..TicketWidgets::default()
            },
            knowledge: KnowledgeWidgets { articles: vec![ArticleSummary::from(&scenario.article)] },
            jobs: JobWidgets::default(),
        },
    }
}
