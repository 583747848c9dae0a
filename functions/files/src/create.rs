//! `POST /v1/uploads`: announce a file and get a link that takes exactly it.

use futures::future::try_join;
use jiff::Timestamp;
use portico_domain::attempts::Rates;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::files::ports::{FileStore, Uploads};
use portico_domain::files::settings::FileSettings;
use portico_domain::files::{Announcement, Link, Upload, UploadState};
use portico_domain::ids::UploadId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_http::{Body, Call, EarlyResponse, HandlerResult, created};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The file to come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUpload {
    /// File name.
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^\r\n\t]*$")]
    pub name: String,
    /// Bytes; at most 25 MiB.
    #[schema(minimum = 0)]
    pub size: u64,
    /// Media type as the client has it. It decides nothing: the ending of the name and the bytes do.
    #[schema(max_length = 120, pattern = r"^[^\r\n\t]*$")]
    pub media_type: Option<String>,
    /// SHA-256 of the bytes, in hexadecimal.
    #[schema(min_length = 64, max_length = 64)]
    pub sha256: String,
}

/// Link for the upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadLink {
    /// The upload's id.
    pub id: UploadId,
    /// `PUT`.
    pub method: String,
    /// Address to send the bytes to.
    pub url: String,
    /// Headers to send along, exactly.
    pub headers: BTreeMap<String, String>,
    /// Time at which the link expires.
    pub expires_at: Timestamp,
}

impl UploadLink {
    fn new(id: UploadId, link: Link) -> Self {
        let Link { url, headers, expires_at } = link;
        Self { id, method: "PUT".into(), url, headers: headers.into_iter().collect(), expires_at }
    }
}

/// Announces a file. The link takes only these bytes: size, type and checksum are bound to it. A repeated call under
/// the same key returns the same file with a new link.
#[utoipa::path(post, path = "/v1/uploads", operation_id = "create_upload", tag = "files", request_body = NewUpload,
    responses((status = 201, description = "Address to send the bytes to", body = UploadLink)))]
pub async fn create_upload<S>(store: &S, call: Call<(), Body<NewUpload>>) -> HandlerResult<UploadLink>
where
    S: RequestStore + Settings + Uploads + FileStore + Rates + Commit + Sync,
{
    match announce(store, &call).await {
        // A link is as good as a key, so none is kept with the answer that is given again.
        Err(EarlyResponse::Replayed(answer)) => {
            let id: UploadId = serde_json::from_str(&answer.body)
                .map_err(|error| Error::internal(Fault::caused("an upload that was announced has no id", error)))?;
            let upload = call.open(store.upload(id).await?).await?;
            if upload.state != UploadState::Pending {
                return Err(Error::state("The bytes of this file have arrived. It needs no link any more.").into());
            }
            Ok(created(UploadLink::new(id, store.upload_link(&upload, call.now).await?)))
        }
        answer => answer,
    }
}

async fn announce<S>(store: &S, call: &Call<(), Body<NewUpload>>) -> HandlerResult<UploadLink>
where
    S: RequestStore + Settings + FileStore + Rates + Commit + Sync,
{
    let (settings, counted) = try_join(store.section::<FileSettings>(), call.count(store)).await?;
    let act = call.act().await?;
    call.within_rate(&counted, |rates| rates.uploads).await?;
    let NewUpload { name, size, sha256, .. } = &call.input.0;
    let announcement = Announcement { name: name.clone(), size: *size, sha256: sha256.clone() };
    let (upload, change) = Upload::announce(&act, announcement, &settings.unwrap_or_default())?;
    let link = store.upload_link(&upload, act.now).await?;
    call.commit_keeping(store, change, &upload.id, created(UploadLink::new(upload.id, link))).await
}
