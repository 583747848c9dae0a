//! Reminding a customer of a question.

use super::on_ticket;
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::tickets::jobs::RemindWaiting;

impl Run for RemindWaiting {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_ticket(store, cx, self.ticket, |ticket, _| ticket.remind(cx.act, self.since, self.question)).await
    }
}
