//! `POST /v1/uploads/{id}/complete`: hold what arrived against what was announced.

use portico_domain::change::Commit;
use portico_domain::files::UploadState;
use portico_domain::files::ports::{FileStore, Uploads};
use portico_domain::ids::UploadId;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// An upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadView {
    /// ID of the upload.
    pub id: UploadId,
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type.
    pub media_type: String,
    /// State of the upload.
    #[schema(value_type = String)]
    pub state: UploadState,
}

/// Checks the uploaded bytes: size, checksum, and that the first bytes fit the announced type. Repeats are harmless.
#[utoipa::path(post, path = "/v1/uploads/{id}/complete", operation_id = "complete_upload", tag = "files",
    params(("id" = UploadId, Path)), responses((status = 200, description = "Ready to be claimed by a record", body = UploadView)))]
pub async fn complete_upload<S: RequestStore + Uploads + FileStore + Commit + Sync>(
    store: &S,
    call: Call<UploadId>,
) -> HandlerResult<UploadView> {
    let (act, upload) = call.authorize(store.upload(call.path).await?).await?;
    let arrived = store.stored_object(upload.id).await?;
    let (upload, change) = upload.complete(&act, arrived)?;
    let view = UploadView {
        id: upload.id,
        name: upload.name,
        size: upload.size,
        media_type: upload.media_type,
        state: upload.state,
    };
    match change {
        Some(change) => call.commit(store, change, ok(view)).await,
        None => Ok(ok(view)),
    }
}
