//! `GET /v1/entitlements`: what the caller's account purchased, for the ticket form.

use futures::future::try_join;
use portico_domain::accounts::{Accounts, EntitlementView};
use portico_domain::error::Error;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};

/// Purchases of the caller's account, by product.
#[utoipa::path(get, path = "/v1/entitlements", operation_id = "list_entitlements", tag = "tickets", params(PageParams),
    responses((status = 200, description = "A page", body = List<EntitlementView>)))]
pub async fn list_entitlements<S: RequestStore + Accounts + Sync>(
    store: &S,
    call: Call<(), Params<PageParams>>,
) -> HandlerResult<List<EntitlementView>> {
    let account = call.scope()?.account().ok_or(Error::Forbidden)?;
    let filter = account.to_string();
    let paged = call.paged(&call.input.0, &filter)?;
    let (account, page) = try_join(store.account(account), store.entitlements(account, paged.request())).await?;
    let (act, account) = call.authorize(account).await?;
    Ok(ok(paged.list(EntitlementView::page(page.of(&account)?, act.now), |view| view)?))
}
