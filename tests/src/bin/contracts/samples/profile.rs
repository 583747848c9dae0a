use super::{Cast, Sample, sample};
use portico_domain::action::{Action, Capability};
use portico_domain::files::settings::FileSettings;
use portico_domain::home::known_widgets;
use portico_domain::people::HatView;
use portico_domain::people::Layout;
use portico_domain::portal::PortalSettings;
use portico_domain::tickets::list::TicketListing;
use portico_profile::branding::Branding;
use portico_profile::home::jobs::JobWidgets;
use portico_profile::home::knowledge::KnowledgeWidgets;
use portico_profile::home::tickets::{TicketFacts, TicketWidgets};
use portico_profile::home::{Facts, Home, HomePerson, WidgetData};
use portico_profile::layout::LayoutView;
use portico_profile::me::Profile;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    let hat = &cast.customer.hats[0];
    let layout = || LayoutView::from(Layout::default().fitted(&known_widgets(hat.kind, hat.role)));
    let settings = PortalSettings {
        company_name: "XYZ Co.".into(),
        support_email: "support@xyz.example".into(),
        support_phone: "+47 22 00 00 00".into(),
        ..PortalSettings::default()
    };
    let profile = Profile::from(cast.customer.clone());
    vec![
        sample(&Branding::from(settings.clone())),
        sample(&profile),
        sample(&layout()),
        sample(&home(cast, settings, layout())),
    ]
}

fn home(cast: &Cast, settings: PortalSettings, layout: LayoutView) -> Home {
    let (person, hat) = (&cast.customer, &cast.customer.hats[0]);
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
        branding: settings.into(),
        capabilities: vec![Capability::Tickets, Capability::Knowledge],
        actions: vec![Action::OpenTicket, Action::ListTickets, Action::SearchArticles],
        unrestricted: Vec::new(),
        facts: Facts {
            tickets: TicketFacts { ticket_lists: vec![TicketListing::Mine], reopen_days: 14 },
            files: FileSettings::default().allowed(),
        },
        layout,
        widgets: WidgetData {
            tickets: TicketWidgets { my_tickets: Some(Vec::new()), ..TicketWidgets::default() },
            knowledge: KnowledgeWidgets::default(),
            jobs: JobWidgets::default(),
        },
    }
}
