//! Telling staff that a clock reached a threshold.

use super::on_ticket;
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::tickets::jobs::ClockMark;

impl Run for ClockMark {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_ticket(store, cx, self.ticket, |ticket, settings| {
            ticket.notify_sla(cx.act, (self.clock, self.mark), self.at, settings)
        })
        .await
    }
}
