//! Jobs about tickets. What is done to a ticket is decided in the domain, and made in one transaction with the end of its job.

mod clock_mark;
mod close_resolved;
mod end_hold;
mod mail;
mod remind_waiting;
mod resolve_waiting;
mod tell_queue;

use crate::task::{Completion, Effects, JobContext, JobError};
use futures::future::try_join;
use portico_domain::change::{Change, Write};
use portico_domain::ids::TicketId;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::settings::TicketSettings;

/// Makes what comes of a ticket by itself, and ends the job with it; nothing comes of one that has moved on since it was
/// promised.
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
    // Ending the job in the same transaction tells people exactly once, even if the runner dies.
    store.commit(change.write(Write::remove(cx.job))).await?;
    Ok(Completion::Nothing)
}
