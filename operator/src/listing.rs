//! Putting people into lists that they are missing from: those who were stored before there were these lists, or
//! changed meanwhile by a version without them. No list leads to these people, so every item of the table is read.

use anyhow::{Context, Result};
use portico_aws::backup::Storage;
use portico_domain::act::ActionContext;
use portico_domain::change::Commit;
use portico_domain::ids::PersonId;
use portico_domain::people::Person;
use portico_domain::people::ports::People;
use portico_domain::record::Record as _;
use portico_domain::store::CommitError;
use serde_json::Value;

/// Largest number of tries to list a person who changes meanwhile.
const TRIES: usize = 5;
/// Number of people who are written at the same time.
const AT_ONCE: usize = 8;

/// Writes every person again as they are, so that they are in all of their lists. Returns their number.
pub async fn list_people<S: People + Commit + Sync>(
    store: &S,
    storage: &Storage,
    act: impl Fn() -> ActionContext,
) -> Result<u64> {
    let (mut listed, mut after) = (0, None);
    loop {
        let (items, next) = storage.items(after.as_ref()).await?;
        let people: Vec<PersonId> = items.iter().filter_map(person_of).collect();
        for some in people.chunks(AT_ONCE) {
            futures::future::try_join_all(some.iter().map(|id| list(store, *id, &act))).await?;
        }
        listed += people.len() as u64;
        match next {
            Some(next) => after = Some(next),
            None => return Ok(listed),
        }
    }
}

/// Person that an item of the table is.
fn person_of(item: &Value) -> Option<PersonId> {
    let own = item["type"]["S"] == Person::KIND;
    own.then(|| item["pk"]["S"].as_str()?.rsplit('#').next()?.parse().ok()).flatten()
}

async fn list<S: People + Commit + Sync>(store: &S, id: PersonId, act: impl Fn() -> ActionContext) -> Result<()> {
    for _ in 0..TRIES {
        let Some(person) = store.people(&[id]).await?.into_iter().next() else { return Ok(()) };
        match store.commit(person.list_again(&act()).1).await {
            Err(CommitError::Stale | CommitError::Busy) => {}
            other => return other.with_context(|| format!("person {id} could not be listed")),
        }
    }
    anyhow::bail!("person {id} changes all the time")
}
