//! `PATCH /v1/canned-replies/{id}`: another wording.

use crate::canned::CannedReplyView;
use portico_domain::change::Commit;
use portico_domain::ids::CannedReplyId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::canned::CannedReplies;
use portico_http::{Body, Call, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Fields to change; those left out stay.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCannedReply {
    /// Name by which staff find it.
    #[schema(min_length = 1, max_length = 80)]
    pub name: Option<String>,
    /// Text in plain Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    pub text: Option<String>,
    /// Whether it is no longer offered.
    pub retired: Option<bool>,
}

/// Changes name or text of a canned reply, or offers a retired one again.
#[utoipa::path(patch, path = "/v1/canned-replies/{id}", operation_id = "change_canned_reply", tag = "tickets",
    params(("id" = CannedReplyId, Path)), request_body = ChangeCannedReply,
    responses((status = 200, description = "The canned reply as it is now", body = CannedReplyView)))]
pub async fn change_canned_reply<S: RequestStore + CannedReplies + Commit + Sync>(
    store: &S,
    call: Call<CannedReplyId, Body<ChangeCannedReply>>,
) -> HandlerResult<CannedReplyView> {
    let reply = store.canned_reply(call.path).await?;
    let (act, reply) = call.authorize(reply).await?;
    let ChangeCannedReply { name, text, retired } = call.input.0.clone();
    let (reply, change) = reply.change(&act, name, text, retired);
    let version = reply.version;
    let done = ok(CannedReplyView::of(reply, &act.caller)).version(version);
    match change {
        Some(change) => call.commit(store, change, done).await,
        None => Ok(done),
    }
}
