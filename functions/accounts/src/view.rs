//! Accounts, as staff see them.

use portico_domain::accounts::changes::AccountAct;
use portico_domain::accounts::list::AccountRow;
use portico_domain::accounts::{Account, Plan};
use portico_domain::caller::Caller;
use portico_domain::ids::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// ID of the account.
    pub id: AccountId,
    /// Name of the account.
    pub name: String,
    /// Number of the account in the company's books.
    pub number: String,
    /// Plan of the account.
    pub plan: Plan,
    /// The sales territory it lies in.
    pub territory: String,
    /// Postal address.
    pub address: String,
    /// Address that goods are delivered to; the postal address without.
    pub delivery_address: Option<String>,
    /// Acts that are open to the caller.
    pub allowed: Vec<AccountAct>,
    /// Version: counts the changes of the account.
    pub version: u64,
}

impl AccountView {
    /// Makes the view of an account for a caller.
    pub fn of(account: Account, caller: &Caller) -> Self {
        let allowed = account.allowed(caller);
        let Account { id, version, name, number, plan, territory, address, delivery_address } = account;
        Self { id, name, number, plan, territory, address, delivery_address, allowed, version }
    }
}

/// An account in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountSummary {
    /// ID of the account.
    pub id: AccountId,
    /// Name of the account.
    pub name: String,
    /// Number of the account in the company's books.
    pub number: String,
    /// Plan of the account.
    pub plan: Plan,
    /// The sales territory it lies in.
    pub territory: String,
    /// Version: counts the changes of the account.
    pub version: u64,
}

impl From<AccountRow> for AccountSummary {
    fn from(row: AccountRow) -> Self {
        let AccountRow { id, version, name, number, plan, territory } = row;
        Self { id, name, number, plan, territory, version }
    }
}
