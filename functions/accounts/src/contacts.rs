//! `GET /v1/accounts/{id}/contacts`: the people of an account.

use futures::future::try_join;
use portico_domain::accounts::Accounts;
use portico_domain::ids::{AccountId, PersonId};
use portico_domain::people::colleagues::Colleagues;
use portico_domain::people::listing::PersonRow;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// A person of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    /// ID of the person.
    pub id: PersonId,
    /// Full name of the person.
    pub name: String,
}

impl From<PersonRow> for Contact {
    fn from(row: PersonRow) -> Self {
        Self { id: row.person, name: row.name }
    }
}

/// People of an account who can sign in, by name.
#[utoipa::path(get, path = "/v1/accounts/{id}/contacts", operation_id = "list_account_contacts", tag = "accounts",
    params(("id" = AccountId, Path), PageParams),
    responses((status = 200, description = "A page", body = List<Contact>)))]
pub async fn list_account_contacts<S: RequestStore + Accounts + Colleagues + Sync>(
    store: &S,
    call: Call<AccountId, Params<PageParams>>,
) -> HandlerResult<List<Contact>> {
    let filter = call.path.to_string();
    let paged = call.paged(&call.input.0, &filter)?;
    let (account, page) = try_join(store.account(call.path), store.contacts(call.path, paged.request())).await?;
    let (_, account) = call.authorize(account).await?;
    Ok(ok(paged.list(page.of(&account)?, Contact::from)?))
}
