//! Touches of tickets, for readers other than those of the whole ledger, and the labels that the touches lack.

use futures::future::try_join_all;
use portico_domain::act::ActionContext;
use portico_domain::error::Error;
use portico_domain::ids::TicketId;
use portico_domain::paging::{Page, PageRequest};
use portico_domain::record::{RecordKind, RecordRef, Resource};
use portico_domain::store::StoreError;
use portico_domain::tickets::ports::Tickets;
use portico_domain::touch::Touch;
use portico_domain::touch_list::Touches;
use portico_http::{Call, EarlyResponse};
use std::collections::{BTreeMap, BTreeSet};

/// Lists the touches of a ticket within the reader's reach.
pub(crate) async fn touches<S, P, I>(
    store: &S,
    call: &Call<P, I>,
    id: &str,
    page: PageRequest,
) -> Result<Page<Touch>, EarlyResponse>
where
    S: Tickets + Touches + Sync,
{
    let id: TicketId = id.parse().map_err(|_| Error::NotFound)?;
    let (_, ticket) = call.authorize(store.ticket(id).await?).await?;
    Ok(store.record_touches(&ticket.id.to_string(), page).await?.of(&ticket)?)
}

/// Adds ticket numbers to touches that lack them because they were written when the ticket was read. A ticket out of
/// the reader's reach gets none.
pub(crate) async fn add_labels<S: Tickets + Sync>(
    store: &S,
    act: &ActionContext,
    touches: &mut [Touch],
) -> Result<(), StoreError> {
    let unnamed = |record: &&mut RecordRef| record.kind == RecordKind::Ticket && record.label.is_empty();
    let mut records: Vec<&mut RecordRef> =
        touches.iter_mut().filter_map(|touch| touch.record.as_mut()).filter(unnamed).collect();
    let ids: BTreeSet<TicketId> = records.iter().filter_map(|record| record.id.parse().ok()).collect();
    let found = try_join_all(ids.into_iter().map(|id| store.ticket(id))).await?;
    let names = found.into_iter().filter_map(|ticket| ticket.open(&act.caller, act.action).ok()?.record());
    let names: BTreeMap<String, String> = names.map(|record| (record.id, record.label)).collect();
    for record in &mut records {
        if let Some(name) = names.get(&record.id) {
            record.label.clone_from(name);
        }
    }
    Ok(())
}
