//! Counting attempts: an item for each slice of a window, which expires by itself.

use super::Dynamo;
use super::items::{count, expiry, key_item, number, text};
use super::keys::AttemptKey;
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::types::ReturnValue;
use jiff::Timestamp;
use portico_domain::attempts::{Attempts, Rates, SLICES, Slice};
use portico_domain::fault::Fault;
use portico_domain::store::{StoreError, StoreResult};

/// Slices of a window, which all have the same length in seconds and are counted from the epoch.
#[derive(Clone, Copy)]
struct Slices {
    seconds: i64,
    current: i64,
}

impl Slices {
    fn at(now: Timestamp, window_seconds: u32) -> Self {
        let seconds = i64::from((window_seconds / SLICES).max(1));
        Self { seconds, current: now.as_second().div_euclid(seconds) }
    }

    /// Slices before the current one that reach into the window, oldest first.
    fn before(self) -> impl Iterator<Item = i64> {
        self.current - i64::from(SLICES)..self.current
    }

    fn forgotten_at(self, slice: i64) -> StoreResult<Timestamp> {
        let ends = Timestamp::from_second((slice + 1 + i64::from(SLICES)) * self.seconds);
        ends.map_err(|error| StoreError::corrupt(Fault::caused("a window of attempts", error)))
    }
}

impl Dynamo {
    /// Reads the counts of the wanted slices.
    async fn counted(&self, key: &str, slices: Slices, wanted: impl Iterator<Item = i64>) -> StoreResult<Vec<Slice>> {
        let wanted: Vec<i64> = wanted.collect();
        let keys: Vec<_> = wanted.iter().map(|slice| AttemptKey { name: key, slice: *slice }.key()).collect();
        let items = self.get_all(&keys).await?;
        let slice = |(item, slice): (Option<super::items::Item>, i64)| {
            let counted = item.and_then(|item| count(&item, "count")).unwrap_or_default();
            let count = u32::try_from(counted).unwrap_or(u32::MAX);
            Ok(Slice { count, forgotten_at: slices.forgotten_at(slice)? })
        };
        items.into_iter().zip(wanted).map(slice).collect()
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Rates
    for Aws<Files, Search, Mailing, Keys>
{
    async fn attempt(&self, key: &str, now: Timestamp, window_seconds: u32) -> StoreResult<Attempts> {
        let slices = Slices::at(now, window_seconds);
        let forgotten_at = slices.forgotten_at(slices.current)?;
        let table = &self.dynamo.table;
        let counting = async {
            let counted = table
                .client
                .update_item()
                .table_name(&table.name)
                .set_key(Some(key_item(&AttemptKey { name: key, slice: slices.current }.key())))
                .update_expression("ADD #count :one SET #type = :type, #expires = if_not_exists(#expires, :expires)")
                .expression_attribute_names("#count", "count")
                .expression_attribute_names("#type", "type")
                .expression_attribute_names("#expires", "expires")
                .expression_attribute_values(":one", number(1))
                .expression_attribute_values(":type", text(AttemptKey::KIND))
                .expression_attribute_values(":expires", expiry(forgotten_at))
                .return_values(ReturnValue::UpdatedNew)
                .sent()
                .await
                .map_err(|error| classify("UpdateItem", &error))?;
            let counted = counted.attributes.as_ref().and_then(|item| count(item, "count"));
            counted.ok_or_else(|| StoreError::corrupt("UpdateItem: an attempt was not counted"))
        };
        let (counted, mut before) = futures::try_join!(counting, self.dynamo.counted(key, slices, slices.before()))?;
        before.push(Slice { count: u32::try_from(counted).unwrap_or(u32::MAX), forgotten_at });
        Ok(Attempts(before))
    }

    async fn attempts(&self, key: &str, now: Timestamp, window_seconds: u32) -> StoreResult<Attempts> {
        let slices = Slices::at(now, window_seconds);
        self.dynamo.counted(key, slices, slices.before().chain([slices.current])).await.map(Attempts)
    }

    async fn forget_attempts(&self, key: &str, now: Timestamp, window_seconds: u32) -> StoreResult<()> {
        let slices = Slices::at(now, window_seconds);
        let table = &self.dynamo.table;
        let forgotten = slices.before().chain([slices.current]).map(|slice| async move {
            let set = table
                .client
                .update_item()
                .table_name(&table.name)
                .set_key(Some(key_item(&AttemptKey { name: key, slice }.key())))
                .update_expression("SET #count = :none")
                // A slice in which nothing was counted stays absent.
                .condition_expression("#count > :none")
                .expression_attribute_names("#count", "count")
                .expression_attribute_values(":none", number(0))
                .sent()
                .await;
            match set {
                Err(SdkError::ServiceError(refused)) if refused.err().is_conditional_check_failed_exception() => Ok(()),
                set => set.map(drop).map_err(|error| classify("UpdateItem", &error)),
            }
        });
        futures::future::try_join_all(forgotten).await.map(drop)
    }

    async fn uncount_attempt(&self, key: &str, at: Timestamp, window_seconds: u32) -> StoreResult<()> {
        let slice = Slices::at(at, window_seconds).current;
        let table = &self.dynamo.table;
        let taken = table
            .client
            .update_item()
            .table_name(&table.name)
            .set_key(Some(key_item(&AttemptKey { name: key, slice }.key())))
            .update_expression("ADD #count :less")
            // If the slice has expired meanwhile, there is nothing to take back.
            .condition_expression("#count > :none")
            .expression_attribute_names("#count", "count")
            .expression_attribute_values(":less", number(-1))
            .expression_attribute_values(":none", number(0))
            .sent()
            .await;
        match taken {
            Err(SdkError::ServiceError(refused)) if refused.err().is_conditional_check_failed_exception() => Ok(()),
            taken => taken.map(drop).map_err(|error| classify("UpdateItem", &error)),
        }
    }
}
