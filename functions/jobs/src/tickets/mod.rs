//! Jobs about tickets. The domain decides on the change of a ticket; it is written in one transaction with the end of
//! its job.

mod clock_mark;
mod close_resolved;
mod end_hold;
mod index;
mod mail;
mod recount;
mod remind_waiting;
mod resolve_waiting;
mod tell_mentioned;
mod tell_queue;

use crate::task::{Completion, Effects, JobContext, JobError};
use futures::future::try_join;
use portico_domain::change::{Change, Write};
use portico_domain::ids::TicketId;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::settings::TicketSettings;

/// Makes an automatic transition of a ticket and ends the job with it. A ticket that has changed since the job was
/// written may have no transition.
async fn on_ticket<S: Effects>(
    store: &S,
    cx: JobContext<'_>,
    id: TicketId,
    transition: impl FnOnce(Ticket, &TicketSettings) -> Option<Change> + Send,
) -> Result<Completion, JobError> {
    let (ticket, settings) = try_join(store.ticket(id), store.section::<TicketSettings>()).await?;
    let settings = settings.ok_or_else(|| JobError::Retry("the ticket settings are missing".into()))?;
    let ticket = ticket.open_for_system(&cx.act.caller);
    let Some(change) = ticket.and_then(|ticket| transition(ticket, &settings)) else {
        return Ok(Completion::Row);
    };
    // Ending the job in the same transaction notifies people exactly once, even if the runner crashes.
    store.commit(change.write(Write::remove(cx.job))).await?;
    Ok(Completion::Nothing)
}
