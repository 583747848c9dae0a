//! `PATCH /v1/accounts/{id}/entitlements/{entitlement_id}`: units and dates of a purchase.

use crate::written_entitlement::WriteEntitlement;
use portico_domain::accounts::{Accounts, EntitlementView, day_of};
use portico_domain::change::Commit;
use portico_domain::ids::{AccountId, EntitlementId};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, ok};

/// Changes units and dates of a purchase of an account. Product and version say which purchase it is, and stay.
#[utoipa::path(patch, path = "/v1/accounts/{id}/entitlements/{entitlement_id}", operation_id = "change_entitlement",
    tag = "accounts", params(("id" = AccountId, Path), ("entitlement_id" = EntitlementId, Path)),
    request_body = WriteEntitlement, responses((status = 200, description = "The purchase as it is now", body = EntitlementView)))]
pub async fn change_entitlement<S: RequestStore + Accounts + Commit + Sync>(
    store: &S,
    call: Call<(AccountId, EntitlementId), Body<WriteEntitlement>>,
) -> HandlerResult<EntitlementView> {
    let ((account, id), wanted) = (call.path, call.input.0.clone());
    let owned = store.entitlement(account, wanted.product_id, wanted.version_id, id).await?;
    let (act, owned) = call.authorize(owned).await?;
    let (owned, change) = owned.change(&act, wanted.terms())?;
    let version = owned.version;
    let done = ok(EntitlementView::of(owned, day_of(act.now))).version(version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
