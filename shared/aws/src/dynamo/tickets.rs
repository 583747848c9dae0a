//! Reading tickets, their lists and timelines; who can be given tickets; ticket numbers.

use super::Dynamo;
use super::items::{Item, record, row, stored, text_of};
use super::keys::ticket_counter;
use super::plan::NameItem;
use crate::parts::{Aws, Component};
use portico_domain::ids::{ItemId, QueueId, TicketId};
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::people::record::UnavailableRow;
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::store::{StoreError, StoreResult};
use portico_domain::tickets::availability::{AgentAvailability, AgentLoads, RoundRobinCursor};
use portico_domain::tickets::list::{TicketList, TicketRow, TicketStatus};
use portico_domain::tickets::ports::{AgentRota, MOST_COUNTED, TicketNumbers, Tickets};
use portico_domain::tickets::record::{TimelinePart, load_query, rota_query, whole_queue};
use portico_domain::tickets::search::{SearchableTickets, TicketsToIndex};
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::timeline::InternalItem;
use portico_domain::tickets::timeline::{PublicItem, StaffItem};
use portico_domain::tickets::{Ticket, TicketState};
use uuid::Uuid;

/// Largest number of times that a page in the order of opening reads on for tickets that a filter leaves out.
const MOST_ROUNDS: usize = 8;

