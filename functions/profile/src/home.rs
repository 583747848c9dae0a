//! `GET /v1/home`: all data for the first page of a signed-in person, in one answer. Each area has a file with its
//! part of the answer, and lines in [`Facts`] and [`WidgetData`] here.

pub mod jobs;
pub mod knowledge;
pub mod tickets;

use crate::branding::Branding;
use crate::layout::LayoutView;
use futures::future::{try_join, try_join3, try_join4};
use jiff::Timestamp;
use portico_domain::action::{Action, Capability, POLICY, Reach, Rule, reach};
use portico_domain::caller::Caller;
use portico_domain::files::AllowedFiles;
use portico_domain::files::settings::FileSettings;
use portico_domain::hats::Hat;
use portico_domain::home::known_widgets;
use portico_domain::ids::{HatId, PersonId};
use portico_domain::jobs::Jobs;
use portico_domain::knowledge::ports::Articles;
use portico_domain::people::HatView;
use portico_domain::people::ports::{Layouts, People};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_domain::tickets::ports::Tickets;
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// Largest number of rows in a widget.
const ROWS: u32 = 5;

/// Person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct HomePerson {
    /// ID of the person.
    pub id: PersonId,
    /// Full name of the person.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Language as a BCP 47 tag.
    pub locale: String,
    /// Time zone by its IANA name.
    pub time_zone: String,
}

/// Facts that pages need beforehand, by area.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facts {
    /// About tickets.
    #[serde(flatten)]
    pub tickets: tickets::TicketFacts,
    /// Files that can be attached.
    pub files: AllowedFiles,
}

/// Data of the widgets, by area.
#[derive(Debug, Serialize, ToSchema)]
pub struct WidgetData {
    /// About tickets.
    #[serde(flatten)]
    pub tickets: tickets::TicketWidgets,
    /// About the knowledge base.
    #[serde(flatten)]
    pub knowledge: knowledge::KnowledgeWidgets,
    /// About jobs.
    #[serde(flatten)]
    pub jobs: jobs::JobWidgets,
}

impl WidgetData {
    async fn read<S>(store: &S, caller: &Caller, now: Timestamp) -> StoreResult<Self>
    where
        S: Settings + Tickets + Articles + Jobs + Sync,
    {
        let (tickets, knowledge, jobs) = try_join3(
            tickets::widgets(store, caller),
            knowledge::widgets(store, caller, now),
            jobs::widgets(store, caller),
        )
        .await?;
        Ok(Self { tickets, knowledge, jobs })
    }

    /// Removes the data of areas that the hat lacks.
    fn permitted(self, has: &[Capability]) -> Self {
        Self {
            tickets: kept(self.tickets, Capability::Tickets, has),
            knowledge: kept(self.knowledge, Capability::Knowledge, has),
            jobs: kept(self.jobs, Capability::Jobs, has),
        }
    }
}

fn kept<T: Default>(data: T, capability: Capability, has: &[Capability]) -> T {
    if has.contains(&capability) { data } else { T::default() }
}

/// Data of the first page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Home {
    /// Person who is signed in.
    pub person: HomePerson,
    /// Hat that the person wears.
    pub hat_id: HatId,
    /// Hats that the person may put on.
    pub hats: Vec<HatView>,
    /// Name of the account or company that the hat is for.
    pub organisation: String,
    /// Branding of the company.
    pub branding: Branding,
    /// Capabilities of the hat.
    pub capabilities: Vec<Capability>,
    /// Actions of this hat: those that the policy gives its role, without those that settings removed.
    pub actions: Vec<Action>,
    /// Actions of this hat that reach every record.
    pub unrestricted: Vec<Action>,
    /// Facts that pages need beforehand.
    #[serde(flatten)]
    pub facts: Facts,
    /// Arrangement of the page.
    pub layout: LayoutView,
    /// Data of the widgets.
    pub widgets: WidgetData,
}

/// Reads all data for the first page.
#[utoipa::path(get, path = "/v1/home", operation_id = "get_home", tag = "profile",
    responses((status = 200, description = "The first page", body = Home)))]
pub async fn get_home<S>(store: &S, call: Call) -> HandlerResult<Home>
where
    S: RequestStore + People + Layouts + Settings + Tickets + Articles + Jobs + Sync,
{
    let caller = call.token_caller()?;
    let (person, layout, (portal, files), widgets) = try_join4(
        store.person(caller.person),
        store.layout(caller.person, caller.hat.id),
        try_join(store.section::<PortalSettings>(), store.section::<FileSettings>()),
        WidgetData::read(store, &caller, call.now),
    )
    .await?;
    let (act, person) = call.authorize(person).await?;
    let (portal, hat) = (portal.unwrap_or_default(), &act.caller.hat);
    let (actions, capabilities) = (actions(&portal, hat), capabilities(&portal, hat));
    let reaches_all = |action: &Action| reach(*action, hat.kind, hat.role) == Some(Reach::All);
    let unrestricted = actions.iter().copied().filter(reaches_all).collect();
    let layout = layout.unwrap_or_default().fitted(&known_widgets(hat.kind, hat.role));
    Ok(ok(Home {
        hat_id: hat.id,
        organisation: hat.organisation.clone(),
        hats: person.hats.iter().map(HatView::from).collect(),
        person: HomePerson {
            id: person.id,
            name: person.name,
            email: person.email,
            locale: person.locale,
            time_zone: person.time_zone,
        },
        facts: Facts {
            tickets: tickets::facts(&act.caller, &capabilities),
            files: files.unwrap_or_default().allowed(),
        },
        widgets: widgets.permitted(&capabilities),
        capabilities,
        actions,
        unrestricted,
        branding: Branding::new(portal, None),
        layout: layout.into(),
    }))
}

/// Rules of a hat: those that the policy gives its role, without those that settings removed.
fn allowed(portal: &PortalSettings, hat: &Hat) -> impl Iterator<Item = &'static Rule> {
    POLICY.iter().filter(|rule| {
        reach(rule.action, hat.kind, hat.role).is_some() && portal.has(rule.capability, hat.kind, hat.role)
    })
}

/// Actions of a hat: those that the policy gives its role, without those that settings removed.
pub fn actions(portal: &PortalSettings, hat: &Hat) -> Vec<Action> {
    allowed(portal, hat).map(|rule| rule.action).collect()
}

/// Capabilities of a hat.
pub fn capabilities(portal: &PortalSettings, hat: &Hat) -> Vec<Capability> {
    let mut capabilities = Vec::new();
    for rule in allowed(portal, hat) {
        if rule.capability != Capability::Personal && !capabilities.contains(&rule.capability) {
            capabilities.push(rule.capability);
        }
    }
    capabilities
}
