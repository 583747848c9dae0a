//! Reading tickets, their lists and timelines, uploads and accounts.

use super::Dynamo;
use super::client::{KeyRange, SortKeyCondition};
use super::items::{Item, count, number, record, row, text};
use super::keys::{
    AccountKey, AwayKey, ENTITLEMENTS, EntityKey, Index, PublicItemKey, ROTA, TicketCounterKey, TicketKey,
    TicketNumberKey, TimelinePart, UploadKey, account_partition, entitlements_of, half, status_prefix,
    ticket_partition, tickets_of_account, tickets_of_agent, tickets_of_partner, tickets_of_person, tickets_of_queue,
};
use super::plan::{Away, Numbered};
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValue;
use portico_domain::accounts::{Account, Entitlement, Purchases};
use portico_domain::files::Upload;
use portico_domain::ids::{AccountId, ItemId, ProductId, TicketId, UploadId, VersionId};
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::ports::{Accounts, AgentRota, StoreError, StoreResult, TicketNumbers, Tickets, Uploads};
use portico_domain::tickets::Ticket;
use portico_domain::tickets::availability::{AgentAvailability, RoundRobinCursor};
use portico_domain::tickets::list::{TicketList, TicketListOf, TicketRow, TicketStatus};
use portico_domain::tickets::timeline::{PublicItem, StaffItem};
use uuid::Uuid;

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Tickets
    for Aws<Files, Search, Mailing, Keys>
{
    async fn ticket(&self, id: TicketId) -> StoreResult<Guarded<Ticket>> {
        let item = self.dynamo.get(&TicketKey::new(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn ticket_by_number(&self, number: u64) -> StoreResult<Guarded<Ticket>> {
        let item = self.dynamo.get(&TicketNumberKey::new(number)).await?;
        match item.map(record::<Numbered>).transpose()? {
            Some(numbered) => self.ticket(numbered.id).await,
            // A number that nobody has is looked up like one of a ticket out of reach, so that the time does not tell them apart.
            None => self.ticket(TicketId(Uuid::nil())).await,
        }
    }

    async fn tickets(&self, list: &TicketList, page: PageRequest) -> StoreResult<Page<TicketRow>> {
        self.dynamo.page_where(&stretch_of(list), &page, row, |row| list.shows(row)).await
    }

    async fn timeline(&self, ticket: TicketId, page: PageRequest) -> StoreResult<PartOf<Ticket, Page<PublicItem>>> {
        let range = timeline_range(ticket, TimelinePart::Public, None);
        Ok(PartOf::seal(ticket, self.dynamo.page(&range, &page, record).await?))
    }

    async fn staff_timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> StoreResult<PartOf<Ticket, Page<StaffItem>>> {
        let after = page.after.as_ref().map(|position| {
            position.0.parse::<ItemId>().map_err(|_| StoreError::Broken(format!("not an item: {}", position.0)))
        });
        let after = after.transpose()?;
        let first = PageRequest::first(page.limit);
        let public = timeline_range(ticket, TimelinePart::Public, after);
        let internal = timeline_range(ticket, TimelinePart::Internal, after);
        let (public, internal) = futures::try_join!(
            self.dynamo.page(&public, &first, |item| record(item).map(StaffItem::Public)),
            self.dynamo.page(&internal, &first, |item| record(item).map(StaffItem::Internal)),
        )?;
        Ok(PartOf::seal(ticket, merged(public, internal, page.limit.max(1) as usize)))
    }

    async fn item(&self, ticket: TicketId, item: ItemId) -> StoreResult<PartOf<Ticket, Option<PublicItem>>> {
        let item = self.dynamo.get(&PublicItemKey::new(ticket, item)).await?;
        Ok(PartOf::seal(ticket, item.map(record).transpose()?))
    }
}

/// The first items of both halves, oldest first.
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

fn timeline_range(ticket: TicketId, of: TimelinePart, after: Option<ItemId>) -> KeyRange {
    let (from, to) = half(of, after);
    KeyRange {
        index: None,
        pk: ticket_partition(ticket),
        within: SortKeyCondition::Between(from, to),
        descending: false,
    }
}

fn stretch_of(list: &TicketList) -> KeyRange {
    let by_change = |index, pk| {
        let prefix = |status| SortKeyCondition::Prefix(status_prefix(status == TicketStatus::Active).into());
        KeyRange { index: Some(index), pk, within: list.status.map_or(SortKeyCondition::All, prefix), descending: true }
    };
    // Work that is done is looked for by its own page only: the queue is what is to be done.
    let active = list.status != Some(TicketStatus::Done);
    let by_urgency =
        |index, pk| KeyRange { index: Some(index), pk, within: SortKeyCondition::All, descending: !active };
    match list.of {
        TicketListOf::Person(person) => by_change(Index::One, tickets_of_person(person)),
        TicketListOf::Account(account) => by_change(Index::Two, tickets_of_account(account)),
        TicketListOf::Partner(partner) => by_change(Index::Two, tickets_of_partner(partner)),
        TicketListOf::Queue(queue) => by_urgency(Index::Three, tickets_of_queue(queue, active)),
        TicketListOf::Assignee(agent) => by_urgency(Index::Four, tickets_of_agent(agent, active)),
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> AgentRota
    for Aws<Files, Search, Mailing, Keys>
{
    async fn rota(&self) -> StoreResult<AgentAvailability> {
        let range = KeyRange { index: None, pk: ROTA.into(), within: SortKeyCondition::All, descending: false };
        let mut rota = AgentAvailability::default();
        for item in self.dynamo.query_all(&range, Ok).await? {
            if item.get("type") == Some(&text(AwayKey::TYPE)) {
                rota.away.insert(record::<Away>(item)?.person);
            } else {
                let turn: RoundRobinCursor = record(item)?;
                rota.turns.insert(turn.queue, turn);
            }
        }
        Ok(rota)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> TicketNumbers
    for Aws<Files, Search, Mailing, Keys>
{
    async fn next_ticket_number(&self) -> StoreResult<u64> {
        let table = &self.dynamo.table;
        let counted = table
            .client
            .update_item()
            .table_name(&table.name)
            .set_key(Some(TicketCounterKey::new().key().item()))
            .update_expression("ADD #last :one SET #type = :type")
            .expression_attribute_names("#last", "last")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":type", text(TicketCounterKey::TYPE))
            .return_values(ReturnValue::UpdatedNew)
            .sent()
            .await
            .map_err(|error| classify("UpdateItem", &error))?;
        let last = counted.attributes.as_ref().and_then(|item| count(item, "last"));
        last.ok_or_else(|| StoreError::Broken("UpdateItem: no number came back".into()))
    }
}

impl Dynamo {
    /// Makes sure that no ticket number up to `number` is given out any more: for filling a table with tickets that have theirs.
    pub async fn reserve_ticket_numbers(&self, up_to: u64) -> StoreResult<()> {
        let raised = self
            .table
            .client
            .update_item()
            .table_name(&self.table.name)
            .set_key(Some(TicketCounterKey::new().key().item()))
            .update_expression("SET #last = :last, #type = :type")
            .condition_expression("attribute_not_exists(#last) OR #last < :last")
            .expression_attribute_names("#last", "last")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":last", number(up_to))
            .expression_attribute_values(":type", text(TicketCounterKey::TYPE))
            .sent()
            .await;
        match raised {
            // It has been passed already.
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), UpdateItemError::ConditionalCheckFailedException(_)) =>
            {
                Ok(())
            }
            Err(error) => Err(classify("UpdateItem", &error)),
            Ok(_) => Ok(()),
        }
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Uploads
    for Aws<Files, Search, Mailing, Keys>
{
    async fn upload(&self, id: UploadId) -> StoreResult<Guarded<Upload>> {
        let item = self.dynamo.get(&UploadKey::new(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn uploads(&self, ids: &[UploadId]) -> StoreResult<Vec<Upload>> {
        let keys: Vec<_> = ids.iter().map(|id| UploadKey::new(*id).key()).collect();
        self.dynamo.get_all(&keys).await?.into_iter().flatten().map(record).collect()
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Accounts
    for Aws<Files, Search, Mailing, Keys>
{
    async fn account(&self, id: AccountId) -> StoreResult<Guarded<Account>> {
        let item = self.dynamo.get(&AccountKey::new(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn entitlements(
        &self,
        account: AccountId,
        page: PageRequest,
    ) -> StoreResult<PartOf<Account, Page<Entitlement>>> {
        let within = SortKeyCondition::Prefix(ENTITLEMENTS.into());
        let range = KeyRange { index: None, pk: account_partition(account), within, descending: false };
        Ok(PartOf::seal(account, self.dynamo.page(&range, &page, |item: Item| record(item)).await?))
    }
    async fn purchases(
        &self,
        account: AccountId,
        product: ProductId,
        version: VersionId,
    ) -> StoreResult<PartOf<Account, Purchases>> {
        let range = |version| KeyRange {
            index: None,
            pk: account_partition(account),
            within: SortKeyCondition::Prefix(entitlements_of(product, version)),
            descending: false,
        };
        let (of_product, of_version) = (range(None), range(Some(version)));
        let first = PageRequest::first(1);
        let (any, of_version) = futures::try_join!(
            self.dynamo.page(&of_product, &first, record::<Entitlement>),
            self.dynamo.query_all(&of_version, record::<Entitlement>),
        )?;
        let product_name = any.items.into_iter().next().map(|owned| owned.product_name);
        Ok(PartOf::seal(account, Purchases { product_name, of_version }))
    }
}
