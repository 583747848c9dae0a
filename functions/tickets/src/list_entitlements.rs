//! `GET /v1/entitlements`: what the caller's account purchased, for the ticket form.

use futures::future::try_join;
use jiff::tz::TimeZone;
use portico_domain::accounts::EntitlementView;
use portico_domain::failure::Failure;
use portico_domain::ports::{Accounts, Gate};
use portico_http::{Answer, Call, List, Params, ok};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which page.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntitlementsPage {
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[schema(max_length = 2000)]
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
}

/// What the caller's account purchased, by product.
#[utoipa::path(get, path = "/v1/entitlements", operation_id = "list_entitlements", tag = "tickets", params(EntitlementsPage),
    responses((status = 200, description = "A page", body = List<EntitlementView>)))]
pub async fn list_entitlements<S: Gate + Accounts + Sync>(
    store: &S,
    call: Call<(), Params<EntitlementsPage>>,
) -> Answer<List<EntitlementView>> {
    let account = call.scope()?.account().ok_or(Failure::Forbidden)?;
    let filter = account.to_string();
    let page = call.page(call.input.0.limit, call.input.0.cursor.as_deref(), &filter)?;
    let (account, page) = try_join(store.account(account), store.entitlements(account, page)).await?;
    let (act, account) = call.authorize(account).await?;
    let today = act.now.to_zoned(TimeZone::UTC).date();
    Ok(ok(call.list(page.of(&account), &filter, |owned| EntitlementView::of(owned, today))?))
}
