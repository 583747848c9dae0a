//! Writing the words of tickets to their index: of one ticket, and of a page of a queue for a rebuild. A rebuild of a
//! queue also counts it again.

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::change::{Change, Write};
use portico_domain::ids::TicketId;
use portico_domain::jobs::Job;
use portico_domain::paging::PageRequest;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::jobs::{IndexQueue, IndexTicket, RecountQueue};
use portico_domain::tickets::list::TicketStatus;
use portico_domain::tickets::search::{MOST_ITEMS, TicketDocument};
use portico_domain::tickets::timeline::StaffItem;

/// Number of timeline items read at once.
const ITEMS_AT_ONCE: u32 = 100;
/// Number of tickets of a queue that one job looks after: their jobs fit in one transaction.
const TICKETS_AT_ONCE: u32 = 50;

impl Run for IndexTicket {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let ticket = store.ticket(self.ticket).await?;
        if let Some(ticket) = ticket.open_for_system(&cx.act.caller) {
            // Read after the ticket: the items are then at least as new.
            let items = items(store, &ticket).await?;
            store.index_ticket(&TicketDocument::of(&ticket, &items)).await?;
        }
        Ok(Completion::Row)
    }
}

async fn items<S: Effects>(store: &S, ticket: &Ticket) -> Result<Vec<StaffItem>, JobError> {
    let (mut items, mut page) = (Vec::new(), PageRequest::first(ITEMS_AT_ONCE));
    while items.len() < MOST_ITEMS {
        let found = store.staff_timeline(ticket.id, page).await?.of(ticket)?;
        items.extend(found.items);
        match found.next {
            Some(next) => page = PageRequest { limit: ITEMS_AT_ONCE, after: Some(next) },
            None => break,
        }
    }
    Ok(items)
}

impl Run for IndexQueue {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let Self { queue, status, after, then } = self;
        let begins = status == TicketStatus::Active && after.is_none();
        let page = PageRequest { limit: TICKETS_AT_ONCE, after };
        let found = store.tickets_of_queue(queue, status, page).await?;
        let index = |ticket: TicketId| Job::now(cx.act, &IndexTicket { ticket });
        let next = match (found.next, status) {
            (Some(next), _) => Some(Self { queue, status, after: Some(next), then: Vec::new() }),
            // A ticket that ends meanwhile comes last there.
            (None, TicketStatus::Active) => {
                Some(Self { queue, status: TicketStatus::Done, after: None, then: Vec::new() })
            }
            (None, TicketStatus::Done) => None,
        };
        let following = IndexQueue::first_of(&then).filter(|_| begins);
        let next = next.into_iter().chain(following).map(|next| Job::now(cx.act, &next));
        let counts = begins.then(|| Job::now(cx.act, &RecountQueue::all_of(queue)));
        let jobs: Vec<Job> = found.items.into_iter().map(index).chain(next).chain(counts).collect();
        if jobs.is_empty() {
            return Ok(Completion::Row);
        }
        let change = Change::new(cx.act.touch(None, None)).jobs(jobs).write(Write::remove(cx.job));
        store.commit(change).await?;
        Ok(Completion::Nothing)
    }
}
