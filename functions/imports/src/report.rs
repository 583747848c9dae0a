//! `GET /v1/imports/{id}/report`: fetch the report of an import.

use jiff::Timestamp;
use portico_domain::error::Error;
use portico_domain::files::ports::FileStore;
use portico_domain::ids::ImportId;
use portico_domain::imports::ports::Imports;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, ok, see_other};
use serde::Serialize;
use utoipa::ToSchema;

/// Link to a report, valid for some seconds.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportLink {
    /// The link.
    pub url: String,
    /// Time at which the link expires.
    pub expires_at: Timestamp,
}

/// Gives a link to the report as CSV, which is valid for some seconds. There is one once all lines are looked at.
#[utoipa::path(get, path = "/v1/imports/{id}/report", operation_id = "download_import_report", tag = "imports",
    params(("id" = ImportId, Path)),
    responses((status = 303, description = "The link, as `Location`"),
        (status = 200, description = "The link, for clients that accept application/json", body = ReportLink)))]
pub async fn download_import_report<S: RequestStore + Imports + FileStore + Sync>(
    store: &S,
    call: Call<ImportId>,
) -> HandlerResult<ReportLink> {
    let (act, import) = call.authorize(store.import(call.path).await?).await?;
    let report = import.report.as_ref().ok_or_else(|| Error::state("The report is not there yet."))?;
    let link = store.download_link(report, act.now).await?;
    if call.wants_json {
        return Ok(ok(ReportLink { url: link.url, expires_at: link.expires_at }));
    }
    Ok(see_other(link.url))
}
