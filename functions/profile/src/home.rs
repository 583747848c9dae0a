//! `GET /v1/home`: everything the first page of a signed-in person needs, in one answer.

use crate::branding::Branding;
use crate::layout::LayoutView;
use futures::future::{try_join, try_join_all, try_join3, try_join5};
use jiff::Timestamp;
use portico_domain::action::{Action, Capability, POLICY, Reach, Rule, reach};
use portico_domain::caller::Caller;
use portico_domain::error::Error;
use portico_domain::files::AllowedFiles;
use portico_domain::files::settings::FileSettings;
use portico_domain::hats::{Hat, HatKind};
use portico_domain::ids::{HatId, JobId, PersonId, QueueId};
use portico_domain::jobs::{Job, Jobs, ParkedJobs};
use portico_domain::knowledge::ports::Articles;
use portico_domain::knowledge::{Article, ArticleList, ArticleSummary};
use portico_domain::paging::PageRequest;
use portico_domain::people::HatView;
use portico_domain::people::ports::{Layouts, People};
use portico_domain::policy::{Scope, scope};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_domain::tickets::REOPEN_WITHIN;
use portico_domain::tickets::list::{TicketList, TicketListing, TicketRow, TicketStatus};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::view::{StaffTicketSummary, TicketSummary};
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// How many rows a widget shows.
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

/// A job that failed and is left to people.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedJob {
    /// Job id.
    pub id: JobId,
    /// Kind of the job: `mail`, `index_article` …
    pub kind: String,
    /// Record it is about.
    pub subject: String,
    /// Due time.
    pub due: Timestamp,
}

impl From<Job> for FailedJob {
    fn from(job: Job) -> Self {
        Self { id: job.id, subject: job.subject(), kind: job.kind, due: job.due }
    }
}

/// Data of the widgets. A widget that the hat does not have is absent.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct WidgetData {
    /// The caller's own tickets, active ones first, for a hat that may open tickets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_tickets: Option<Vec<TicketSummary>>,
    /// The newest articles.
    pub articles: Vec<ArticleSummary>,
    /// An agent's own tickets, the most urgent first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_work: Option<Vec<StaffTicketSummary>>,
    /// Tickets of an agent's first queue, or of all queues for a hat that reaches them all. The most urgent come
    /// first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<Vec<StaffTicketSummary>>,
    /// Jobs that failed and are left to people, the newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_jobs: Option<Vec<FailedJob>>,
}

/// The first page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Home {
    /// Person who is signed in.
    pub person: HomePerson,
    /// Hat that the person wears.
    pub hat_id: HatId,
    /// The hats they may put on.
    pub hats: Vec<HatView>,
    /// The account or company behind the hat.
    pub organisation: String,
    /// The company.
    pub branding: Branding,
    /// Capabilities of the hat.
    pub capabilities: Vec<Capability>,
    /// Files that can be attached.
    pub files: AllowedFiles,
    /// Actions of this hat: those that the policy gives its role, without those that settings removed.
    pub actions: Vec<Action>,
    /// Those of the actions that reach every record there is.
    pub unrestricted: Vec<Action>,
    /// Lists of tickets that this hat may ask for, as `GET /v1/tickets` names them in `view`.
    pub ticket_lists: Vec<TicketListing>,
    /// Days within which a closed ticket can be reopened.
    pub reopen_days: i64,
    /// Arrangement of the page.
    pub layout: LayoutView,
    /// Data of the widgets.
    pub widgets: WidgetData,
}

/// Everything the first page needs.
#[utoipa::path(get, path = "/v1/home", operation_id = "get_home", tag = "profile",
    responses((status = 200, description = "The first page", body = Home)))]
