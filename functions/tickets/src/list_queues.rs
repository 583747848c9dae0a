//! `GET /v1/queues`: the queues and who works on them.

use crate::settings_of;
use portico_domain::ids::QueueId;
use portico_domain::paging::Page;
use portico_domain::ports::{Gate, Settings};
use portico_domain::tickets::PersonRef;
use portico_http::{Answer, Call, List, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// A queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    /// Its id.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// Whether the caller works on it.
    pub mine: bool,
    /// Who works on it.
    pub agents: Vec<PersonRef>,
}

/// The queues, those of the caller first.
#[utoipa::path(get, path = "/v1/queues", operation_id = "list_queues", tag = "tickets",
    responses((status = 200, description = "All queues", body = List<QueueView>)))]
pub async fn list_queues<S: Gate + Settings + Sync>(store: &S, call: Call) -> Answer<List<QueueView>> {
    let settings = settings_of(store).await?;
    let act = call.act().await?;
    let mine = |id| act.caller.hat.queues.contains(&id);
    let mut queues: Vec<QueueView> = settings
        .queues
        .into_iter()
        .map(|queue| QueueView { id: queue.id, name: queue.name, mine: mine(queue.id), agents: queue.agents })
        .collect();
    queues.sort_by_key(|queue| !queue.mine);
    Ok(ok(call.list(Page { items: queues, next: None }, "", |queue| queue)?))
}
