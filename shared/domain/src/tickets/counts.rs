//! Counts of the active tickets of each queue. A ticket counts where its list has it, and the transaction that moves it
//! moves its count, so a badge and its list cannot disagree.
//!
//! The counts of a queue are in several parts ([`PARTS`]), by the ticket's ID: changes of two tickets seldom meet.

use super::Ticket;
use crate::ids::{QueueId, TicketId};
use crate::policy::Scope;
use crate::record::{List, ListHome, ListQuery, RecordKey, SortRange, Tally};
use crate::store::StoreResult;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::future::Future;

/// Number of parts of a queue's counts. A larger number needs every queue counted again.
pub const PARTS: u8 = 8;
/// Time for which a part is left alone after a change, in a recount: the list of the tickets may lag behind it.
pub const SETTLES_IN: SignedDuration = SignedDuration::from_secs(5);
/// Kind of the item that has a part.
pub const TICKET_COUNT: &str = "ticket_count";
/// Counter of active tickets.
pub const ACTIVE: &str = "active";
/// Counter of the active tickets that nobody has.
pub const UNASSIGNED: &str = "unassigned";

/// Partition of all counts.
const COUNTS: &str = "ticket-counts";

/// Number of active tickets of a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCount {
    /// Active tickets.
    pub active: u64,
    /// Those of them that nobody has.
    pub unassigned: u64,
}

impl QueueCount {
    /// Adds a ticket of the queue's active list.
    pub fn add(&mut self, assigned: bool) {
        self.active += 1;
        self.unassigned += u64::from(!assigned);
    }
}

/// Part of a queue's counts, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountPart {
    /// The queue.
    pub queue: QueueId,
    /// Number of the part, below [`PARTS`].
    pub part: u8,
    /// Number of its changes; 0 if it is not stored.
    pub version: u64,
    /// Active tickets. It is below 0 if tickets ended that had not been counted.
    pub active: i64,
    /// Those of them that nobody has.
    pub unassigned: i64,
    /// Time of its latest change.
    pub changed_at: Timestamp,
}

impl CountPart {
    /// A part that is not stored.
    pub fn missing(queue: QueueId, part: u8) -> Self {
        Self { queue, part, version: 0, active: 0, unassigned: 0, changed_at: Timestamp::UNIX_EPOCH }
    }

    /// Key of a part.
    pub fn key_of(queue: QueueId, part: u8) -> RecordKey {
        RecordKey::new(COUNTS, format!("{queue}#{part}"))
    }

    /// Queue and number of the part with this sort key.
    pub fn of_sort_key(sort: &str) -> Option<(QueueId, u8)> {
        let (queue, part) = sort.split_once('#')?;
        Some((queue.parse().ok()?, part.parse().ok()?))
    }

    /// Whether the list of the tickets shows every change that the part counts.
    pub fn settled(&self, now: Timestamp) -> bool {
        now.duration_since(self.changed_at) >= SETTLES_IN
    }

    /// Whether the part says this.
    pub fn says(&self, right: QueueCount) -> bool {
        let is = |stored: i64, right: u64| u64::try_from(stored) == Ok(right);
        is(self.active, right.active) && is(self.unassigned, right.unassigned)
    }
}

/// Part in which a ticket counts.
pub fn part_of(ticket: TicketId) -> u8 {
    ticket.0.as_bytes()[15] % PARTS
}

/// Counters in which a ticket counts.
pub(super) fn tallies(ticket: &Ticket) -> Vec<Tally> {
    let key = CountPart::key_of(ticket.queue.id, part_of(ticket.id));
    let in_counter = |counter| Tally { kind: TICKET_COUNT, key: key.clone(), counter };
    let active = ticket.state.active().then(|| in_counter(ACTIVE));
    let unassigned = (ticket.state.active() && ticket.assignee.is_none()).then(|| in_counter(UNASSIGNED));
    active.into_iter().chain(unassigned).collect()
}

/// Query of the counts of all queues.
pub fn counts_query() -> ListQuery {
    ListQuery::all(List::new(ListHome::Table, COUNTS))
}

/// Query of the counts of one queue.
pub fn queue_counts_query(queue: QueueId) -> ListQuery {
    counts_query().within(SortRange::Prefix(format!("{queue}#")))
}

/// Adds the parts up, for the queues whose tickets the scope holds.
pub fn summed(parts: impl IntoIterator<Item = CountPart>, scope: &Scope) -> HashMap<QueueId, QueueCount> {
    let mut sums: HashMap<QueueId, (i64, i64)> = HashMap::new();
    for part in parts.into_iter().filter(|part| scope.holds_queue(part.queue)) {
        let sum = sums.entry(part.queue).or_default();
        *sum = (sum.0 + part.active, sum.1 + part.unassigned);
    }
    let shown = |count: i64| u64::try_from(count).unwrap_or_default();
    let count = |(active, unassigned)| QueueCount { active: shown(active), unassigned: shown(unassigned) };
    sums.into_iter().map(|(queue, sum)| (queue, count(sum))).collect()
}

/// Port of the counts.
pub trait QueueCounts {
    /// Reads the counts of the queues whose tickets the scope holds. A queue that is absent has no active tickets.
    fn queue_counts(&self, scope: &Scope) -> impl Future<Output = StoreResult<HashMap<QueueId, QueueCount>>> + Send;
}

/// Port that sets counts right, for jobs.
pub trait QueueRecount {
    /// Reads all parts of a queue's counts, in their order.
    fn stored_counts(&self, queue: QueueId) -> impl Future<Output = StoreResult<Vec<CountPart>>> + Send;
    /// Counts the tickets of a queue's active list for each part, in their order.
    fn listed_counts(&self, queue: QueueId) -> impl Future<Output = StoreResult<Vec<QueueCount>>> + Send;
    /// Sets a part right, unless it has changed since it was read. Reports whether it did.
    fn correct_count(
        &self,
        seen: &CountPart,
        right: QueueCount,
        now: Timestamp,
    ) -> impl Future<Output = StoreResult<bool>> + Send;
}
