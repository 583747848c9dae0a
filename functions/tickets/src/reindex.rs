//! `POST /v1/tickets/reindex`: write the words of tickets to their index again, and count the queues again.

use crate::settings_of;
use portico_domain::change::{Change, Commit};
use portico_domain::error::Error;
use portico_domain::ids::QueueId;
use portico_domain::jobs::Job;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::jobs::IndexQueue;
use portico_http::{Body, Call, HandlerResult, accepted};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Tickets to index again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReindexTickets {
    /// Queue of the tickets; the tickets of all queues if absent.
    pub queue_id: Option<QueueId>,
}

/// Queues whose tickets are indexed again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReindexedQueues {
    /// Number of the queues. Each ticket is in one queue.
    pub queues: usize,
}

/// Writes the words of tickets to their index in the background, queue by queue, and counts the active ones of each
/// queue again. Searches go on meanwhile.
#[utoipa::path(post, path = "/v1/tickets/reindex", operation_id = "reindex_tickets", tag = "tickets",
    request_body = ReindexTickets,
    responses((status = 202, description = "Accepted; jobs do it", body = ReindexedQueues)))]
pub async fn reindex_tickets<S: RequestStore + Settings + Commit + Sync>(
    store: &S,
    call: Call<(), Body<ReindexTickets>>,
) -> HandlerResult<ReindexedQueues> {
    let only = call.input.0.queue_id;
    let settings = settings_of(store).await?;
    let act = call.act().await?;
    let all = settings.queues.iter().map(|queue| queue.id);
    let queues: Vec<QueueId> = all.filter(|queue| only.is_none_or(|only| only == *queue)).collect();
    if queues.is_empty() && only.is_some() {
        return Err(Error::field("/queue_id", "not_found", "There is no such queue.").into());
    }
    let jobs: Vec<Job> = IndexQueue::all_of(&queues).iter().map(|index| Job::now(&act, index)).collect();
    let done = accepted(ReindexedQueues { queues: queues.len() });
    call.commit(store, Change::new(act.touch(None, None)).jobs(jobs), done).await
}
