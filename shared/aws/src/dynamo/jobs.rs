//! Reading jobs, and taking, releasing and ending them.

use super::Dynamo;
use super::condition::Condition;
use super::items::{Item, key_item, record, row, stored};
use super::plan::record_item;
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use futures::future::try_join_all;
use jiff::Timestamp;
use portico_domain::fault::chain;
use portico_domain::ids::JobId;
use portico_domain::jobs::record::JOB_SHARDS;
use portico_domain::jobs::{DueJobs, Job, Jobs, ParkedJobs};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::Guarded;
use portico_domain::store::{CommitError, StoreResult};

stored!(Job);

/// The most pages of a shard that are looked through for jobs that can be read.
const MOST_PAGES: usize = 50;

impl Dynamo {
    /// Returns the due jobs of a shard that `knows` accepts, the longest due first. Other jobs, and those that cannot
    /// be read, hold back none behind them.
    async fn due(&self, shard: u8, now: Timestamp, limit: u32, knows: fn(&Job) -> bool) -> StoreResult<Vec<Job>> {
        let (mut jobs, mut request) = (Vec::new(), PageRequest::first(limit));
        for _ in 0..MOST_PAGES {
            let page = self.page(&Job::due_query(shard, now), &request, |item| Ok(readable(item))).await?;
            let (known, unknown): (Vec<Job>, Vec<Job>) = page.items.into_iter().flatten().partition(knows);
            for job in unknown {
                tracing::warn!(job = %job.id, kind = job.kind, "a job is left to a newer version");
            }
            jobs.extend(known);
            match page.next {
                Some(next) if jobs.len() < limit as usize => request.after = Some(next),
                _ => break,
            }
        }
        Ok(jobs)
    }
}

/// A job, unless only a later version knows what it is: it is left to that, and nothing else waits for it.
fn readable(item: Item) -> Option<Job> {
    row(item).map_err(|failure| tracing::error!(cause = %chain(&failure), "a job cannot be read")).ok()
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Jobs
    for Aws<Files, Search, Mailing, Keys>
{
    async fn parked(&self, _list: &ParkedJobs, page: PageRequest) -> StoreResult<Page<Job>> {
        let page = self.dynamo.page(&Job::parked_query(), &page, |item| Ok(readable(item))).await?;
        Ok(Page { items: page.items.into_iter().flatten().collect(), next: page.next })
    }

    async fn job(&self, id: JobId) -> StoreResult<Guarded<Job>> {
        let item = self.dynamo.get(Job::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> DueJobs
    for Aws<Files, Search, Mailing, Keys>
{
    async fn due(&self, now: Timestamp, limit: u32, knows: fn(&Job) -> bool) -> StoreResult<Vec<Job>> {
        let shards = (0..JOB_SHARDS).map(|shard| self.dynamo.due(shard, now, limit, knows));
        let mut jobs: Vec<Job> = try_join_all(shards).await?.into_iter().flatten().collect();
        jobs.sort_by_key(|job| (job.due, job.id));
        jobs.truncate(limit as usize);
        Ok(jobs)
    }

    async fn replace(&self, job: JobId, expected: u64, next: Option<Job>) -> Result<(), CommitError> {
        let table = &self.dynamo.table;
        let (condition, names, values) = Condition::expect(expected).expression();
        if let Some(next) = next {
            let put = table.client.put_item().table_name(&table.name).set_item(Some(record_item(&next)?));
            let put = put.set_condition_expression(condition).set_expression_attribute_names(names);
            match put.set_expression_attribute_values(values).sent().await {
                Ok(_) => Ok(()),
                Err(SdkError::ServiceError(service))
                    if matches!(service.err(), PutItemError::ConditionalCheckFailedException(_)) =>
                {
                    Err(CommitError::Stale)
                }
                Err(error) => Err(classify("PutItem", &error).into()),
            }
        } else {
            let key = key_item(&Job::key_of(job));
            let delete = table.client.delete_item().table_name(&table.name).set_key(Some(key));
            let delete = delete.set_condition_expression(condition).set_expression_attribute_names(names);
            match delete.set_expression_attribute_values(values).sent().await {
                Ok(_) => Ok(()),
                Err(SdkError::ServiceError(service))
                    if matches!(service.err(), DeleteItemError::ConditionalCheckFailedException(_)) =>
                {
                    Err(CommitError::Stale)
                }
                Err(error) => Err(classify("DeleteItem", &error).into()),
            }
        }
    }
}