stored!(Ticket, TicketRow, TicketSettings, PublicItem, InternalItem, NameItem, RoundRobinCursor, UnavailableRow);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Tickets
    for Aws<Files, Search, Mailing, Keys>
{
    async fn ticket(&self, id: TicketId) -> StoreResult<Guarded<Ticket>> {
        let item = self.dynamo.get(Ticket::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn ticket_by_number(&self, number: u64) -> StoreResult<Guarded<Ticket>> {
        let item = self.dynamo.get(Ticket::key_of_number(number)).await?;
        let id = match item.map(record::<NameItem>).transpose()? {
            Some(NameItem { id }) => {
                id.parse().map_err(|_| StoreError::corrupt(format!("T-{number} leads to {id}, which is no ticket")))?
            }
            // A number that nobody has is looked up like that of a ticket out of reach, so that the time does not tell
            // them apart.
            None => TicketId(Uuid::nil()),
        };
        self.ticket(id).await
    }

    async fn tickets(&self, list: &TicketList, page: PageRequest) -> StoreResult<Page<TicketRow>> {
        if list.sort.by_opening() {
            return self.dynamo.tickets_by_opening(list, page).await;
        }
        self.dynamo.page_where(&list.query(), &page, row, |row| list.shows(row)).await
    }

    async fn tickets_found(&self, among: &SearchableTickets, ids: &[TicketId]) -> StoreResult<Vec<Ticket>> {
        self.dynamo.tickets_where(ids, |ticket| among.shows(ticket)).await
    }

    async fn tickets_listed(&self, list: &TicketList, ids: &[TicketId]) -> StoreResult<Vec<Ticket>> {
        self.dynamo.tickets_where(ids, |ticket| list.shows_ticket(ticket)).await
    }

    async fn timeline(&self, ticket: TicketId, page: PageRequest) -> StoreResult<PartOf<Ticket, Page<PublicItem>>> {
        let query = TimelinePart::Public.query(ticket, None);
        Ok(PartOf::seal(ticket, self.dynamo.page(&query, &page, record).await?))
    }

    async fn staff_timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> StoreResult<PartOf<Ticket, Page<StaffItem>>> {
        let after = page.after.as_ref().map(|position| {
            position.0.parse::<ItemId>().map_err(|_| StoreError::corrupt(format!("not an item: {}", position.0)))
        });
        let after = after.transpose()?;
        let first = PageRequest::first(page.limit);
        let public = TimelinePart::Public.query(ticket, after);
        let internal = TimelinePart::Internal.query(ticket, after);
        let (public, internal) = futures::try_join!(
            self.dynamo.page(&public, &first, |item| record(item).map(StaffItem::Public)),
            self.dynamo.page(&internal, &first, |item| record(item).map(StaffItem::Internal)),
        )?;
        Ok(PartOf::seal(ticket, merged(public, internal, page.limit.max(1) as usize)))
    }

    async fn item(&self, ticket: TicketId, item: ItemId) -> StoreResult<PartOf<Ticket, Option<PublicItem>>> {
        let item = self.dynamo.get(TimelinePart::Public.key_of(ticket, item)).await?;
        Ok(PartOf::seal(ticket, item.map(record).transpose()?))
    }

    async fn internal_item(&self, ticket: TicketId, item: ItemId) -> StoreResult<PartOf<Ticket, Option<InternalItem>>> {
        let item = self.dynamo.get(TimelinePart::Internal.key_of(ticket, item)).await?;
        Ok(PartOf::seal(ticket, item.map(record).transpose()?))
    }
}

/// Reads the ticket of a place in the order of opening: the end of its sort key.
fn opened(item: &Item) -> StoreResult<TicketId> {
    let id = text_of(item, "sk").and_then(|sort| sort.rsplit('#').next()?.parse().ok());
    id.ok_or_else(|| StoreError::corrupt("a place in the order of opening names no ticket"))
}

/// The first items of both parts, oldest first.
fn merged(public: Page<StaffItem>, internal: Page<StaffItem>, limit: usize) -> Page<StaffItem> {
    let more = public.next.is_some() || internal.next.is_some();
    let mut items = public.items;
    items.extend(internal.items);
    items.sort_by_key(StaffItem::id);
    let more = more || items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|item| Position(item.id().to_string()));
    Page { items, next }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> AgentRota
    for Aws<Files, Search, Mailing, Keys>
{
    async fn rota(&self) -> StoreResult<AgentAvailability> {
        let mut rota = AgentAvailability::default();
        for item in self.dynamo.query_all(&rota_query(), Ok).await? {
            if text_of(&item, "type") == Some(UnavailableRow::KIND) {
                rota.away.insert(record::<UnavailableRow>(item)?.person);
            } else {
                let turn: RoundRobinCursor = record(item)?;
                rota.turns.insert(turn.queue, turn);
            }
        }
        Ok(rota)
    }

    async fn loads(&self, queue: QueueId) -> StoreResult<AgentLoads> {
        let page = self.dynamo.page(&load_query(queue), &PageRequest::first(MOST_COUNTED), row).await?;
        Ok(loads_of(page.items))
    }
}

/// Counts the open tickets of each agent. A resolved ticket waits for the customer alone.
fn loads_of(rows: Vec<TicketRow>) -> AgentLoads {
    let mut loads = AgentLoads::new();
    for agent in rows.into_iter().filter(|row| row.state != TicketState::Resolved).filter_map(|row| row.assignee) {
        *loads.entry(agent.id).or_default() += 1;
    }
    loads
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> TicketNumbers
    for Aws<Files, Search, Mailing, Keys>
{
    async fn next_ticket_number(&self) -> StoreResult<u64> {
        self.dynamo.next_number(&ticket_counter()).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> TicketsToIndex
    for Aws<Files, Search, Mailing, Keys>
{
    async fn tickets_of_queue(
        &self,
        queue: QueueId,
        status: TicketStatus,
        page: PageRequest,
    ) -> StoreResult<Page<TicketId>> {
        self.dynamo.page(&whole_queue(queue, status), &page, |item| Ok(row::<TicketRow>(item)?.id)).await
    }
}

impl Dynamo {
    /// Reads a page of a list in the order of opening: the places, and then the tickets as they are now.
    async fn tickets_by_opening(&self, list: &TicketList, mut page: PageRequest) -> StoreResult<Page<TicketRow>> {
        let (queries, mut rows) = (list.by_opening(), Vec::new());
        for _ in 0..MOST_ROUNDS {
            let found = self.table.page_of_several(&queries, &page, |item| opened(&item).map(Some)).await?;
            let shown = self.tickets_where(&found.items, |ticket| list.holds(ticket)).await?;
            page.limit = page.limit.saturating_sub(u32::try_from(shown.len()).unwrap_or(u32::MAX));
            rows.extend(shown.iter().map(TicketRow::from));
            page.after = found.next;
            if page.limit == 0 || page.after.is_none() {
                break;
            }
        }
        // While its place moves, a ticket may be in both parts.
        rows.dedup_by_key(|row| row.id);
        Ok(Page { items: rows, next: page.after })
    }

    /// Reads the tickets of these IDs that `shows` accepts.
    async fn tickets_where(&self, ids: &[TicketId], shows: impl Fn(&Ticket) -> bool) -> StoreResult<Vec<Ticket>> {
        let keys: Vec<_> = ids.iter().map(|id| Ticket::key_of(*id)).collect();
        let mut tickets = Vec::with_capacity(ids.len());
        for item in self.get_all(&keys).await?.into_iter().flatten() {
            tickets.extend(Some(record(item)?).filter(&shows));
        }
        Ok(tickets)
    }

    /// Reserves all ticket numbers up to `up_to`, for filling a table with tickets that have theirs.
    pub async fn reserve_ticket_numbers(&self, up_to: u64) -> StoreResult<()> {
        self.reserve_numbers(&ticket_counter(), up_to).await
    }
}
