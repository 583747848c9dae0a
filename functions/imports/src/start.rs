//! `POST /v1/imports`: have a file checked.

use crate::view::ImportView;
use portico_domain::change::Commit;
use portico_domain::error::{Error, FieldError};
use portico_domain::files::claim;
use portico_domain::files::ports::Uploads;
use portico_domain::ids::UploadId;
use portico_domain::imports::columns::ColumnMatch;
use portico_domain::imports::kinds::ImportKind;
use portico_domain::imports::ports::Imports;
use portico_domain::imports::{Import, NewImport};
use portico_domain::ports::RequestStore;
use portico_http::{Body, Call, HandlerResult, created};
use serde::Deserialize;
use utoipa::ToSchema;

/// File to be checked, with what its columns hold.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartImport {
    /// Kind of the records.
    pub kind: ImportKind,
    /// The uploaded file: CSV, at most 20 MB and 50,000 lines.
    pub upload_id: UploadId,
    /// Columns with the fields that they hold. Without any, they are found by their names.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub columns: Vec<ColumnMatch>,
    /// Name of the key that lines are compared by; the usual one of the kind if it is left out.
    #[schema(min_length = 1, max_length = 40)]
    pub key: Option<String>,
    /// Whether new people get no invitation. They can be invited later, on their pages.
    #[serde(default)]
    pub quiet: bool,
}

/// Has a file checked. A job looks at each line and says what it would do; nothing is changed.
#[utoipa::path(post, path = "/v1/imports", operation_id = "start_import", tag = "imports", request_body = StartImport,
    responses((status = 201, description = "The import, which a job works on", body = ImportView)))]
pub async fn start_import<S: RequestStore + Imports + Uploads + Commit + Sync>(
    store: &S,
    call: Call<(), Body<StartImport>>,
) -> HandlerResult<ImportView> {
    call.scope()?;
    let StartImport { kind, upload_id, columns, key, quiet } = call.input.0.clone();
    let uploads = store.uploads(&[upload_id]).await?;
    let act = call.act().await?;
    let (files, claims) = claim(&act, &[upload_id], uploads, 1).map_err(of_upload)?;
    let file = files.into_iter().next().ok_or_else(|| Error::internal("an upload was claimed without its file"))?;
    let (import, change) = Import::start(&act, NewImport { kind, columns, key, quiet }, file, claims)?;
    let location = format!("/v1/imports/{}", import.id);
    let done = created(ImportView::of(import, &act.caller)).version(1).location(location);
    call.commit(store, change, done).await
}

/// The errors of a claim, at the one field that names the upload.
fn of_upload(errors: Vec<FieldError>) -> Error {
    Error::Input(errors.into_iter().map(|error| FieldError { pointer: "/upload_id".into(), ..error }).collect())
}
