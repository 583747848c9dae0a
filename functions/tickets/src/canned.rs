//! Canned replies, as staff see them.

use jiff::Timestamp;
use portico_domain::caller::Caller;
use portico_domain::ids::{CannedReplyId, QueueId};
use portico_domain::tickets::canned::CannedReply;
use serde::Serialize;
use utoipa::ToSchema;

/// Canned reply.
#[derive(Debug, Serialize, ToSchema)]
pub struct CannedReplyView {
    /// ID of the canned reply.
    pub id: CannedReplyId,
    /// Version: counts the changes of the canned reply.
    pub version: u64,
    /// Name by which staff find it.
    pub name: String,
    /// Text in plain Markdown.
    pub text: String,
    /// Queue it is for; all of them without.
    pub queue_id: Option<QueueId>,
    /// Whether it is no longer offered.
    pub retired: bool,
    /// Whether the caller may change or retire it.
    pub may_change: bool,
    /// Time of the last change.
    pub updated_at: Timestamp,
}

impl CannedReplyView {
    /// A canned reply, for this reader.
    pub fn of(reply: CannedReply, reader: &Caller) -> Self {
        let may_change = reply.may_change(reader);
        let CannedReply { id, version, name, text, queue, retired, updated_at, .. } = reply;
        Self { id, version, name, text, queue_id: queue, retired, may_change, updated_at }
    }
}
