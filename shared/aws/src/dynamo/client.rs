//! Calls to DynamoDB that the adapters are built from: a batch of reads, a page of a query, a transaction.

use super::items::{Item, key_item, key_of, text, text_of};
use super::keys::column;
use super::plan::{Operation, TransactItem};
use crate::error::classify;
use crate::sent::Sent;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, KeysAndAttributes, Put, TransactWriteItem, Update,
};
use futures::future::try_join_all;
use portico_domain::fault::Fault;
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::record::{ListQuery, RecordKey, SortRange};
use portico_domain::store::{StoreError, StoreResult};
use std::collections::HashMap;
use std::time::Duration;

/// Largest number of keys in one batch read.
const KEYS_PER_BATCH: usize = 100;
/// Largest number of items that a query asks for at once, unless the page itself is larger.
const MOST_AT_ONCE: usize = 1000;
/// Number of items read ahead for each item that was left out of a page.
const FASTER: usize = 4;
/// Largest number of items that a page leaves out before it ends short.
const MOST_LEFT_OUT: usize = 2000;
/// Largest number of reads of several lists for one page.
const MOST_MERGES: usize = 20;
/// Largest number of attempts to read a batch, from which DynamoDB may leave keys out.
const MOST_ROUNDS: u32 = 6;

/// Client and name of the table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) client: Client,
    pub(super) name: String,
}

/// Items of several lists, in the order of their sort keys.
struct Merged {
    found: Vec<Item>,
    /// Whether the lists go on after these items.
    went_on: bool,
}

/// Reason why a transaction was not made.
#[derive(Debug)]
pub(super) enum TransactError {
    /// Codes of the reasons in the order of the steps, `None` for a step that was fine; then the reasons as text.
    Cancelled(Vec<Option<String>>, String),
    /// A transaction with the same token is under way.
    InProgress,
    /// The call failed for another reason.
    Failed(StoreError),
}

/// Maps the error of an incomplete builder, which cannot happen: the calls here set everything that is required.
fn built<T>(result: Result<T, aws_sdk_dynamodb::error::BuildError>) -> StoreResult<T> {
    result.map_err(|error| StoreError::corrupt(Fault::caused("a call cannot be built", error)))
}

pub(super) fn backoff(round: u32) -> Duration {
    Duration::from_millis(20 << round.min(5))
}

impl Table {
    /// Reads items by key, consistently.
    pub(super) async fn read(&self, keys: Vec<RecordKey>) -> StoreResult<HashMap<RecordKey, Item>> {
        let batches = keys.chunks(KEYS_PER_BATCH).map(|keys| self.read_batch(keys));
        Ok(try_join_all(batches).await?.into_iter().flatten().collect())
    }

    async fn read_batch(&self, keys: &[RecordKey]) -> StoreResult<Vec<(RecordKey, Item)>> {
        let mut left: Vec<Item> = keys.iter().map(key_item).collect();
        let mut found = Vec::with_capacity(keys.len());
        for round in 0..MOST_ROUNDS {
            if left.is_empty() {
                return Ok(found);
            }
            if round > 0 {
                tokio::time::sleep(backoff(round)).await;
            }
            let asked = built(KeysAndAttributes::builder().set_keys(Some(left)).consistent_read(true).build())?;
            let answer = self.client.batch_get_item().request_items(&self.name, asked).sent().await;
            let answer = answer.map_err(|error| classify("BatchGetItem", &error))?;
            let items = answer.responses.unwrap_or_default().into_values().flatten();
            found.extend(items.filter_map(|item| Some((key_of(&item)?, item))));
            left = answer.unprocessed_keys.unwrap_or_default().into_values().flat_map(|keys| keys.keys).collect();
        }
        let text = format!("BatchGetItem: {} keys were left out {MOST_ROUNDS} times", left.len());
        if left.is_empty() { Ok(found) } else { Err(StoreError::unavailable(text)) }
    }

    /// Returns a page of a query, with each item mapped by `make`. The query reads one item more than asked for, to
    /// recognise the last page. It reads on for items that `make` leaves out, so a page is full unless it is the last or
    /// very many were left out.
    pub(super) async fn page<T>(
        &self,
        query: &ListQuery,
        page: &PageRequest,
        make: impl Fn(Item) -> StoreResult<Option<T>>,
    ) -> StoreResult<Page<T>> {
        let limit = page.limit.max(1) as usize;
        let (mut items, mut next, mut left_out) = (Vec::with_capacity(limit), None, 0_usize);
        let mut start = page.after.as_ref().map(|position| start_key(query, position)).transpose()?;
        loop {
            let wanted =
                (limit + 1 - items.len()).max(left_out.saturating_mul(FASTER)).min(MOST_AT_ONCE.max(limit + 1));
            let (found, went_on) = self.query(query, wanted, start.take()).await?;
            let end = found.last().map(|item| position_of(query, item)).transpose()?;
            for item in found {
                let last = items.len() + 1 == limit;
                let position = if last { Some(position_of(query, &item)?) } else { None };
                match make(item)? {
                    None => left_out += 1,
                    Some(_) if items.len() == limit => return Ok(Page { items, next }),
                    Some(made) => {
                        items.push(made);
                        next = position;
                    }
                }
            }
            let Some(on) = went_on else { return Ok(Page { items, next: None }) };
            if left_out >= MOST_LEFT_OUT {
                return Ok(Page { items, next: end });
            }
            start = Some(on);
        }
    }

