//! `GET /v1/accounts/{id}/entitlements`: what an account purchased.

use futures::future::try_join;
use portico_domain::accounts::{Accounts, EntitlementView};
use portico_domain::ids::AccountId;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};

/// Purchases of an account, by product.
#[utoipa::path(get, path = "/v1/accounts/{id}/entitlements", operation_id = "list_account_entitlements", tag = "accounts",
    params(("id" = AccountId, Path), PageParams), responses((status = 200, description = "A page", body = List<EntitlementView>)))]
pub async fn list_account_entitlements<S>(
    store: &S,
    call: Call<AccountId, Params<PageParams>>,
) -> HandlerResult<List<EntitlementView>>
where
    S: RequestStore + Accounts + Sync,
{
    let filter = call.path.to_string();
    let paged = call.paged(&call.input.0, &filter)?;
    let (account, page) = try_join(store.account(call.path), store.entitlements(call.path, paged.request())).await?;
    let (act, account) = call.authorize(account).await?;
    Ok(ok(paged.list(EntitlementView::page(page.of(&account)?, act.now), |view| view)?))
}
