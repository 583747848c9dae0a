//! `POST /v1/canned-replies/{id}/retire`: an answer is no longer offered.

use crate::canned::CannedReplyView;
use portico_domain::change::Commit;
use portico_domain::ids::CannedReplyId;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::canned::CannedReplies;
use portico_http::{Call, HandlerResult, ok};

/// Retires a canned reply: it is no longer offered.
#[utoipa::path(post, path = "/v1/canned-replies/{id}/retire", operation_id = "retire_canned_reply", tag = "tickets",
    params(("id" = CannedReplyId, Path)),
    responses((status = 200, description = "The canned reply as it is now", body = CannedReplyView)))]
pub async fn retire_canned_reply<S: RequestStore + CannedReplies + Commit + Sync>(
    store: &S,
    call: Call<CannedReplyId>,
) -> HandlerResult<CannedReplyView> {
    let reply = store.canned_reply(call.path).await?;
    let (act, reply) = call.authorize(reply).await?;
    let (reply, change) = reply.retire(&act)?;
    let version = reply.version;
    call.commit(store, change, ok(CannedReplyView::of(reply, &act.caller)).version(version)).await
}
