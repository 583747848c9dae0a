//! Committing a change: one transaction, and what its refusal means.

use super::Dynamo;
use super::client::{TransactError, backoff};
use super::items::{self, record};
use super::keys::{CredentialKey, EntityKey, PersonKey, VoteKey};
use super::plan::{Purpose, ReplanContext, TransactItem, load, plan};
use crate::parts::{Aws, Component};
use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use portico_domain::change::{Change, Write};
use portico_domain::ids::PersonId;
use portico_domain::knowledge::Vote;
use portico_domain::people::{Credential, Person};
use portico_domain::ports::{Commit, CommitError, StoreError, StoreResult};
use std::collections::HashMap;

/// How often a change is tried that met another one.
const MOST_TRIES: u32 = 4;
/// How many items one batch can write.
const ITEMS_PER_BATCH: usize = 25;

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Commit
    for Aws<Files, Search, Mailing, Keys>
{
    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        self.dynamo.commit(&change).await
    }
}

/// What a refused transaction comes to.
#[derive(Debug, PartialEq, Eq)]
enum CancelCause {
    /// The claim has been taken.
    Claimed,
    /// A record is not what was expected. Which role the first such step had.
    Stale(Purpose),
    /// Another change of the same records was under way.
    Conflict,
    /// The store is overloaded.
    Overloaded,
    /// It should not have been refused.
    Broken,
}

impl Dynamo {
    async fn commit(&self, change: &Change) -> Result<(), CommitError> {
        let mut known = ReplanContext::default();
        // A transaction is made once for each token, however often it is sent. One planned anew is another one.
        let mut token = change.touch.id.to_string();
        let mut steps = plan(change, &known)?;
        let mut tries = 1;
        loop {
            let (codes, told) = match self.table.transact(&steps, &token).await {
                Ok(()) => return Ok(()),
                Err(TransactError::Failed(failure)) => return Err(failure.into()),
                Err(TransactError::InProgress) => return Err(CommitError::Busy),
                Err(TransactError::Cancelled(codes, told)) => (codes, told),
            };
            let meaning = meaning(&steps, &codes);
            tracing::info!(touch = %change.touch.id, reasons = told, "the change was refused");
            match meaning {
                CancelCause::Claimed => return Err(CommitError::Claimed),
                CancelCause::Overloaded => return Err(StoreError::Unavailable(told).into()),
                CancelCause::Broken => return Err(StoreError::Broken(told).into()),
                CancelCause::Conflict if tries < MOST_TRIES => {
                    tokio::time::sleep(backoff(tries) + jitter(change, tries)).await;
                }
                CancelCause::Conflict => return Err(CommitError::Busy),
                CancelCause::Stale(Purpose::Vote) if tries < MOST_TRIES => {
                    known.votes = self.votes(change).await?;
                    steps = plan(change, &known)?;
                    token = format!("{}{tries}", change.touch.id.0.simple());
                }
                CancelCause::Stale(Purpose::Credential(person)) if !known.moved.contains_key(&person) => {
                    let moved = self.moved(change, person).await?.ok_or(CommitError::Stale)?;
                    known.moved.insert(person, moved);
                    steps = plan(change, &known)?;
                    token = format!("{}{tries}", change.touch.id.0.simple());
                }
                CancelCause::Stale(_) => return Err(CommitError::Stale),
            }
            tries += 1;
        }
    }

    /// The votes that those of a change take the place of, where others had been given than it knew of.
    async fn votes(&self, change: &Change) -> StoreResult<HashMap<(portico_domain::ids::ArticleId, PersonId), Vote>> {
        let keys = change.writes.iter().filter_map(|write| match write {
            Write::Vote { vote, .. } => Some(VoteKey::new(vote.article, vote.person).key()),
            _ => None,
        });
        let found = self.get_all(&keys.collect::<Vec<_>>()).await?;
        let votes = found.into_iter().flatten().map(record::<Vote>);
        votes.map(|vote| vote.map(|vote| ((vote.article, vote.person), vote))).collect()
    }

    /// The credential of a person whose e-mail address a change replaces, if that is why it was refused.
    async fn moved(&self, change: &Change, id: PersonId) -> StoreResult<Option<Credential>> {
        let next = change.writes.iter().find_map(|write| match write {
            Write::Person { person, expected } if person.id == id => Some((person, *expected)),
            _ => None,
        });
        let (Some((next, expected)), Some(stored)) = (next, self.get(&PersonKey::new(id)).await?) else {
            return Ok(None);
        };
        let stored: Person = record(stored)?;
        if stored.version != expected || stored.email == next.email {
            return Ok(None);
        }
        self.get(&CredentialKey::new(&stored.email)).await?.map(record).transpose()
    }

    /// Puts new records in, many at a time, without asking what is there: for filling an empty table. Leaves no touches.
    pub async fn load(&self, writes: &[Write]) -> StoreResult<()> {
        let items = load(writes)?;
        for batch in items.chunks(ITEMS_PER_BATCH) {
            self.load_batch(batch.to_vec()).await?;
        }
        Ok(())
    }

    async fn load_batch(&self, batch: Vec<items::Item>) -> StoreResult<()> {
        let put = |item| {
            let put = PutRequest::builder().set_item(Some(item)).build();
            put.map(|put| WriteRequest::builder().put_request(put).build())
        };
        let requests: Result<Vec<_>, _> = batch.into_iter().map(put).collect();
        let mut left = requests.map_err(|error| StoreError::Broken(error.to_string()))?;
        for round in 0..MOST_TRIES * 2 {
            let call = self.table.client.batch_write_item().request_items(&self.table.name, left).send().await;
            let answer = call.map_err(|error| crate::error::classify("BatchWriteItem", &error))?;
            left = answer.unprocessed_items.unwrap_or_default().into_values().flatten().collect();
            if left.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(backoff(round)).await;
        }
        Err(StoreError::Unavailable(format!("BatchWriteItem: {} items were left out", left.len())))
    }
}

/// Keeps those who met from meeting again.
fn jitter(change: &Change, tries: u32) -> std::time::Duration {
    let bytes = change.touch.id.0.as_bytes();
    std::time::Duration::from_millis(u64::from(bytes[15 - (tries as usize).min(7)] % 32))
}

/// The gravest of the reasons.
fn meaning(steps: &[TransactItem], codes: &[Option<String>]) -> CancelCause {
    let refused = || steps.iter().zip(codes).filter_map(|(step, code)| Some((step.purpose, code.as_deref()?)));
    let any = |names: &[&str]| refused().any(|(_, code)| names.contains(&code));
    let failed = || refused().filter(|(_, code)| *code == "ConditionalCheckFailed").map(|(purpose, _)| purpose);
    if failed().any(|purpose| purpose == Purpose::Claim) {
        CancelCause::Claimed
    } else if let Some(purpose) = failed().find(|purpose| *purpose == Purpose::Record).or_else(|| failed().next()) {
        CancelCause::Stale(purpose)
    } else if any(&["TransactionConflict"]) {
        CancelCause::Conflict
    } else if any(&["ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded"]) {
        CancelCause::Overloaded
    } else {
        CancelCause::Broken
    }
}
