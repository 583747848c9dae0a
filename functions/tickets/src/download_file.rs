//! `GET /v1/tickets/{id}/files/{file_id}`: fetch a file of a ticket.

use jiff::Timestamp;
use portico_domain::error::Error;
use portico_domain::files::ports::FileStore;
use portico_domain::ids::{TicketId, UploadId};
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_http::{Call, HandlerResult, ok, see_other};
use serde::Serialize;
use utoipa::ToSchema;

/// Link to the file, valid for some seconds.
#[derive(Debug, Serialize, ToSchema)]
pub struct DownloadLink {
    /// The link.
    pub url: String,
    /// Time at which the link expires.
    pub expires_at: Timestamp,
}

/// Gives a link that is valid for some seconds. The right to read the ticket is checked each time.
#[utoipa::path(get, path = "/v1/tickets/{id}/files/{file_id}", operation_id = "download_ticket_file", tag = "tickets",
    params(("id" = TicketId, Path), ("file_id" = UploadId, Path)),
    responses((status = 303, description = "The link, as `Location`"),
        (status = 200, description = "The link, for clients that accept application/json", body = DownloadLink)))]
pub async fn download_ticket_file<S: RequestStore + Tickets + FileStore + Sync>(
    store: &S,
    call: Call<(TicketId, UploadId)>,
) -> HandlerResult<DownloadLink> {
    let (ticket, file) = call.path;
    let ticket = store.ticket(ticket).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let file = ticket.files.iter().find(|there| there.id == file).ok_or(Error::NotFound)?;
    let link = store.download_link(file, act.now).await?;
    if call.wants_json {
        return Ok(ok(DownloadLink { url: link.url, expires_at: link.expires_at }));
    }
    Ok(see_other(link.url))
}
