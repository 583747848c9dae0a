//! `PATCH /v1/accounts/{id}`: name, plan, territory or addresses of an account.

use crate::view::AccountView;
use portico_domain::accounts::changes::AccountChange;
use portico_domain::accounts::list::AccountLists;
use portico_domain::accounts::{Accounts, Plan};
use portico_domain::change::Commit;
use portico_domain::ids::AccountId;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Fields to change; those left out stay.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// Name of the account.
    #[schema(min_length = 2, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub name: Option<String>,
    /// Plan of the account: `standard` or `premium`.
    pub plan: Option<Plan>,
    /// The sales territory it lies in.
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub territory: Option<String>,
    /// Postal address.
    #[schema(min_length = 1, max_length = 500)]
    pub address: Option<String>,
    /// Address that goods are delivered to; an empty text removes it.
    #[schema(max_length = 500)]
    pub delivery_address: Option<String>,
}

/// Changes an account. Tickets keep what they say of it: it is as it was when they were opened.
#[utoipa::path(patch, path = "/v1/accounts/{id}", operation_id = "change_account", tag = "accounts",
    params(("id" = AccountId, Path)), request_body = ChangeAccount,
    responses((status = 200, description = "The account as it is now", body = AccountView)))]
pub async fn change_account<S: RequestStore + Accounts + AccountLists + Commit + Sync>(
    store: &S,
    call: Call<AccountId, Body<ChangeAccount>>,
) -> HandlerResult<AccountView> {
    let account = store.account(call.path).await?;
    let (act, account) = call.authorize(account).await?;
    let ChangeAccount { name, plan, territory, address, delivery_address } = call.input.0.clone();
    let wanted = AccountChange { name, plan, territory, address, delivery_address };
    let (account, change) = account.change(&act, wanted)?;
    let version = account.version;
    let done = ok(AccountView::of(account, &act.caller)).version(version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
