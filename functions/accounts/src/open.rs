//! `POST /v1/accounts`: a new account.

use crate::view::AccountView;
use futures::future::join;
use portico_domain::accounts::changes::NewAccount;
use portico_domain::accounts::list::AccountNumbers;
use portico_domain::accounts::{Account, Plan};
use portico_domain::change::Commit;
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, created};
use serde::Deserialize;
use utoipa::ToSchema;

/// Account to be opened.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenAccount {
    /// Name of the account.
    #[schema(min_length = 2, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub name: String,
    /// Plan of the account: `standard` or `premium`.
    pub plan: Plan,
    /// The sales territory it lies in.
    #[schema(min_length = 1, max_length = 100, pattern = r"^[^\r\n\t]*$")]
    pub territory: String,
    /// Postal address.
    #[schema(min_length = 1, max_length = 500)]
    pub address: String,
    /// Address that goods are delivered to, if it is another one.
    #[schema(max_length = 500)]
    pub delivery_address: Option<String>,
}

/// Opens an account. It gets the next number.
#[utoipa::path(post, path = "/v1/accounts", operation_id = "open_account", tag = "accounts", request_body = OpenAccount,
    responses((status = 201, description = "The account", body = AccountView)))]
pub async fn open_account<S: RequestStore + AccountNumbers + Commit + Sync>(
    store: &S,
    call: Call<(), Body<OpenAccount>>,
) -> HandlerResult<AccountView> {
    call.scope()?;
    let (act, number) = join(call.act(), store.next_account_number()).await;
    let act = act?;
    let OpenAccount { name, plan, territory, address, delivery_address } = call.input.0.clone();
    let new = NewAccount { name, plan, territory, address, delivery_address };
    let (account, change) = Account::open(&act, new, number?)?;
    let location = format!("/v1/accounts/{}", account.id);
    let done = created(AccountView::of(account, &act.caller)).version(1).location(location);
    call.commit(store, change, done).await
}
