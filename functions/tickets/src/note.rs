//! `POST /v1/tickets/{id}/notes`: a message among staff.

use futures::future::try_join3;
use portico_domain::change::Commit;
use portico_domain::files::ports::Uploads;
use portico_domain::ids::{PersonId, TicketId, UploadId};
use portico_domain::people::ports::People;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::note::NoteParts;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTimelineItem;
use portico_http::{Body, Call, HandlerResult, created};
use serde::Deserialize;
use utoipa::ToSchema;

/// A note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// Text in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
    /// Completed uploads to attach. Only staff ever see them.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub upload_ids: Vec<UploadId>,
    /// Colleagues whom the note names; each gets a mail.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub mentions: Vec<PersonId>,
}

/// Adds a note that only staff ever see, with its files. A colleague whom it names must be able to read it.
#[utoipa::path(post, path = "/v1/tickets/{id}/notes", operation_id = "note_on_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = NewNote,
    responses((status = 201, description = "The note on the timeline", body = StaffTimelineItem)))]
pub async fn note_on_ticket<S>(store: &S, call: Call<TicketId, Body<NewNote>>) -> HandlerResult<StaffTimelineItem>
where
    S: RequestStore + People + Tickets + Uploads + Commit + Sync,
{
    let NewNote { text, upload_ids, mentions } = &call.input.0;
    let (ticket, uploads, people) =
        try_join3(store.ticket(call.path), store.uploads(upload_ids), store.people(mentions)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    let parts = NoteParts { asked: upload_ids, uploads, named: mentions, people };
    let (note, change) = ticket.note_with(&act, text.clone(), parts)?;
    call.commit(store, change, created(StaffTimelineItem::from(&note))).await
}
