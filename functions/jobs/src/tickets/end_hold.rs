//! Opening a ticket on the day until which it was on hold.

use super::on_ticket;
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::tickets::jobs::EndHold;

impl Run for EndHold {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_ticket(store, cx, self.ticket, |ticket, settings| ticket.end_hold(cx.act, self.until, settings)).await
    }
}
