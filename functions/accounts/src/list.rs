//! `GET /v1/accounts`: the accounts, by name.

use crate::view::AccountSummary;
use portico_domain::accounts::Plan;
use portico_domain::accounts::list::{AccountFilter, AccountList, AccountLists};
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, Params, ok};

portico_http::list_query! {
    /// Query of a list of accounts.
    pub struct ListAccountsQuery {
        /// Beginning of the name, or of the number: `Fjord`, `A-20` or `20`. Case is of no account.
        #[schema(min_length = 1, max_length = 100)]
        #[param(min_length = 1, max_length = 100)]
        pub q: Option<String>,
        /// Plan of the accounts.
        pub plan: Option<Plan>,
        /// Sales territory of the accounts, in full.
        #[schema(min_length = 1, max_length = 100)]
        #[param(min_length = 1, max_length = 100)]
        pub territory: Option<String>,
    }
}

/// Accounts by name; those that are looked for by number, by number.
#[utoipa::path(get, path = "/v1/accounts", operation_id = "list_accounts", tag = "accounts", params(ListAccountsQuery),
    responses((status = 200, description = "A page", body = List<AccountSummary>)))]
pub async fn list_accounts<S: RequestStore + AccountLists + Sync>(
    store: &S,
    call: Call<(), Params<ListAccountsQuery>>,
) -> HandlerResult<List<AccountSummary>> {
    let ListAccountsQuery { q, plan, territory, .. } = &call.input.0;
    let filter = AccountFilter { begins: q.clone(), plan: *plan, territory: territory.clone() };
    let paged = call.paged(&call.input.0, &filter.text())?;
    let list = AccountList::within(&call.scope()?, filter)?;
    let page = store.accounts(&list, paged.request()).await?;
    call.act().await?;
    Ok(ok(paged.list(page, AccountSummary::from)?))
}
