//! `GET /v1/queues`: the queues and who works on them.

use crate::settings_of;
use futures::future::try_join3;
use portico_domain::action::Action;
use portico_domain::ids::QueueId;
use portico_domain::policy::scope;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::PersonRef;
use portico_domain::tickets::counts::QueueCounts;
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
    /// Number of active tickets in the queue, if the caller may list them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<u64>,
    /// Number of the active tickets that nobody has, if the caller may list them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unassigned: Option<u64>,
}

/// The queues, those of the caller first, with the numbers of their tickets.
#[utoipa::path(get, path = "/v1/queues", operation_id = "list_queues", tag = "tickets",
    responses((status = 200, description = "All queues", body = List<QueueView>)))]
pub async fn list_queues<S: RequestStore + Settings + AgentRota + QueueCounts + Sync>(
    store: &S,
    call: Call,
) -> HandlerResult<List<QueueView>> {
    let scope = scope(&call.token_caller()?, Action::ListTickets)?;
    let (settings, rota, counts) = try_join3(settings_of(store), store.rota(), store.queue_counts(&scope)).await?;
    let act = call.act().await?;
    let mine = |id| act.caller.hat.queues.contains(&id);
    let count = |id| scope.holds_queue(id).then(|| counts.get(&id).copied().unwrap_or_default());
    let mut queues: Vec<QueueView> = settings
        .queues
        .into_iter()
        .map(|queue| QueueView {
            id: queue.id,
            mine: mine(queue.id),
            agents: rota.available(&queue).cloned().collect(),
            active: count(queue.id).map(|count| count.active),
            unassigned: count(queue.id).map(|count| count.unassigned),
            name: queue.name,
        })
        .collect();
    queues.sort_by_key(|queue| !queue.mine);
    Ok(ok(List::whole(queues)))
}
