//! `POST /v1/accounts/{id}/entitlements`: a purchase of an account.

use crate::written_entitlement::WriteEntitlement;
use futures::future::try_join;
use portico_domain::accounts::products::Products;
use portico_domain::accounts::{Accounts, EntitlementView, day_of};
use portico_domain::action::Action;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::ids::AccountId;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, created};

/// Adds a purchase to an account: a product in one version.
#[utoipa::path(post, path = "/v1/accounts/{id}/entitlements", operation_id = "add_entitlement", tag = "accounts",
    params(("id" = AccountId, Path)), request_body = WriteEntitlement,
    responses((status = 201, description = "The purchase", body = EntitlementView)))]
pub async fn add_entitlement<S: RequestStore + Accounts + Products + Commit + Sync>(
    store: &S,
    call: Call<AccountId, Body<WriteEntitlement>>,
) -> HandlerResult<EntitlementView> {
    let wanted = call.input.0.clone();
    let (account, product) = try_join(store.account(call.path), store.product(wanted.product_id)).await?;
    let (act, account) = call.authorize(account).await?;
    let product = match call.open_for(product, Action::ListProducts).await {
        Ok(product) => Some(product),
        Err(Error::NotFound) => None,
        Err(failure) => return Err(failure.into()),
    };
    let version = wanted.version_id;
    let (owned, change) = account.purchase(&act, product.as_ref(), version, wanted.terms())?;
    let done = created(EntitlementView::of(owned, day_of(act.now))).version(1);
    call.commit(store, change, done).await
}
