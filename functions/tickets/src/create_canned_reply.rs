//! `POST /v1/canned-replies`: an answer to be used again.

use crate::canned::CannedReplyView;
use crate::settings_of;
use portico_domain::change::Commit;
use portico_domain::ids::QueueId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::canned::{CannedReplies, CannedReply, NewCannedReply};
use portico_http::{Body, Call, HandlerResult, created};
use serde::Deserialize;
use utoipa::ToSchema;

/// Canned reply to be written.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteCannedReply {
    /// Name by which staff find it.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Text in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: String,
    /// Queue it is for; all of them without.
    pub queue_id: Option<QueueId>,
}

/// Writes a canned reply for one of the caller's queues, or for all.
#[utoipa::path(post, path = "/v1/canned-replies", operation_id = "create_canned_reply", tag = "tickets",
    request_body = WriteCannedReply, responses((status = 201, description = "The canned reply", body = CannedReplyView)))]
pub async fn create_canned_reply<S: RequestStore + CannedReplies + Settings + Commit + Sync>(
    store: &S,
    call: Call<(), Body<WriteCannedReply>>,
) -> HandlerResult<CannedReplyView> {
    let settings = settings_of(store).await?;
    let act = call.act().await?;
    let WriteCannedReply { name, text, queue_id } = call.input.0.clone();
    let (reply, change) = CannedReply::write(&act, NewCannedReply { name, text, queue: queue_id }, &settings)?;
    let version = reply.version;
    call.commit(store, change, created(CannedReplyView::of(reply, &act.caller)).version(version)).await
}
