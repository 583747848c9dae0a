//! The calls to DynamoDB that everything here is made of: a batch of reads, a page of a query, a transaction.

use super::items::{Item, text};
use super::keys::{Index, Key};
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
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::ports::{StoreError, StoreResult};
use std::collections::HashMap;
use std::time::Duration;

/// How many keys one batch can read.
const KEYS_PER_BATCH: usize = 100;
/// How many items a query is asked for at most, where a page leaves some out.
const MOST_AT_ONCE: usize = 1000;
/// How much more is read at once for each item that was left out of a page.
const FASTER: usize = 4;
/// How often the keys that a batch left out are asked for again.
const MOST_ROUNDS: u32 = 6;

/// The table, as the calls need it.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) client: Client,
    pub(super) name: String,
}

/// What a query reads: one partition, or part of one.
#[derive(Debug)]
pub(super) struct KeyRange {
    pub(super) index: Option<Index>,
    pub(super) pk: String,
    pub(super) within: SortKeyCondition,
    pub(super) descending: bool,
}

/// Which part of a partition.
#[derive(Debug)]
pub(super) enum SortKeyCondition {
    All,
    Prefix(String),
    Between(String, String),
    UpTo(String),
    Before(String),
}

/// Why a transaction was not made.
#[derive(Debug)]
pub(super) enum TransactError {
    /// The reasons, in the order of the steps: the code of each, or nothing where a step was fine.
    Cancelled(Vec<Option<String>>, String),
    /// A transaction of the same token is under way.
    InProgress,
    /// Something else.
    Failed(StoreError),
}

/// What a deserialised call says when a builder misses something: it cannot happen with what is given here.
fn built<T>(result: Result<T, aws_sdk_dynamodb::error::BuildError>) -> StoreResult<T> {
    result.map_err(|error| StoreError::Broken(error.to_string()))
}

pub(super) fn backoff(round: u32) -> Duration {
    Duration::from_millis(20 << round.min(5))
}

impl Table {
    /// Reads items by key, consistently.
    pub(super) async fn read(&self, keys: Vec<Key>) -> StoreResult<HashMap<Key, Item>> {
        let batches = keys.chunks(KEYS_PER_BATCH).map(|keys| self.read_batch(keys));
        Ok(try_join_all(batches).await?.into_iter().flatten().collect())
    }

    async fn read_batch(&self, keys: &[Key]) -> StoreResult<Vec<(Key, Item)>> {
        let mut left: Vec<Item> = keys.iter().map(Key::item).collect();
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
            found.extend(items.filter_map(|item| Some((Key::of(&item)?, item))));
            left = answer.unprocessed_keys.unwrap_or_default().into_values().flat_map(|keys| keys.keys).collect();
        }
        let text = format!("BatchGetItem: {} keys were left out {MOST_ROUNDS} times", left.len());
        if left.is_empty() { Ok(found) } else { Err(StoreError::Unavailable(text)) }
    }

    /// A page of a stretch, of what `make` makes of its items. One item more than asked for is read, so that the last page
    /// knows that it is. What `make` leaves out is made up for by reading on: a page that is not the last is full.
    pub(super) async fn page<T>(
        &self,
        range: &KeyRange,
        page: &PageRequest,
        make: impl Fn(Item) -> StoreResult<Option<T>>,
    ) -> StoreResult<Page<T>> {
        let limit = page.limit.max(1) as usize;
        let (mut items, mut next, mut left_out) = (Vec::with_capacity(limit), None, 0_usize);
        let mut start = page.after.as_ref().map(|position| range.start(position)).transpose()?;
        loop {
            let wanted =
                (limit + 1 - items.len()).max(left_out.saturating_mul(FASTER)).min(MOST_AT_ONCE.max(limit + 1));
            let (found, went_on) = self.query(range, wanted, start.take()).await?;
            for item in found {
                let last = items.len() + 1 == limit;
                let position = if last { Some(range.position(&item)?) } else { None };
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
            start = Some(on);
        }
    }

    async fn query(
        &self,
        range: &KeyRange,
        wanted: usize,
        start: Option<Item>,
    ) -> StoreResult<(Vec<Item>, Option<Item>)> {
        let (condition, values) = range.condition();
        let answer = self
            .client
            .query()
            .table_name(&self.name)
            .set_index_name(range.index.map(|index| index.name().to_owned()))
            .key_condition_expression(condition)
            .set_expression_attribute_values(Some(values))
            .scan_index_forward(!range.descending)
            // Indexes cannot be read consistently; the table is, so that one reads what one has just written.
            .set_consistent_read(range.index.is_none().then_some(true))
            .set_exclusive_start_key(start)
            .limit(i32::try_from(wanted).unwrap_or(i32::MAX))
            .sent()
            .await
            .map_err(|error| classify("Query", &error))?;
        Ok((answer.items.unwrap_or_default(), answer.last_evaluated_key))
    }

    /// Writes all of it, or nothing.
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
                    let told = reasons.iter().zip(steps).filter_map(|(reason, step)| {
                        let code = reason.code.as_deref().filter(|code| *code != "None")?;
                        Some(format!("{}: {code} {}", step.what, reason.message.as_deref().unwrap_or_default()))
                    });
                    let told = told.collect::<Vec<_>>().join("; ");
                    let codes = reasons.into_iter().map(|reason| reason.code.filter(|code| code != "None"));
                    Err(TransactError::Cancelled(codes.collect(), told))
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
                let delete = Delete::builder().table_name(&self.name).set_key(Some(key.item()));
                let delete = delete.set_condition_expression(condition).set_expression_attribute_names(names);
                item.delete(built(delete.set_expression_attribute_values(values).build())?)
            }
            Operation::Check { key, condition } => {
                let (condition, names, values) = condition.expression();
                let check = ConditionCheck::builder().table_name(&self.name).set_key(Some(key.item()));
                let check = check.set_condition_expression(condition).set_expression_attribute_names(names);
                item.condition_check(built(check.set_expression_attribute_values(values).build())?)
            }
            Operation::Update { key, change, condition, names, values } => {
                let update =
                    Update::builder().table_name(&self.name).set_key(Some(key.item())).update_expression(change);
                let names = names.iter().map(|name| (format!("#{name}"), (*name).to_owned())).collect();
                let values = values.iter().map(|(name, value)| (format!(":{name}"), value.clone())).collect();
                let update = update.condition_expression(*condition).set_expression_attribute_names(Some(names));
                item.update(built(update.set_expression_attribute_values(Some(values)).build())?)
            }
        };
        Ok(item.build())
    }
}

