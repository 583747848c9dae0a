//! `GET /v1/settings/tickets/trial`: the routing rules of the draft, tried on the latest tickets.

use futures::future::{try_join, try_join_all};
use portico_domain::action::Action;
use portico_domain::error::Error;
use portico_domain::hats::HatKind;
use portico_domain::ids::{ProductId, TicketId};
use portico_domain::paging::PageRequest;
use portico_domain::policy::{Scope, scope};
use portico_domain::ports::RequestStore;
use portico_domain::settings::{Section, Settings, SettingsDrafts};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::list::{TicketList, TicketListing, TicketRow, TicketStatus};
use portico_domain::tickets::order::{Period, TicketSort};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::trial::TriedRoute;
use portico_http::{Call, HandlerResult, ok};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use utoipa::ToSchema;

/// Number of tickets that rules are tried on.
const LATEST: u32 = 25;

/// Product of a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedProduct {
    /// ID of the product.
    pub id: ProductId,
    /// Name of the product.
    pub name: String,
}

/// A ticket that rules were tried on.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedTicket {
    /// ID of the ticket.
    pub id: TicketId,
    /// Number of the ticket: `T-1042`.
    pub number: String,
    /// Synopsis: the ticket in one line.
    pub synopsis: String,
    /// Product that the ticket is about.
    pub product: Option<TriedProduct>,
    /// Route by the published rules.
    pub published: Option<TriedRoute>,
    /// Route by the rules of the draft; that by the published ones if there is no draft.
    pub drafted: Option<TriedRoute>,
}

/// The latest tickets, routed by the rules of the draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoutingTrial {
    /// Whether there is a draft that was tried.
    pub has_draft: bool,
    /// The tickets, the latest first.
    pub tickets: Vec<TriedTicket>,
}

impl TriedTicket {
    /// Tries both settings on a ticket.
    pub fn of(ticket: Ticket, published: &TicketSettings, drafted: &TicketSettings) -> Self {
        Self {
            published: published.try_on(&ticket),
            drafted: drafted.try_on(&ticket),
            number: ticket.label(),
            product: ticket.product.map(|product| TriedProduct { id: product.id, name: product.name }),
            id: ticket.id,
            synopsis: ticket.synopsis,
        }
    }
}

/// The latest tickets, with the queue that the published rules lead to and the one that the draft's rules lead to.
/// Nothing changes, and no agent is chosen.
#[utoipa::path(get, path = "/v1/settings/tickets/trial", operation_id = "try_routing", tag = "settings",
    responses((status = 200, description = "The tickets", body = RoutingTrial)))]
pub async fn try_routing<S: RequestStore + SettingsDrafts + Settings + Tickets + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<RoutingTrial> {
    call.scope()?;
    let scope = scope(&call.token_caller()?, Action::ListTickets)?;
    let reads = try_join(store.section_draft(TicketSettings::NAME), store.section::<TicketSettings>());
    let (draft, published) = reads.await?;
    let draft = call.open(draft).await?.document;
    let Some(published) = published else {
        return Ok(ok(RoutingTrial { has_draft: false, tickets: Vec::new() }));
    };
    let drafted = draft.as_ref().and_then(|document| TicketSettings::deserialize(document).ok());
    let tried = drafted.as_ref().unwrap_or(&published);
    let latest = latest(store, &scope, &published).await?;
    let tickets = latest.into_iter().map(|ticket| TriedTicket::of(ticket, &published, tried)).collect();
    Ok(ok(RoutingTrial { has_draft: drafted.is_some(), tickets }))
}

/// The latest tickets of all queues that the scope holds, the latest first.
async fn latest<S: Tickets + Sync>(store: &S, scope: &Scope, settings: &TicketSettings) -> Result<Vec<Ticket>, Error> {
    let queues = settings.queues.iter().filter(|queue| scope.holds_queue(queue.id));
    let parts = queues.flat_map(|queue| [TicketStatus::Active, TicketStatus::Done].map(|part| (queue.id, part)));
    let lists = parts.map(|(queue, part)| {
        TicketList::within(scope, HatKind::Staff, TicketListing::Queue, Some(queue), Some(part))?
            .sorted(Some(TicketSort::Newest), Period::default())
    });
    let lists = lists.collect::<Result<Vec<_>, _>>()?;
    let pages = try_join_all(lists.iter().map(|list| store.tickets(list, PageRequest::first(LATEST)))).await?;
    let mut rows: Vec<(usize, TicketRow)> = Vec::new();
    for (list, page) in pages.into_iter().enumerate() {
        rows.extend(page.items.into_iter().map(|row| (list, row)));
    }
    rows.sort_by_key(|(_, row)| Reverse(row.number));
    rows.truncate(LATEST as usize);
    let of = |list: usize| rows.iter().filter(|(of, _)| *of == list).map(|(_, row)| row.id).collect();
    let ids: Vec<Vec<TicketId>> = (0..lists.len()).map(of).collect();
    let found = lists.iter().zip(&ids).filter(|(_, ids)| !ids.is_empty());
    let found = try_join_all(found.map(|(list, ids)| store.tickets_listed(list, ids))).await?;
    let mut tickets: Vec<Ticket> = found.into_iter().flatten().collect();
    tickets.sort_by_key(|ticket| Reverse(ticket.number));
    Ok(tickets)
}
