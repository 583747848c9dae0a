//! Reading the counts of queues, and setting them right. A change keeps them itself (`plan.rs`).

use super::items::{Item, SCHEMA, count, key_item, number, row, text, text_of};
use super::keys::CHANGED;
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use jiff::Timestamp;
use portico_domain::ids::QueueId;
use portico_domain::paging::PageRequest;
use portico_domain::policy::Scope;
use portico_domain::store::{StoreError, StoreResult};
use portico_domain::tickets::counts::{
    ACTIVE, CountPart, PARTS, QueueCount, QueueCounts, QueueRecount, TICKET_COUNT, UNASSIGNED, counts_query, part_of,
    queue_counts_query, summed,
};
use portico_domain::tickets::list::TicketRow;
use portico_domain::tickets::record::load_query;
use std::collections::HashMap;

/// Number of tickets of a list that are read at once.
const TICKETS_AT_ONCE: u32 = 1000;

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> QueueCounts
    for Aws<Files, Search, Mailing, Keys>
{
    async fn queue_counts(&self, scope: &Scope) -> StoreResult<HashMap<QueueId, QueueCount>> {
        Ok(summed(self.dynamo.query_all(&counts_query(), part).await?, scope))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> QueueRecount
    for Aws<Files, Search, Mailing, Keys>
{
    async fn stored_counts(&self, queue: QueueId) -> StoreResult<Vec<CountPart>> {
        let stored = self.dynamo.query_all(&queue_counts_query(queue), part).await?;
        let mut parts: Vec<CountPart> = (0..PARTS).map(|part| CountPart::missing(queue, part)).collect();
        for part in stored {
            if let Some(place) = parts.get_mut(usize::from(part.part)) {
                *place = part;
            }
        }
        Ok(parts)
    }

    async fn listed_counts(&self, queue: QueueId) -> StoreResult<Vec<QueueCount>> {
        let mut counts = vec![QueueCount::default(); usize::from(PARTS)];
        let mut page = PageRequest::first(TICKETS_AT_ONCE);
        loop {
            let found = self.dynamo.page(&load_query(queue), &page, row::<TicketRow>).await?;
            for ticket in found.items {
                if let Some(count) = counts.get_mut(usize::from(part_of(ticket.id))) {
                    count.add(ticket.assignee.is_some());
                }
            }
            let Some(next) = found.next else { return Ok(counts) };
            page.after = Some(next);
        }
    }

    async fn correct_count(&self, seen: &CountPart, right: QueueCount, now: Timestamp) -> StoreResult<bool> {
        let table = &self.dynamo.table;
        let update = table
            .client
            .update_item()
            .table_name(&table.name)
            .set_key(Some(key_item(&CountPart::key_of(seen.queue, seen.part))))
            .update_expression(
                "SET #type = :type, #schema = :schema, #version = :next, #active = :active, \
                 #unassigned = :unassigned, #changed = :changed",
            )
            .expression_attribute_names("#type", "type")
            .expression_attribute_names("#schema", "schema")
            .expression_attribute_names("#version", "version")
            .expression_attribute_names("#active", ACTIVE)
            .expression_attribute_names("#unassigned", UNASSIGNED)
            .expression_attribute_names("#changed", CHANGED)
            .expression_attribute_values(":type", text(TICKET_COUNT))
            .expression_attribute_values(":schema", number(SCHEMA))
            .expression_attribute_values(":next", number(seen.version + 1))
            .expression_attribute_values(":active", number(right.active))
            .expression_attribute_values(":unassigned", number(right.unassigned))
            .expression_attribute_values(":changed", number(now.as_second()));
        let update = if seen.version == 0 {
            update.condition_expression("attribute_not_exists(pk)")
        } else {
            let update = update.condition_expression("#version = :seen");
            update.expression_attribute_values(":seen", number(seen.version))
        };
        match update.sent().await {
            Ok(_) => Ok(true),
            // A change counts in it, or has counted.
            Err(SdkError::ServiceError(service))
                if matches!(
                    service.err(),
                    UpdateItemError::ConditionalCheckFailedException(_)
                        | UpdateItemError::TransactionConflictException(_)
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(classify("UpdateItem", &error)),
        }
    }
}

/// Reads a part from its item. A part without a counter has not counted in it.
fn part(item: Item) -> StoreResult<CountPart> {
    let sort = text_of(&item, "sk").unwrap_or_default();
    let (queue, part) =
        CountPart::of_sort_key(sort).ok_or_else(|| StoreError::corrupt(format!("{sort} is no part of counts")))?;
    let signed = |name: &str| item.get(name).and_then(|value| value.as_n().ok()?.parse::<i64>().ok());
    let changed_at = signed(CHANGED).and_then(|seconds| Timestamp::from_second(seconds).ok());
    Ok(CountPart {
        version: count(&item, "version").unwrap_or_default(),
        active: signed(ACTIVE).unwrap_or_default(),
        unassigned: signed(UNASSIGNED).unwrap_or_default(),
        changed_at: changed_at.unwrap_or(Timestamp::UNIX_EPOCH),
        ..CountPart::missing(queue, part)
    })
}
