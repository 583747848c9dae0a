//! `GET /v1/imports/{id}`: an import, with its progress.

use crate::view::ImportView;
use portico_domain::ids::ImportId;
use portico_domain::imports::ports::Imports;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// An import with its progress and the number of lines by outcome.
#[utoipa::path(get, path = "/v1/imports/{id}", operation_id = "get_import", tag = "imports",
    params(("id" = ImportId, Path)), responses((status = 200, description = "The import", body = ImportView)))]
pub async fn get_import<S: RequestStore + Imports + Sync>(
    store: &S,
    call: Call<ImportId>,
) -> HandlerResult<ImportView> {
    let (act, import) = call.authorize(store.import(call.path).await?).await?;
    let version = import.version;
    Ok(ok(ImportView::of(import, &act.caller)).version(version))
}
