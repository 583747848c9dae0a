//! Taking a ticket for solved whose question is not answered.

use super::on_ticket;
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::tickets::jobs::ResolveWaiting;

impl Run for ResolveWaiting {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_ticket(store, cx, self.ticket, |ticket, settings| ticket.resolve_unanswered(cx.act, self.since, settings))
            .await
    }
}
