//! Finding the records that lines name.

use super::super::columns::compared;
use crate::accounts::Account;
use crate::accounts::list::{AccountFilter, AccountList, AccountRow};
use crate::accounts::products::Product;
use crate::action::Action;
use crate::caller::Caller;
use crate::error::Error;
use crate::imports::ports::ImportReads;
use crate::paging::PageRequest;
use crate::policy::scope;

/// Number of rows that one look at a list reads.
const ROWS: u32 = 25;

/// Returns the accounts that a list shows for this beginning, and that `is` accepts; of several, the first two.
async fn accounts_at<S: ImportReads>(
    store: &S,
    caller: &Caller,
    begins: String,
    is: impl Fn(&AccountRow) -> bool + Send,
) -> Result<Vec<Account>, Error> {
    let filter = AccountFilter { begins: Some(begins), ..AccountFilter::default() };
    let list = AccountList::within(&scope(caller, Action::ListAccounts)?, filter)?;
    let rows = store.accounts(&list, PageRequest::first(ROWS)).await?;
    let mut found = Vec::new();
    for row in rows.items.into_iter().filter(|row| is(row)).take(2) {
        match store.account(row.id).await?.open(caller, Action::ViewAccount) {
            // A row may show for a moment what the account was.
            Ok(account) if is(&AccountRow::from(&account)) => found.push(account),
            Ok(_) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Finds an account by its number, whatever its case.
pub(super) async fn account_with_number<S: ImportReads>(
    store: &S,
    caller: &Caller,
    number: &str,
) -> Result<Option<Account>, Error> {
    let same = |row: &AccountRow| compared(&row.number) == compared(number);
    // The place of a number is followed by a mark that comes before all digits: the number itself is first.
    Ok(accounts_at(store, caller, number.to_owned(), same).await?.into_iter().next())
}

/// Finds the accounts of a name, whatever its case; of several, two.
pub(super) async fn accounts_with_name<S: ImportReads>(
    store: &S,
    caller: &Caller,
    name: &str,
) -> Result<Vec<Account>, Error> {
    let same = |row: &AccountRow| compared(&row.name) == compared(name);
    // With the mark that ends a place, so that longer names are left out.
    accounts_at(store, caller, format!("{}#", compared(name)), same).await
}

/// Finds a product by its code, whatever its case.
pub(super) async fn product_with_code<S: ImportReads>(
    store: &S,
    caller: &Caller,
    code: &str,
) -> Result<Option<Product>, Error> {
    let Some(id) = store.product_with_code(code).await? else { return Ok(None) };
    match store.product(id).await?.open(caller, Action::ListProducts) {
        Ok(product) => Ok(Some(product)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
