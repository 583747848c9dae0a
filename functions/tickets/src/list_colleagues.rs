//! `GET /v1/colleagues`: people of the caller's account or company, to be added to a ticket.

use portico_domain::people::colleagues::{ColleagueList, Colleagues};
use portico_domain::ports::RequestStore;
use portico_domain::tickets::PersonRef;
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};

/// People of the caller's account or company who can sign in, by name. The caller is one of them.
#[utoipa::path(get, path = "/v1/colleagues", operation_id = "list_colleagues", tag = "tickets", params(PageParams),
    responses((status = 200, description = "A page", body = List<PersonRef>)))]
pub async fn list_colleagues<S: RequestStore + Colleagues + Sync>(
    store: &S,
    call: Call<(), Params<PageParams>>,
) -> HandlerResult<List<PersonRef>> {
    let list = ColleagueList::within(&call.scope()?)?;
    let filter = format!("{list:?}");
    let paged = call.paged(&call.input.0, &filter)?;
    let page = store.colleagues(list, paged.request()).await?;
    Ok(ok(paged.list(page, |row| PersonRef { id: row.person, name: row.name })?))
}
