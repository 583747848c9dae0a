//! Commits a change as one transaction, and finds the meaning of a refusal.

use super::Dynamo;
use super::client::{TransactError, backoff};
use super::items::Item;
use super::plan::{Purpose, TransactItem, load, plan};
use crate::parts::{Aws, Component};
use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use portico_domain::change::{Change, Commit, Write};
use portico_domain::fault::Fault;
use portico_domain::store::{CommitError, StoreError, StoreResult};

/// Largest number of attempts to commit a change that conflicts with another one.
const MOST_TRIES: u32 = 4;
/// Largest number of items in one batch write.
const ITEMS_PER_BATCH: usize = 25;

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Commit
    for Aws<Files, Search, Mailing, Keys>
{
    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        self.dynamo.commit(&change).await
    }
}

/// Cause of a cancelled transaction.
#[derive(Debug, PartialEq, Eq)]
enum CancelCause {
    /// The idempotency key has been taken.
    Claimed,
    /// A record is not what was expected.
    Stale,
    /// Another change of the same records was under way.
    Conflict,
    /// The store is overloaded.
    Overloaded,
    /// The transaction should not have been refused.
    Broken,
}

impl Dynamo {
    async fn commit(&self, change: &Change) -> Result<(), CommitError> {
        let items = plan(change)?;
        // A transaction is made once for each token, however often it is sent.
        let token = change.touch.id.to_string();
        for attempt in 1.. {
            let (codes, reasons) = match self.table.transact(&items, &token).await {
                Ok(()) => return Ok(()),
                Err(TransactError::Failed(failure)) => return Err(failure.into()),
                Err(TransactError::InProgress) => return Err(CommitError::Busy),
                Err(TransactError::Cancelled(codes, reasons)) => (codes, reasons),
            };
            tracing::info!(touch = %change.touch.id, reasons, "the change was refused");
            match cause(&items, &codes) {
                CancelCause::Claimed => return Err(CommitError::Claimed),
                CancelCause::Stale => return Err(CommitError::Stale),
                CancelCause::Overloaded => return Err(StoreError::unavailable(reasons).into()),
                CancelCause::Broken => return Err(StoreError::corrupt(reasons).into()),
                CancelCause::Conflict if attempt < MOST_TRIES => {
                    tokio::time::sleep(backoff(attempt) + jitter(change, attempt)).await;
                }
                CancelCause::Conflict => break,
            }
        }
        Err(CommitError::Busy)
    }

    /// Puts many new records at a time without asking what is there, to fill an empty table. Leaves no touches.
    pub async fn load(&self, writes: &[Write]) -> StoreResult<()> {
        let items = load(writes)?;
        for batch in items.chunks(ITEMS_PER_BATCH) {
            self.load_batch(batch.to_vec()).await?;
        }
        Ok(())
    }

    async fn load_batch(&self, batch: Vec<Item>) -> StoreResult<()> {
        let put = |item| {
            let put = PutRequest::builder().set_item(Some(item)).build();
            put.map(|put| WriteRequest::builder().put_request(put).build())
        };
        let requests: Result<Vec<_>, _> = batch.into_iter().map(put).collect();
        let mut left =
            requests.map_err(|error| StoreError::corrupt(Fault::caused("BatchWriteItem cannot be built", error)))?;
        for round in 0..MOST_TRIES * 2 {
            let call = self.table.client.batch_write_item().request_items(&self.table.name, left).send().await;
            let answer = call.map_err(|error| crate::error::classify("BatchWriteItem", &error))?;
            left = answer.unprocessed_items.unwrap_or_default().into_values().flatten().collect();
            if left.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(backoff(round)).await;
        }
        Err(StoreError::unavailable(format!("BatchWriteItem: {} items were left out", left.len())))
    }
}

/// Pause of up to 31 ms that keeps conflicting changes from meeting again.
fn jitter(change: &Change, tries: u32) -> std::time::Duration {
    let bytes = change.touch.id.0.as_bytes();
    std::time::Duration::from_millis(u64::from(bytes[15 - (tries as usize).min(7)] % 32))
}

/// Returns the gravest of the causes.
fn cause(items: &[TransactItem], codes: &[Option<String>]) -> CancelCause {
    let refused = || items.iter().zip(codes).filter_map(|(item, code)| Some((item.purpose, code.as_deref()?)));
    let any = |names: &[&str]| refused().any(|(_, code)| names.contains(&code));
    let failed = |purpose| refused().any(|(of, code)| of == purpose && code == "ConditionalCheckFailed");
    if failed(Purpose::Claim) {
        CancelCause::Claimed
    } else if failed(Purpose::Record) {
        CancelCause::Stale
    } else if any(&["TransactionConflict"]) {
        CancelCause::Conflict
    } else if any(&["ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded"]) {
        CancelCause::Overloaded
    } else {
        CancelCause::Broken
    }
}
