//! `GET /v1/tickets/{id}/notes/{note_id}/files/{file_id}`: fetch a file of a note.

use crate::download_file::DownloadLink;
use portico_domain::error::Error;
use portico_domain::files::ports::FileStore;
use portico_domain::ids::{ItemId, TicketId, UploadId};
use portico_domain::ports::RequestStore;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::timeline::InternalItem;
use portico_http::{Call, HandlerResult, ok, see_other};

/// Gives a link that is valid for some seconds, to staff who can read the note.
#[utoipa::path(get, path = "/v1/tickets/{id}/notes/{note_id}/files/{file_id}", operation_id = "download_note_file",
    tag = "tickets", params(("id" = TicketId, Path), ("note_id" = ItemId, Path), ("file_id" = UploadId, Path)),
    responses((status = 303, description = "The link, as `Location`"),
        (status = 200, description = "The link, for clients that accept application/json", body = DownloadLink)))]
pub async fn download_note_file<S: RequestStore + Tickets + FileStore + Sync>(
    store: &S,
    call: Call<(TicketId, ItemId, UploadId)>,
) -> HandlerResult<DownloadLink> {
    let (ticket, note, file) = call.path;
    // The note is read only when the ticket is known to be in reach: the time does not tell that there is one.
    let (act, ticket) = call.authorize(store.ticket(ticket).await?).await?;
    let Some(InternalItem::Note(note)) = store.internal_item(ticket.id, note).await?.of(&ticket)? else {
        return Err(Error::NotFound.into());
    };
    let file = note.files.iter().find(|there| there.id == file).ok_or(Error::NotFound)?;
    let link = store.download_link(file, act.now).await?;
    if call.wants_json {
        return Ok(ok(DownloadLink { url: link.url, expires_at: link.expires_at }));
    }
    Ok(see_other(link.url))
}
