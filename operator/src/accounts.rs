//! Lists of accounts and products that are newer than what is stored.

use anyhow::{Context, Result};
use portico_aws::Dynamo;
use portico_aws::backup::Storage;
use portico_domain::accounts::changes::account_number;
use portico_domain::accounts::products::{Product, Products, products_of};
use portico_domain::accounts::{Account, Accounts, Entitlement};
use portico_domain::act::ActionContext;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::ids::AccountId;
use portico_domain::paging::PageRequest;
use portico_domain::record::{Record as _, Resource as _};
use portico_domain::store::CommitError;
use serde_json::Value;

/// Largest number of purchases that are read at once.
const PURCHASES_AT_ONCE: u32 = 200;

/// Outcome of listing what was stored before there were lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Number of accounts.
    pub accounts: usize,
    /// Number of products that were written, because purchases name them.
    pub products: usize,
}

/// Adds all stored accounts to the lists of accounts, reserves their numbers, and writes the products that purchases
/// name. May be repeated, and leaves records alone that somebody changes meanwhile: a change lists them too.
pub async fn list_accounts<S>(store: &S, dynamo: &Dynamo, storage: &Storage, act: &ActionContext) -> Result<Listed>
where
    S: Accounts + Products + Commit,
{
    let (mut accounts, mut last, mut purchases, mut after) = (0, 0, Vec::new(), None);
    loop {
        let (items, next) = storage.items(after.as_ref()).await?;
        for id in items.iter().filter_map(account_of) {
            let Some(account) = store.account(id).await?.open_for_system(&act.caller) else { continue };
            last = last.max(account_number(&account.number).unwrap_or_default());
            accounts += 1;
            committed(store, account.list_again(act)).await.with_context(|| account.number.clone())?;
            purchases.extend(purchases_of(store, &account).await?);
        }
        let Some(next) = next else { break };
        after = Some(next);
    }
    dynamo.reserve_account_numbers(last).await?;
    let mut products = 0;
    for product in products_of(&purchases) {
        if store.product(product.id).await?.open_for_system(&act.caller).is_none() {
            let change = Change::new(act.touch(product.record(), None)).write(Write::create::<Product>(&product));
            products += usize::from(committed(store, change).await.with_context(|| product.name.clone())?);
        }
    }
    Ok(Listed { accounts, products })
}

/// Writes a change, and reports whether nobody else changed its records meanwhile.
async fn committed<S: Commit>(store: &S, change: Change) -> Result<bool> {
    match store.commit(change).await {
        Ok(()) => Ok(true),
        Err(CommitError::Stale) => Ok(false),
        Err(failure) => Err(failure).context("it was not listed"),
    }
}

async fn purchases_of<S: Accounts>(store: &S, account: &Account) -> Result<Vec<Entitlement>> {
    let (mut purchases, mut page) = (Vec::new(), PageRequest::first(PURCHASES_AT_ONCE));
    loop {
        let found = store.entitlements(account.id, page.clone()).await?.of(account)?;
        purchases.extend(found.items);
        let Some(next) = found.next else { return Ok(purchases) };
        page.after = Some(next);
    }
}

/// Returns the ID of the account that an item is.
fn account_of(item: &Value) -> Option<AccountId> {
    let is_account = item["type"]["S"] == Account::KIND;
    is_account.then(|| item.pointer("/data/M/id/S")?.as_str()?.parse().ok()).flatten()
}
