//! `POST /v1/imports/{id}/apply`: write the lines that were checked.

use crate::view::ImportView;
use portico_domain::change::Commit;
use portico_domain::ids::ImportId;
use portico_domain::imports::ports::Imports;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};

/// Applies a checked import. A job looks at each line again and writes it by itself; lines with errors change nothing.
#[utoipa::path(post, path = "/v1/imports/{id}/apply", operation_id = "apply_import", tag = "imports",
    params(("id" = ImportId, Path)), responses((status = 200, description = "The import, which a job works on", body = ImportView)))]
pub async fn apply_import<S: RequestStore + Imports + Commit + Sync>(
    store: &S,
    call: Call<ImportId>,
) -> HandlerResult<ImportView> {
    let (act, import) = call.authorize(store.import(call.path).await?).await?;
    let (import, change) = import.apply(&act)?;
    let version = import.version;
    call.commit(store, change, ok(ImportView::of(import, &act.caller)).version(version)).await
}
