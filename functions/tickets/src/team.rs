//! `GET /v1/team`: the numbers of the caller's queues and their agents.

use crate::settings_of;
use futures::future::{try_join, try_join_all};
use portico_domain::hats::HatKind;
use portico_domain::ids::QueueId;
use portico_domain::paging::PageRequest;
use portico_domain::policy::Scope;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::counts::QueueCounts;
use portico_domain::tickets::list::{TicketList, TicketListing, TicketRow, TicketStatus};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::team::{MOST_READ, TeamRows, TeamView, TeamWeek};
use portico_http::{Call, EarlyResponse, HandlerResult, ok};

/// Number of rows that are read at once.
const AT_ONCE: u32 = 250;

/// Numbers of the caller's queues, now and this week: open, due today, overdue, and how long first replies and
/// solutions took. Times are business time.
#[utoipa::path(get, path = "/v1/team", operation_id = "view_team", tag = "tickets",
    responses((status = 200, description = "The numbers", body = TeamView)))]
pub async fn view_team<S: RequestStore + Tickets + QueueCounts + Settings + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<TeamView> {
    let scope = call.scope()?;
    let (settings, counts) = try_join(settings_of(store), store.queue_counts(&scope)).await?;
    call.act().await?;
    let week = TeamWeek::at(call.now, &settings.calendar);
    let read = rows_of(store, &scope, &settings, None, &week).await?;
    Ok(ok(TeamView::of(&scope, &settings, &counts, &read, &week)))
}

/// Reads the rows that the numbers are computed from: of one queue, or of all queues in the scope.
pub(crate) async fn rows_of<S: Tickets + Sync>(
    store: &S,
    scope: &Scope,
    settings: &TicketSettings,
    only: Option<QueueId>,
    week: &TeamWeek,
) -> Result<TeamRows, EarlyResponse> {
    let queues = settings.queues.iter().map(|queue| queue.id);
    let queues = queues.filter(|id| scope.holds_queue(*id) && only.is_none_or(|only| only == *id));
    let parts = queues.flat_map(|queue| [TicketStatus::Active, TicketStatus::Done].map(|status| (queue, status)));
    let parts = try_join_all(parts.map(|(queue, status)| part(store, scope, queue, status, week))).await?;
    let complete = parts.iter().all(|part| part.complete);
    Ok(TeamRows { rows: parts.into_iter().flat_map(|part| part.rows).collect(), complete })
}

/// Reads a queue's active tickets, the most urgent first, or those that ended this week, the newest first.
async fn part<S: Tickets + Sync>(
    store: &S,
    scope: &Scope,
    queue: QueueId,
    status: TicketStatus,
    week: &TeamWeek,
) -> Result<TeamRows, EarlyResponse> {
    let list = TicketList::within(scope, HatKind::Staff, TicketListing::Queue, Some(queue), Some(status))?;
    let mut rows: Vec<TicketRow> = Vec::new();
    let mut after = None;
    loop {
        let page = store.tickets(&list, PageRequest { limit: AT_ONCE, after }).await?;
        rows.extend(page.items);
        let earlier = rows.last().is_some_and(|row| row.updated_at < week.from);
        let ended = page.next.is_none() || (status == TicketStatus::Done && earlier);
        if ended || rows.len() >= MOST_READ {
            return Ok(TeamRows { rows, complete: ended });
        }
        after = page.next;
    }
}
