//! Closing a resolved ticket that nobody answers.

use super::on_ticket;
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::tickets::jobs::CloseResolved;

impl Run for CloseResolved {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_ticket(store, cx, self.ticket, |ticket, settings| {
            ticket.close_unanswered(cx.act, self.resolved_at, settings)
        })
        .await
    }
}
