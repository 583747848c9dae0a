//! `GET /v1/accounts/{id}`: an account.

use crate::view::AccountView;
use portico_domain::accounts::Accounts;
use portico_domain::ids::AccountId;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// An account.
#[utoipa::path(get, path = "/v1/accounts/{id}", operation_id = "get_account", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, description = "The account", body = AccountView)))]
pub async fn get_account<S: RequestStore + Accounts + Sync>(
    store: &S,
    call: Call<AccountId>,
) -> HandlerResult<AccountView> {
    let account = store.account(call.path).await?;
    let (act, account) = call.authorize(account).await?;
    let version = account.version;
    Ok(ok(AccountView::of(account, &act.caller)).version(version))
}
