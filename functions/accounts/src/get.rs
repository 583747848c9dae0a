//! `GET /v1/accounts/{id}`: an account.

use portico_domain::accounts::{Account, Accounts, Plan};
use portico_domain::ids::AccountId;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};
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
    /// Version: counts the changes of the account.
    pub version: u64,
}

impl From<Account> for AccountView {
    fn from(account: Account) -> Self {
        let Account { id, version, name, number, plan, territory, address } = account;
        Self { id, name, number, plan, territory, address, version }
    }
}

/// An account.
#[utoipa::path(get, path = "/v1/accounts/{id}", operation_id = "get_account", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, description = "The account", body = AccountView)))]
pub async fn get_account<S: RequestStore + Accounts + Sync>(
    store: &S,
    call: Call<AccountId>,
) -> HandlerResult<AccountView> {
    let account = store.account(call.path).await?;
    let (_, account) = call.authorize(account).await?;
    let version = account.version;
    Ok(ok(account.into()).version(version))
}