    /// Returns a page of several lists of the table, merged by sort key, in the direction of the first, with each item
    /// mapped by `make`. Each list is asked for a whole page at once, and again for items that `make` leaves out. If very
    /// many are left out, the page ends short.
    pub(super) async fn page_of_several<T>(
        &self,
        queries: &[ListQuery],
        page: &PageRequest,
        make: impl Fn(Item) -> StoreResult<Option<T>>,
    ) -> StoreResult<Page<T>> {
        let limit = page.limit.max(1) as usize;
        let (mut items, mut after, mut next) = (Vec::with_capacity(limit), page.after.clone(), None);
        for _ in 0..MOST_MERGES {
            let Merged { found, went_on } = self.merged(queries, after.as_ref(), limit + 1).await?;
            for item in found {
                let position = queries.first().map(|query| position_of(query, &item)).transpose()?;
                match make(item)? {
                    Some(_) if items.len() == limit => return Ok(Page { items, next }),
                    Some(made) => {
                        items.push(made);
                        next.clone_from(&position);
                    }
                    None => {}
                }
                after = position;
            }
            if !went_on {
                return Ok(Page { items, next: None });
            }
        }
        Ok(Page { items, next: after })
    }

    /// Reads so many items of each list, and returns them in order, up to the place to which all lists were read.
    async fn merged(&self, queries: &[ListQuery], after: Option<&Position>, wanted: usize) -> StoreResult<Merged> {
        let pages = queries.iter().map(async |query| {
            let mut start = after.map(|position| start_key(query, position)).transpose()?;
            let (mut items, mut asked) = (Vec::new(), wanted);
            while asked > 0 {
                let (found, went_on) = self.query(query, asked, start.take()).await?;
                items.extend(found.into_iter().map(|item| (text_of(&item, "sk").unwrap_or_default().to_owned(), item)));
                start = went_on;
                asked = if start.is_some() { wanted.saturating_sub(items.len()) } else { 0 };
            }
            let end = start.and_then(|_| items.last().map(|(place, _)| place.clone()));
            Ok((items, end))
        });
        let (items, ends): (Vec<_>, Vec<_>) = try_join_all(pages).await?.into_iter().unzip();
        let descending = queries.first().is_some_and(|query| query.descending);
        let ends = ends.into_iter().flatten();
        let end = if descending { ends.max() } else { ends.min() };
        let mut items: Vec<(String, Item)> = items.into_iter().flatten().collect();
        items.sort_by(|one, other| one.0.cmp(&other.0));
        if descending {
            items.reverse();
        }
        items.retain(|(place, _)| end.as_ref().is_none_or(|end| if descending { place >= end } else { place <= end }));
        Ok(Merged { found: items.into_iter().map(|(_, item)| item).collect(), went_on: end.is_some() })
    }