pub async fn get_home<S>(store: &S, call: Call) -> HandlerResult<Home>
where
    S: RequestStore + People + Layouts + Settings + Tickets + Articles + Jobs + Sync,
{
    let caller = call.token_caller()?;
    let tickets = scope(&caller, Action::ListTickets).ok();
    let mine = if caller.hat.kind == HatKind::Staff { TicketListing::Assigned } else { TicketListing::Mine };
    let list = |listing, queue| list_of(tickets.as_ref(), caller.hat.kind, listing, queue);
    let jobs = scope(&caller, Action::ListJobs).and_then(|scope| ParkedJobs::within(&scope)).ok();
    let articles = scope(&caller, Action::SearchArticles).ok();
    let articles = articles.map(|scope| ArticleList::within(&scope, None, None, call.now));
    let lists = try_join3(
        rows(store, list(mine, None)),
        urgent(store, &caller, tickets.as_ref()),
        failed(store, jobs.as_ref()),
    );
    let (person, layout, (portal, files), articles, (own, queue, jobs)) = try_join5(
        store.person(caller.person),
        store.layout(caller.person, caller.hat.id),
        try_join(store.section::<PortalSettings>(), store.section::<FileSettings>()),
        newest(store, articles),
        lists,
    )
    .await?;
    let (act, person) = call.authorize(person).await?;
    let (portal, hat) = (portal.unwrap_or_default(), &act.caller.hat);
    let (actions, capabilities) = (actions(&portal, hat), capabilities(&portal, hat));
    let reaches_all = |action: &Action| reach(*action, hat.kind, hat.role) == Some(Reach::All);
    let unrestricted = actions.iter().copied().filter(reaches_all).collect();
    let has = |capability| capabilities.contains(&capability);
    let ticket_lists = tickets.filter(|_| has(Capability::Tickets));
    let ticket_lists = ticket_lists.map(|scope| TicketList::open_to(&scope, hat.kind)).unwrap_or_default();
    let staff = |rows: Option<Vec<TicketRow>>| {
        rows.filter(|_| has(Capability::Tickets)).map(|rows| rows.into_iter().map(StaffTicketSummary::from).collect())
    };
    let widgets = match hat.kind {
        HatKind::Staff => WidgetData {
            my_work: staff(own),
            queue: staff(queue),
            failed_jobs: jobs
                .filter(|_| has(Capability::Jobs))
                .map(|jobs| jobs.into_iter().map(FailedJob::from).collect()),
            ..WidgetData::default()
        },
        _ => WidgetData {
            my_tickets: own
                .filter(|_| has(Capability::Tickets))
                .map(|rows| rows.into_iter().map(|row| TicketSummary::of(row, act.caller.person)).collect()),
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
        actions,
        unrestricted,
        ticket_lists,
        reopen_days: REOPEN_WITHIN.as_hours() / 24,
        branding: portal.into(),
        layout: layout.unwrap_or_default().fitted(hat.kind, hat.role).into(),
        widgets: WidgetData { articles, ..widgets },
    }))
}

fn list_of(scope: Option<&Scope>, kind: HatKind, listing: TicketListing, queue: Option<QueueId>) -> Option<TicketList> {
    let list: Result<TicketList, Error> = TicketList::within(scope?, kind, listing, queue, Some(TicketStatus::Active));
    list.ok()
}

async fn rows<S: Tickets + Sync>(store: &S, list: Option<TicketList>) -> StoreResult<Option<Vec<TicketRow>>> {
    match list {
        Some(list) => Ok(Some(store.tickets(&list, PageRequest::first(ROWS)).await?.items)),
        None => Ok(None),
    }
}

/// The most urgent tickets of an agent's first queue, or of all queues for whoever reaches them all. Nothing for a hat
/// without queues.
async fn urgent<S>(store: &S, caller: &Caller, tickets: Option<&Scope>) -> StoreResult<Option<Vec<TicketRow>>>
where
    S: Settings + Tickets + Sync,
{
    let Some(scope) = tickets else { return Ok(None) };
    let queues: Vec<QueueId> = match scope.reach() {
        Reach::All => {
            let settings = store.section::<TicketSettings>().await?;
            settings.into_iter().flat_map(|settings| settings.queues).map(|queue| queue.id).collect()
        }
        _ => caller.hat.queues.first().copied().into_iter().collect(),
    };
    let lists = queues.iter().filter_map(|queue| list_of(tickets, caller.hat.kind, TicketListing::Queue, Some(*queue)));
    let found = try_join_all(lists.map(|list| rows(store, Some(list)))).await?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut rows: Vec<TicketRow> = found.into_iter().flatten().flatten().collect();
    rows.sort_by_key(|row| row.resolution_due);
    rows.truncate(ROWS as usize);
    Ok(Some(rows))
}

async fn failed<S: Jobs + Sync>(store: &S, jobs: Option<&ParkedJobs>) -> StoreResult<Option<Vec<Job>>> {
    match jobs {
        Some(list) => Ok(Some(store.parked(list, PageRequest::first(ROWS)).await?.items)),
        None => Ok(None),
    }
}

async fn newest<S: Articles + Sync>(store: &S, list: Option<ArticleList>) -> StoreResult<Vec<Article>> {
    match list {
        Some(list) => Ok(store.newest(&list, PageRequest::first(ROWS)).await?.items),
        None => Ok(Vec::new()),
    }
}

/// The rules under which a hat may do something: what the policy gives its role and the settings have not taken away.
fn allowed(portal: &PortalSettings, hat: &Hat) -> impl Iterator<Item = &'static Rule> {
    POLICY.iter().filter(|rule| {
        reach(rule.action, hat.kind, hat.role).is_some() && portal.has(rule.capability, hat.kind, hat.role)
    })
}

fn actions(portal: &PortalSettings, hat: &Hat) -> Vec<Action> {
    allowed(portal, hat).map(|rule| rule.action).collect()
}

fn capabilities(portal: &PortalSettings, hat: &Hat) -> Vec<Capability> {
    let mut capabilities = Vec::new();
    for rule in allowed(portal, hat) {
        if rule.capability != Capability::Personal && !capabilities.contains(&rule.capability) {
            capabilities.push(rule.capability);
        }
    }
    capabilities
}
