//! Part of the home page that is about tickets.

use super::ROWS;
use futures::future::{try_join, try_join_all};
use portico_domain::action::{Action, Capability, Reach};
use portico_domain::caller::Caller;
use portico_domain::hats::HatKind;
use portico_domain::ids::QueueId;
use portico_domain::paging::PageRequest;
use portico_domain::policy::{Scope, scope};
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_domain::tickets::REOPEN_WITHIN;
use portico_domain::tickets::list::{TicketList, TicketListing, TicketRow, TicketStatus};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::view::{StaffTicketSummary, TicketSummary};
use serde::Serialize;
use utoipa::ToSchema;

/// Number of a queue's tickets among which the most urgent are found: some of the first may be paused.
const READ_OF_A_QUEUE: u32 = 20;

/// Facts that pages about tickets need beforehand.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketFacts {
    /// Lists of tickets that this hat may ask for, as `GET /v1/tickets` names them in `view`.
    pub ticket_lists: Vec<TicketListing>,
    /// Days within which a closed ticket can be reopened.
    pub reopen_days: i64,
}

/// Data of the widgets about tickets.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct TicketWidgets {
    /// The caller's own active tickets, for a hat that may open tickets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_tickets: Option<Vec<TicketSummary>>,
    /// An agent's own tickets, the most urgent first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub my_work: Option<Vec<StaffTicketSummary>>,
    /// Tickets of an agent's first queue, or of all queues for a hat that reaches them all. The most urgent come
    /// first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<Vec<StaffTicketSummary>>,
}

/// Facts for a caller with these capabilities.
pub fn facts(caller: &Caller, has: &[Capability]) -> TicketFacts {
    let scope = scope(caller, Action::ListTickets).ok().filter(|_| has.contains(&Capability::Tickets));
    let ticket_lists = scope.map(|scope| TicketList::open_to(&scope, caller.hat.kind)).unwrap_or_default();
    TicketFacts { ticket_lists, reopen_days: REOPEN_WITHIN.as_hours() / 24 }
}

pub(super) async fn widgets<S: Settings + Tickets + Sync>(store: &S, caller: &Caller) -> StoreResult<TicketWidgets> {
    let Ok(scope) = scope(caller, Action::ListTickets) else { return Ok(TicketWidgets::default()) };
    if caller.hat.kind == HatKind::Staff {
        let own = rows(store, list_of(&scope, caller.hat.kind, TicketListing::Assigned, None), ROWS);
        let (own, queue) = try_join(own, urgent(store, caller, &scope)).await?;
        let summaries = |rows: Vec<TicketRow>| rows.into_iter().map(StaffTicketSummary::from).collect();
        Ok(TicketWidgets { my_work: own.map(summaries), queue: queue.map(summaries), my_tickets: None })
    } else {
        let own = rows(store, list_of(&scope, caller.hat.kind, TicketListing::Mine, None), ROWS).await?;
        let summary = |row| TicketSummary::of(row, caller.person);
        let my_tickets = own.map(|rows| rows.into_iter().map(summary).collect());
        Ok(TicketWidgets { my_tickets, ..TicketWidgets::default() })
    }
}

fn list_of(scope: &Scope, kind: HatKind, listing: TicketListing, queue: Option<QueueId>) -> Option<TicketList> {
    TicketList::within(scope, kind, listing, queue, Some(TicketStatus::Active)).ok()
}

async fn rows<S: Tickets + Sync>(
    store: &S,
    list: Option<TicketList>,
    most: u32,
) -> StoreResult<Option<Vec<TicketRow>>> {
    match list {
        Some(list) => Ok(Some(store.tickets(&list, PageRequest::first(most)).await?.items)),
        None => Ok(None),
    }
}

/// The most urgent tickets of an agent's first queue, or of all queues for a hat that reaches them all. Nothing for a
/// hat without queues.
async fn urgent<S>(store: &S, caller: &Caller, scope: &Scope) -> StoreResult<Option<Vec<TicketRow>>>
where
    S: Settings + Tickets + Sync,
{
    let queues: Vec<QueueId> = match scope.reach() {
        Reach::All => {
            let settings = store.section::<TicketSettings>().await?;
            settings.into_iter().flat_map(|settings| settings.queues).map(|queue| queue.id).collect()
        }
        _ => caller.hat.queues.first().copied().into_iter().collect(),
    };
    let lists = queues.iter().filter_map(|queue| list_of(scope, caller.hat.kind, TicketListing::Queue, Some(*queue)));
    let found = try_join_all(lists.map(|list| rows(store, Some(list), READ_OF_A_QUEUE))).await?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut rows: Vec<TicketRow> = found.into_iter().flatten().flatten().collect();
    // The time of a ticket that waits for somebody else does not run out.
    rows.sort_by_key(|row| (row.state.pauses_clocks(), row.resolution_due));
    rows.truncate(ROWS as usize);
    Ok(Some(rows))
}
