//! `POST /v1/tickets/{id}/merge`: merge the ticket into another one.

use crate::settings_of;
use futures::future::try_join3;
use portico_domain::action::Action;
use portico_domain::change::Commit;
use portico_domain::error::Error;
use portico_domain::ids::TicketId;
use portico_domain::policy::Guarded;
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::store::StoreResult;
use portico_domain::tickets::list::read_number;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::StaffTicketView;
use portico_domain::tickets::{Ticket, TicketRef};
use portico_http::{Body, Call, EarlyResponse, HandlerResult, ok};
use serde::Deserialize;
use utoipa::ToSchema;

/// Ticket to merge into.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeInto {
    /// Number or ID of the ticket in which this one goes on: `T-1042`.
    #[schema(min_length = 1, max_length = 40)]
    pub into: String,
}

/// Merges the ticket into another one of the same account. Both stay readable. The people of this one take part in the
/// other from now on, and get a mail.
#[utoipa::path(post, path = "/v1/tickets/{id}/merge", operation_id = "merge_ticket", tag = "tickets",
    params(("id" = TicketId, Path)), request_body = MergeInto,
    responses((status = 200, description = "The merged ticket as it is now", body = StaffTicketView)))]
pub async fn merge_ticket<S: RequestStore + Tickets + Settings + Commit + Sync>(
    store: &S,
    call: Call<TicketId, Body<MergeInto>>,
) -> HandlerResult<StaffTicketView> {
    let into = &call.input.0.into;
    let (ticket, target, settings) =
        try_join3(store.ticket(call.path), target(store, into), settings_of(store)).await?;
    let (act, ticket) = call.authorize(ticket).await?;
    // A ticket out of reach is refused like one that does not exist.
    let target = call.if_in_reach(target).await?.ok_or_else(|| {
        Error::field("/into", "not_found", "There is no such ticket among those you can see. Check the number.")
    })?;
    let (other, seen) = (target.named(), target.version);
    let (ticket, change) = ticket.merge(&act, target, &settings)?;
    let done = ok(StaffTicketView::of(&ticket, &act.caller, act.now)).version(ticket.version);
    match call.commit(store, change, done).await {
        Err(EarlyResponse::Error(Error::Stale)) => Err(crossed(store, &call, other, seen).await?.into()),
        answer => answer,
    }
}

/// The error for a merge that crossed with another change: of the target, or else of the ticket itself.
async fn crossed<S: RequestStore + Tickets + Sync>(
    store: &S,
    call: &Call<TicketId, Body<MergeInto>>,
    target: TicketRef,
    seen: u64,
) -> Result<Error, EarlyResponse> {
    let now = store.ticket(target.id).await?;
    match call.open_for(now, Action::MergeTickets).await {
        Ok(now) if now.version == seen => Ok(Error::Stale),
        Ok(_) | Err(Error::NotFound) => {
            let detail = format!("T-{} has changed in the meantime. Look at it, then merge again.", target.number);
            Ok(Error::Conflict { code: "target_changed", detail })
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The ticket of a number or ID.
async fn target<S: Tickets + Sync>(store: &S, into: &str) -> StoreResult<Guarded<Ticket>> {
    match (into.parse(), read_number(into)) {
        (Ok(id), _) => store.ticket(id).await,
        (Err(_), Some(number)) => store.ticket_by_number(number).await,
        (Err(_), None) => Ok(Guarded::seal(None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MERGE_TICKET;
    use crate::testing::{account, settings};
    use portico_domain::hats::{Hat, HatKind, Role};
    use portico_domain::people::Person;
    use portico_domain::store::CommitError;
    use portico_domain::tickets::QueueRef;
    use portico_domain::tickets::settings::TicketSettings;
    use portico_testing::{answered, at_once, kept, records, request, store_for};
    use serde_json::json;
    use uuid::Uuid;

    fn agent() -> Person {
        let queues = vec![Uuid::from_u128(7).into()];
        let hat = Hat { queues, ..records::hat(HatKind::Staff, Role::Agent) };
        records::person(vec![hat], jiff::Timestamp::now())
    }

    /// Answer to a merge whose commit is refused, while the target has these versions, one after the other.
    async fn merged(versions: [u64; 2]) -> (u16, String) {
        let now = jiff::Timestamp::now();
        let hat = records::hat_of(&account(), Role::Member);
        let requester = records::person(vec![hat.clone()], now);
        let queue = QueueRef { id: Uuid::from_u128(7).into(), name: "Pumps".into() };
        let ticket = Ticket { queue, ..records::ticket(&requester, &hat, now) };
        let target = Ticket { id: records::fresh(), number: ticket.number + 1, ..ticket.clone() };
        let (source, into) = (ticket.id, target.id);
        let agent = agent();
        let mut store = store_for(agent.clone());
        store.expect_section::<TicketSettings>().returning(|| at_once(Ok(Some(settings()))));
        store.expect_commit().returning(|_| at_once(Err(CommitError::Stale)));
        let mut versions = versions.into_iter();
        store.expect_ticket().returning(move |id| {
            let found = if id == source {
                ticket.clone()
            } else {
                Ticket { version: versions.next().expect("it is read twice"), ..target.clone() }
            };
            at_once(Ok(Guarded::seal(Some(found))))
        });
        let mut asked = request(&MERGE_TICKET, &agent, Some(&source), &json!({"into": into.to_string()}));
        asked.headers_mut().insert("if-match", "\"1\"".parse().expect("a header"));
        answered(&portico_http::serve(&MERGE_TICKET, kept(store), asked, merge_ticket).await)
    }

    #[tokio::test]
    async fn the_ticket_that_changed_is_named() {
        assert_eq!(Box::pin(merged([1, 2])).await, (409, "target_changed".into()));
        assert_eq!(Box::pin(merged([1, 1])).await, (412, "stale".into()));
    }
}
