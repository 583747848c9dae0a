//! `GET /v1/queues`: the queues and who works on them.

use crate::settings_of;
use futures::future::try_join;
use portico_domain::ids::QueueId;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::PersonRef;
use portico_domain::tickets::ports::AgentRota;
use portico_http::{Call, HandlerResult, List, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// A queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    /// ID of the queue.
    pub id: QueueId,
    /// Name of the queue.
    pub name: String,
    /// Whether the caller works on it.
    pub mine: bool,
    /// Agents of the queue who can be given tickets.
    pub agents: Vec<PersonRef>,
}

/// The queues, those of the caller first.
#[utoipa::path(get, path = "/v1/queues", operation_id = "list_queues", tag = "tickets",
    responses((status = 200, description = "All queues", body = List<QueueView>)))]
pub async fn list_queues<S: RequestStore + Settings + AgentRota + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<List<QueueView>> {
    let (settings, rota) = try_join(settings_of(store), store.rota()).await?;
    let act = call.act().await?;
    let mine = |id| act.caller.hat.queues.contains(&id);
    let mut queues: Vec<QueueView> = settings
        .queues
        .into_iter()
        .map(|queue| QueueView {
            id: queue.id,
            mine: mine(queue.id),
            agents: rota.available(&queue).cloned().collect(),
            name: queue.name,
        })
        .collect();
    queues.sort_by_key(|queue| !queue.mine);
    Ok(ok(List::whole(queues)))
}
