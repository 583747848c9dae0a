//! `GET /v1/home`: everything the first page of a signed-in person needs, in one answer.

use crate::branding::Branding;
use crate::layout::LayoutView;
use futures::future::{try_join, try_join5};
use portico_domain::caller::{Hat, HatKind};
use portico_domain::failure::Failure;
use portico_domain::files::AllowedFiles;
use portico_domain::ids::{HatId, PersonId};
use portico_domain::knowledge::{Article, ArticleList, ArticleSummary};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::{HatView, Layout};
use portico_domain::policy::{Action, Capability, POLICY, Scope, reach, scope};
use portico_domain::ports::{Articles, Found, Gate, Layouts, People, Settings, Tickets};
use portico_domain::settings::{FileSettings, PortalSettings};
use portico_domain::tickets::list::{TicketList, TicketListing, TicketRow, TicketStatus};
use portico_domain::tickets::view::{StaffTicketSummary, TicketSummary};
use portico_http::{Answer, Call, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// How many rows a widget shows.
const ROWS: u32 = 5;

/// Who is looking.
#[derive(Debug, Serialize, ToSchema)]
pub struct HomePerson {
    /// Their id.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// BCP 47.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
}

/// What the widgets show. A widget the hat does not have is absent.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct WidgetData {
    /// A customer's own tickets, active ones first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_tickets: Option<Vec<TicketSummary>>,
    /// The newest articles.
    pub articles: Vec<ArticleSummary>,
    /// An agent's own tickets, the most urgent first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_work: Option<Vec<StaffTicketSummary>>,
    /// The tickets of an agent's first queue, the most urgent first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<Vec<StaffTicketSummary>>,
}

/// The first page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Home {
    /// Who is looking.
    pub person: HomePerson,
    /// The hat they wear.
    pub hat_id: HatId,
    /// The hats they may put on.
    pub hats: Vec<HatView>,
    /// The account or company behind the hat.
    pub organisation: String,
    /// The company.
    pub branding: Branding,
    /// What this hat has.
    pub capabilities: Vec<Capability>,
    /// What files can be attached.
    pub files: AllowedFiles,
    /// How the page is arranged.
    pub layout: LayoutView,
    /// What the widgets show.
    pub widgets: WidgetData,
}

/// Everything the first page needs.
#[utoipa::path(get, path = "/v1/home", operation_id = "get_home", tag = "profile",
    responses((status = 200, description = "The first page", body = Home)))]
pub async fn get_home<S>(store: &S, call: Call) -> Answer<Home>
where
    S: Gate + People + Layouts + Settings + Tickets + Articles + Sync,
{
    let caller = call.claimed()?;
    let tickets = scope(&caller, Action::ListTickets).ok();
    let (mine, queue) = match caller.hat.kind {
        HatKind::Customer => (Some(TicketListing::Mine), None),
        HatKind::Staff => (Some(TicketListing::Assigned), caller.hat.queues.first().copied()),
        HatKind::Partner | HatKind::Employee => (None, None),
    };
    let list = |listing, queue| list_of(tickets.as_ref(), caller.hat.kind, listing, queue);
    let articles = scope(&caller, Action::SearchArticles).ok();
    let articles = articles.map(|scope| ArticleList::within(&scope, None, None, call.now));
    let lists = try_join(
        rows(store, mine.and_then(|listing| list(listing, None))),
        rows(store, queue.and_then(|queue| list(TicketListing::Queue, Some(queue)))),
    );
    let (person, layout, (portal, files), articles, (own, queue)) = try_join5(
        store.person(caller.person),
        store.layout(caller.person, caller.hat.id),
        try_join(store.section::<PortalSettings>(), store.section::<FileSettings>()),
        newest(store, articles),
        lists,
    )
    .await?;
    let (act, person) = call.authorize(person).await?;
    let (portal, hat) = (portal.unwrap_or_default(), &act.caller.hat);
    let capabilities = capabilities(&portal, hat);
    let has = |capability| capabilities.contains(&capability);
    let staff = |rows: Option<Page<TicketRow>>| {
        rows.filter(|_| has(Capability::Tickets))
            .map(|page| page.items.into_iter().map(StaffTicketSummary::from).collect())
    };
    let widgets = match hat.kind {
        HatKind::Staff => WidgetData { my_work: staff(own), queue: staff(queue), ..WidgetData::default() },
        _ => WidgetData {
            my_tickets: own
                .filter(|_| has(Capability::Tickets))
                .map(|page| page.items.into_iter().map(|row| TicketSummary::of(row, act.caller.person)).collect()),
            ..WidgetData::default()
        },
    };
    let articles = articles.iter().filter(|_| has(Capability::Knowledge)).map(ArticleSummary::from).collect();
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
        capabilities,
        files: files.unwrap_or_default().allowed(),
        branding: portal.into(),
        layout: layout.unwrap_or_else(|| Layout::standard(hat.kind)).into(),
        widgets: WidgetData { articles, ..widgets },
    }))
}

fn list_of(
    scope: Option<&Scope>,
    kind: HatKind,
    listing: TicketListing,
    queue: Option<portico_domain::ids::QueueId>,
) -> Option<TicketList> {
    let list: Result<TicketList, Failure> =
        TicketList::within(scope?, kind, listing, queue, Some(TicketStatus::Active));
    list.ok()
}

async fn rows<S: Tickets + Sync>(store: &S, list: Option<TicketList>) -> Found<Option<Page<TicketRow>>> {
    match list {
        Some(list) => store.tickets(&list, PageRequest::first(ROWS)).await.map(Some),
        None => Ok(None),
    }
}

async fn newest<S: Articles + Sync>(store: &S, list: Option<ArticleList>) -> Found<Vec<Article>> {
    match list {
        Some(list) => Ok(store.newest(&list, PageRequest::first(ROWS)).await?.items),
        None => Ok(Vec::new()),
    }
}

/// What a hat has: what the policy gives its role and the settings have not taken away.
fn capabilities(portal: &PortalSettings, hat: &Hat) -> Vec<Capability> {
    let mut capabilities = Vec::new();
    for rule in POLICY {
        let has = reach(rule.action, hat.kind, hat.role).is_some() && portal.has(rule.capability, hat.kind, hat.role);
        if has && rule.capability != Capability::Personal && !capabilities.contains(&rule.capability) {
            capabilities.push(rule.capability);
        }
    }
    capabilities
}