impl KeyRange {
    fn names(&self) -> (&'static str, &'static str) {
        self.index.map_or(("pk", "sk"), |index| (index.pk(), index.sk()))
    }

    fn condition(&self) -> (String, HashMap<String, AttributeValue>) {
        let (pk, sk) = self.names();
        let mut values = HashMap::from([(":pk".to_owned(), text(&*self.pk))]);
        let mut value = |name: &str, of: &str| values.insert(name.to_owned(), text(of));
        let condition = match &self.within {
            SortKeyCondition::All => format!("{pk} = :pk"),
            SortKeyCondition::Prefix(prefix) => {
                value(":from", prefix);
                format!("{pk} = :pk AND begins_with({sk}, :from)")
            }
            SortKeyCondition::Between(from, to) => {
                value(":from", from);
                value(":to", to);
                format!("{pk} = :pk AND {sk} BETWEEN :from AND :to")
            }
            SortKeyCondition::Before(to) => {
                value(":to", to);
                format!("{pk} = :pk AND {sk} < :to")
            }
            SortKeyCondition::UpTo(to) => {
                value(":to", to);
                format!("{pk} = :pk AND {sk} <= :to")
            }
        };
        (condition, values)
    }

    /// Where a page ended. The partition is not part of it: a position cannot lead into another one.
    fn position(&self, item: &Item) -> StoreResult<Position> {
        let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).map(String::as_str);
        let parts: Option<Vec<&str>> = match self.index {
            None => part("sk").map(|sk| vec![sk]),
            Some(index) => [part(index.sk()), part("pk"), part("sk")].into_iter().collect(),
        };
        let parts = parts.ok_or_else(|| StoreError::Broken(format!("an item of {} has no key", self.pk)))?;
        serde_json::to_string(&parts).map(Position).map_err(|error| StoreError::Broken(error.to_string()))
    }

    fn start(&self, position: &Position) -> StoreResult<Item> {
        let broken = || StoreError::Broken(format!("not a position in {}: {}", self.pk, position.0));
        let parts: Vec<String> = serde_json::from_str(&position.0).map_err(|_| broken())?;
        match (self.index, parts.as_slice()) {
            (None, [sk]) => Ok(Key { pk: self.pk.clone(), sk: sk.clone() }.item()),
            (Some(index), [place, pk, sk]) => {
                let mut start = Key { pk: pk.clone(), sk: sk.clone() }.item();
                start.insert(index.pk().into(), text(&*self.pk));
                start.insert(index.sk().into(), text(place));
                Ok(start)
            }
            _ => Err(broken()),
        }
    }
}