    async fn query(
        &self,
        query: &ListQuery,
        wanted: usize,
        start: Option<Item>,
    ) -> StoreResult<(Vec<Item>, Option<Item>)> {
        let (condition, values) = key_condition(query);
        let index = column(query.list.home);
        let answer = self
            .client
            .query()
            .table_name(&self.name)
            .set_index_name(index.map(|index| index.index.to_owned()))
            .key_condition_expression(condition)
            .set_expression_attribute_values(Some(values))
            .scan_index_forward(!query.descending)
            // Indexes cannot be read consistently; the table can, so that callers read their own writes.
            .set_consistent_read(index.is_none().then_some(true))
            .set_exclusive_start_key(start)
            .limit(i32::try_from(wanted).unwrap_or(i32::MAX))
            .sent()
            .await
            .map_err(|error| classify("Query", &error))?;
        Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key))
    }

    /// Writes all of the steps, or nothing.
    pub(super) async fn transact(&self, steps: &[TransactItem], token: &str) -> Result<(), TransactError> {
        let items: StoreResult<Vec<_>> = steps.iter().map(|step| self.written(&step.operation)).collect();
        let answer = self
            .client
            .transact_write_items()
            .set_transact_items(Some(items.map_err(TransactError::Failed)?))
            .client_request_token(token)
            .sent()
            .await;
        let Err(error) = answer else { return Ok(()) };
        let failure = classify("TransactWriteItems", &error);
        match error {
            SdkError::ServiceError(service) => match service.into_err() {
                TransactWriteItemsError::TransactionCanceledException(cancelled) => {
                    let reasons = cancelled.cancellation_reasons.unwrap_or_default();
                    let details = reasons.iter().zip(steps).filter_map(|(reason, step)| {
                        let code = reason.code.as_deref().filter(|code| *code != "None")?;
                        Some(format!("{}: {code} {}", step.kind, reason.message.as_deref().unwrap_or_default()))
                    });
                    let details = details.collect::<Vec<_>>().join("; ");
                    let codes = reasons.into_iter().map(|reason| reason.code.filter(|code| code != "None"));
                    Err(TransactError::Cancelled(codes.collect(), details))
                }
                TransactWriteItemsError::TransactionInProgressException(_) => Err(TransactError::InProgress),
                _ => Err(TransactError::Failed(failure)),
            },
            _ => Err(TransactError::Failed(failure)),
        }
    }

    fn written(&self, operation: &Operation) -> StoreResult<TransactWriteItem> {
        let item = TransactWriteItem::builder();
        let item = match operation {
            Operation::Put { item: put, condition } => {
                let (condition, names, values) = condition.expression();
                let put = Put::builder().table_name(&self.name).set_item(Some(put.clone()));
                let put = put.set_condition_expression(condition).set_expression_attribute_names(names);
                item.put(built(put.set_expression_attribute_values(values).build())?)
            }
            Operation::Delete { key, condition } => {
                let (condition, names, values) = condition.expression();
                let delete = Delete::builder().table_name(&self.name).set_key(Some(key_item(key)));
                let delete = delete.set_condition_expression(condition).set_expression_attribute_names(names);
                item.delete(built(delete.set_expression_attribute_values(values).build())?)
            }
            Operation::Check { key, condition } => {
                let (condition, names, values) = condition.expression();
                let check = ConditionCheck::builder().table_name(&self.name).set_key(Some(key_item(key)));
                let check = check.set_condition_expression(condition).set_expression_attribute_names(names);
                item.condition_check(built(check.set_expression_attribute_values(values).build())?)
            }
            Operation::Update { key, expression, condition, names, values } => {
                let update =
                    Update::builder().table_name(&self.name).set_key(Some(key_item(key))).update_expression(expression);
                let names = names.iter().map(|name| (format!("#{name}"), name.clone())).collect();
                let values = values.iter().map(|(name, value)| (format!(":{name}"), value.clone())).collect();
                let update =
                    update.set_condition_expression(condition.clone()).set_expression_attribute_names(Some(names));
                item.update(built(update.set_expression_attribute_values(Some(values)).build())?)
            }
        };
        Ok(item.build())
    }
}

fn key_condition(query: &ListQuery) -> (String, HashMap<String, AttributeValue>) {
    let (pk, sk) = column(query.list.home).map_or(("pk", "sk"), |index| (index.partition, index.sort));
    let mut values = HashMap::from([(":pk".to_owned(), text(&*query.list.partition))]);
    let mut value = |name: &str, of: &str| values.insert(name.to_owned(), text(of));
    let condition = match &query.range {
        SortRange::All => format!("{pk} = :pk"),
        SortRange::Prefix(prefix) => {
            value(":from", prefix);
            format!("{pk} = :pk AND begins_with({sk}, :from)")
        }
        SortRange::Between(from, to) => {
            value(":from", from);
            value(":to", to);
            format!("{pk} = :pk AND {sk} BETWEEN :from AND :to")
        }
        SortRange::Before(to) => {
            value(":to", to);
            format!("{pk} = :pk AND {sk} < :to")
        }
        SortRange::UpTo(to) => {
            value(":to", to);
            format!("{pk} = :pk AND {sk} <= :to")
        }
    };
    (condition, values)
}

/// Position of an item in a query. The partition is not part of it, so a position cannot lead into another list.
fn position_of(query: &ListQuery, item: &Item) -> StoreResult<Position> {
    let parts: Option<Vec<&str>> = match column(query.list.home) {
        None => text_of(item, "sk").map(|sk| vec![sk]),
        Some(index) => [text_of(item, index.sort), text_of(item, "pk"), text_of(item, "sk")].into_iter().collect(),
    };
    let parts = parts.ok_or_else(|| StoreError::corrupt(format!("an item of {} has no key", query.list.partition)))?;
    serde_json::to_string(&parts)
        .map(Position)
        .map_err(|error| StoreError::corrupt(Fault::caused("a position cannot be written", error)))
}

/// Returns the key that a query continues after.
fn start_key(query: &ListQuery, position: &Position) -> StoreResult<Item> {
    let partition = &query.list.partition;
    let broken = || StoreError::corrupt(format!("not a position in {partition}: {}", position.0));
    let parts: Vec<String> = serde_json::from_str(&position.0).map_err(|_| broken())?;
    match (column(query.list.home), parts.as_slice()) {
        (None, [sk]) => Ok(key_item(&RecordKey::new(&**partition, &**sk))),
        (Some(index), [place, pk, sk]) => {
            let mut start = key_item(&RecordKey::new(&**pk, &**sk));
            start.insert(index.partition.into(), text(&**partition));
            start.insert(index.sort.into(), text(place));
            Ok(start)
        }
        _ => Err(broken()),
    }
}
