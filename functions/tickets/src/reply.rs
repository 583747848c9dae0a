//! `POST /v1/tickets/{id}/replies`: a message to everybody on the ticket.

use crate::settings_of;
use futures::future::try_join3;
use portico_domain::failure::Failure;
use portico_domain::ids::{TicketId, UploadId};
use portico_domain::ports::{Commit, Gate, Settings, Tickets, Uploads};
use portico_domain::tickets::view::TimelineItem;
use portico_http::{Answer, Body, Call, Stop, created};
use serde::Deserialize;
use utoipa::ToSchema;

/// A message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReply {
    /// Plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
    /// Completed uploads to attach.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub upload_ids: Vec<UploadId>,
}

/// How often a reply is tried when the ticket changes under it: a message does not depend on what it crosses with.
const TRIES: usize = 8;

/// Adds a message for everybody on the ticket. A customer's message opens a ticket that was waiting, on hold or resolved.
#[utoipa::path(post, path = "/v1/tickets/{id}/replies", operation_id = "reply_to_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = NewReply,
    responses((status = 201, description = "The message on the timeline", body = TimelineItem)))]
pub async fn reply_to_ticket<S>(store: &S, call: Call<TicketId, Body<NewReply>>) -> Answer<TimelineItem>
where
    S: Gate + Tickets + Uploads + Settings + Commit + Sync,
{
    let NewReply { text, upload_ids } = &call.input.0;
    let mut tries = 1;
    loop {
        let (ticket, uploads, settings) =
            try_join3(store.ticket(call.path), store.uploads(upload_ids), settings_of(store)).await?;
        let (act, ticket) = call.authorize(ticket).await?;
        let (reply, change) = ticket.reply(&act, text.clone(), upload_ids, uploads, &settings)?;
        match call.commit(store, change, created(TimelineItem::from(&reply))).await {
            Err(Stop::Failed(Failure::Stale | Failure::StillRunning)) if tries < TRIES => tries += 1,
            Err(Stop::Failed(Failure::Stale)) => return Err(Failure::StillRunning.into()),
            answer => return answer,
        }
    }
}
