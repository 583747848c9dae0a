//! Lists of accounts that were stored before there were these lists.

use anyhow::{Context, Result};
use portico_aws::Dynamo;
use portico_aws::backup::Storage;
use portico_domain::accounts::changes::account_number;
use portico_domain::accounts::{Account, Accounts};
use portico_domain::act::ActionContext;
use portico_domain::change::Commit;
use portico_domain::ids::AccountId;
use portico_domain::record::Record as _;
use portico_domain::store::CommitError;
use serde_json::Value;

/// Adds all stored accounts to the lists of accounts, and reserves their numbers. Returns how many there are. May be
/// repeated, and leaves accounts alone that somebody changes meanwhile: a change adds them too.
pub async fn list_accounts<S>(store: &S, dynamo: &Dynamo, storage: &Storage, act: &ActionContext) -> Result<usize>
where
    S: Accounts + Commit,
{
    let (mut listed, mut last, mut after) = (0, 0, None);
    loop {
        let (items, next) = storage.items(after.as_ref()).await?;
        for id in items.iter().filter_map(account_of) {
            let Some(account) = store.account(id).await?.open_for_system(&act.caller) else { continue };
            last = last.max(account_number(&account.number).unwrap_or_default());
            listed += 1;
            match store.commit(account.list_again(act)).await {
                Ok(()) | Err(CommitError::Stale) => {}
                Err(failure) => return Err(failure).with_context(|| format!("{} was not listed", account.number)),
            }
        }
        let Some(next) = next else { break };
        after = Some(next);
    }
    dynamo.reserve_account_numbers(last).await?;
    Ok(listed)
}

/// Returns the ID of the account that an item is.
fn account_of(item: &Value) -> Option<AccountId> {
    let is_account = item["type"]["S"] == Account::KIND;
    is_account.then(|| item.pointer("/data/M/id/S")?.as_str()?.parse().ok()).flatten()
}
