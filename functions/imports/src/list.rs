//! `GET /v1/imports`: earlier imports.

use crate::view::ImportSummary;
use portico_domain::imports::ImportList;
use portico_domain::imports::ports::Imports;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, PageParams, Params, ok};

/// Imports of the last ninety days, newest first: all for administrators, otherwise the caller's own.
#[utoipa::path(get, path = "/v1/imports", operation_id = "list_imports", tag = "imports", params(PageParams),
    responses((status = 200, description = "A page", body = List<ImportSummary>)))]
pub async fn list_imports<S: RequestStore + Imports + Sync>(
    store: &S,
    call: Call<(), Params<PageParams>>,
) -> HandlerResult<List<ImportSummary>> {
    let list = ImportList::within(&call.scope()?);
    let paged = call.paged(&call.input.0, &format!("{list:?}"))?;
    let page = store.imports(&list, paged.request()).await?;
    call.act().await?;
    Ok(ok(paged.list(page, ImportSummary::from)?))
}
