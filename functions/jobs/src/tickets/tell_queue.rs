//! Mails to the lead and the agents of a queue.

use super::on_ticket;
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::tickets::jobs::TellQueue;

impl Run for TellQueue {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        on_ticket(store, cx, self.ticket, |ticket, settings| {
            ticket.tell_its_queue(cx.act, self.template, self.item, settings)
        })
        .await
    }
}
