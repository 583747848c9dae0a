//! `GET /v1/canned-replies`: answers to be used again.

use crate::canned::CannedReplyView;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::canned::{CannedReplies, CannedReplyList};
use portico_http::{Call, HandlerResult, List, Params, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Canned replies on a page at most: each can have 80 kB, and an answer of Lambda 6 MB.
const LONGEST_PAGE: u32 = 50;

/// State of canned replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CannedReplyState {
    /// Offered to agents.
    Offered,
    /// No longer offered.
    Retired,
}

portico_http::list_query! {
    /// Query of a list of canned replies.
    pub struct ListCannedRepliesQuery {
        /// State to list. Without it: those that are offered.
        pub state: Option<CannedReplyState>,
    }
}

/// Canned replies of the caller's queues and for all queues, by name.
#[utoipa::path(get, path = "/v1/canned-replies", operation_id = "list_canned_replies", tag = "tickets",
    params(ListCannedRepliesQuery),
    responses((status = 200, description = "A page", body = List<CannedReplyView>)))]
pub async fn list_canned_replies<S: RequestStore + CannedReplies + Sync>(
    store: &S,
    call: Call<(), Params<ListCannedRepliesQuery>>,
) -> HandlerResult<List<CannedReplyView>> {
    let retired = call.input.0.state == Some(CannedReplyState::Retired);
    let list = CannedReplyList::within(call.scope()?, retired);
    let paged = call.paged(&call.input.0, if retired { "retired" } else { "offered" })?.at_most(LONGEST_PAGE);
    let page = store.canned_replies(&list, paged.request()).await?;
    let reader = call.act().await?.caller;
    Ok(ok(paged.list(page, |reply| CannedReplyView::of(reply, &reader))?))
}
