//! `GET /v1/imports/{id}/lines`: the lines of an import with their outcomes.

use crate::view::ImportLineView;
use portico_domain::ids::ImportId;
use portico_domain::imports::lines::LineOutcome;
use portico_domain::imports::ports::Imports;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, Params, ok};

portico_http::list_query! {
    /// Query of the lines of an import.
    pub struct ListImportLinesQuery {
        /// Only lines with this outcome.
        pub outcome: Option<LineOutcome>,
    }
}

/// Lines that have been looked at so far, in the order of the file.
#[utoipa::path(get, path = "/v1/imports/{id}/lines", operation_id = "list_import_lines", tag = "imports",
    params(("id" = ImportId, Path), ListImportLinesQuery),
    responses((status = 200, description = "A page", body = List<ImportLineView>)))]
pub async fn list_import_lines<S: RequestStore + Imports + Sync>(
    store: &S,
    call: Call<ImportId, Params<ListImportLinesQuery>>,
) -> HandlerResult<List<ImportLineView>> {
    let outcome = call.input.0.outcome;
    let paged = call.paged(&call.input.0, &format!("{}|{outcome:?}", call.path))?;
    let (_, import) = call.authorize(store.import(call.path).await?).await?;
    let lines = store.import_lines(call.path, outcome, paged.request()).await?;
    Ok(ok(paged.list(lines.of(&import)?, ImportLineView::from)?))
}
