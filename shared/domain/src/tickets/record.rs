//! Storage layout of tickets: keys, lists and names of a ticket, of the items on its timeline, and of a queue's turns.

use crate::ids::{AccountId, ItemId, PartnerId, PersonId, QueueId, TicketId};
use crate::people::record::ROTA;
use crate::record::{
    List, ListHome, ListQuery, Membership, Record, RecordKey, SortRange, Tally, UniqueName, time_text,
};
use crate::tickets::Ticket;
use crate::tickets::availability::RoundRobinCursor;
use crate::tickets::counts;
use crate::tickets::list::{TicketList, TicketListOf, TicketRow, TicketStatus};
use crate::tickets::search::Opening;
use crate::tickets::timeline::{InternalItem, PublicItem};
use serde::Serialize;

/// Sorts after every character an id or a time can have.
const LAST: char = '~';
impl Ticket {
    /// Key of the ticket with this id.
    pub fn key_of(id: TicketId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }

    /// Key of the item that reserves a ticket number.
    pub fn key_of_number(number: u64) -> RecordKey {
        RecordKey { partition: format!("ticket-number#{number}"), sort: "ticket-number".into() }
    }
}

impl Record for Ticket {
    const KIND: &'static str = "ticket";
    type Row = TicketRow;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> TicketRow {
        TicketRow::from(self)
    }
    fn memberships(&self) -> Vec<Membership> {
        let active = self.state.active();
        let by_change = format!("{}{}#{}", status_prefix(active), time_text(self.updated_at), self.id);
        let due = if active { self.clocks.resolution_due } else { self.updated_at };
        let by_urgency = format!("{}#{}", time_text(due), self.id);
        let mut lists = vec![
            tickets_of_person(self.requester.id).at(&*by_change),
            tickets_of_queue(self.queue.id, active).at(&*by_urgency),
        ];
        lists.extend(self.account.iter().map(|account| tickets_of_account(account.id).at(&*by_change)));
        // A ticket belongs to an account or to a partner company, not to both.
        let partner = self.partner.iter().filter(|_| self.account.is_none());
        lists.extend(partner.map(|partner| tickets_of_partner(partner.id).at(&*by_change)));
        lists.extend(self.assignee.iter().map(|agent| tickets_of_agent(agent.id, active).at(&*by_urgency)));
        let others = self.participants.iter().map(|person| person.id).filter(|person| *person != self.requester.id);
        let others: std::collections::BTreeSet<PersonId> = others.collect();
        lists.extend(others.into_iter().map(|person| {
            tickets_of_person(person).at(&*by_change).separate("participant", format!("participant#{person}"))
        }));
        lists
    }
    fn tallies(&self) -> Vec<Tally> {
        counts::tallies(self)
    }
    fn unique_names(&self) -> Vec<UniqueName> {
        let key = Self::key_of_number(self.number);
        vec![UniqueName { kind: "ticket_number", key, id: self.id.to_string() }]
    }
}

/// Tickets a person opened or takes part in: active ones last in key order, then by the latest change.
fn tickets_of_person(person: PersonId) -> List {
    List::new(ListHome::Index1, format!("tickets-of#{person}"))
}

/// Tickets of an account, in the same order.
fn tickets_of_account(account: AccountId) -> List {
    List::new(ListHome::Index2, format!("tickets-of-account#{account}"))
}

/// Tickets of a partner company, in the same order.
fn tickets_of_partner(partner: PartnerId) -> List {
    List::new(ListHome::Index2, format!("tickets-of-partner#{partner}"))
}

/// Tickets of a queue: active ones by due time, ended ones by the latest change.
fn tickets_of_queue(queue: QueueId, active: bool) -> List {
    List::new(ListHome::Index3, format!("queue#{queue}#{}", status(active)))
}

/// Tickets of an agent, in the same order.
fn tickets_of_agent(agent: PersonId, active: bool) -> List {
    List::new(ListHome::Index4, format!("assigned#{agent}#{}", status(active)))
}

/// Prefix of the sort keys of active or of ended tickets, in a list that has both.
const fn status_prefix(active: bool) -> &'static str {
    if active { "1#" } else { "0#" }
}

const fn status(active: bool) -> &'static str {
    if active { "active" } else { "done" }
}

impl TicketList {
    /// Queries that read the IDs of the list in the order of opening, merged by sort key. A ticket may have left the
    /// list since its place was written.
    pub fn by_opening(&self) -> Vec<ListQuery> {
        let set = self.of.set().to_string();
        let part = |status| ListQuery {
            list: opened_tickets(&set, status == TicketStatus::Active),
            range: self.period.range(""),
            descending: self.sort.descending(),
        };
        self.parts().iter().copied().map(part).collect()
    }

    /// Query that reads the list.
    pub fn query(&self) -> ListQuery {
        let descending = self.sort.descending();
        let by_change = |list| {
            let prefix = |status| self.period.range(status_prefix(status == TicketStatus::Active));
            ListQuery { list, range: self.status.map_or(SortRange::All, prefix), descending }
        };
        // Ended tickets have a page of their own: a queue shows what is to be done.
        let active = self.status != Some(TicketStatus::Done);
        let by_urgency = |list| ListQuery { list, range: self.period.range(""), descending };
        match self.of {
            TicketListOf::Person(person) => by_change(tickets_of_person(person)),
            TicketListOf::Account(account) => by_change(tickets_of_account(account)),
            TicketListOf::Partner(partner) => by_change(tickets_of_partner(partner)),
            TicketListOf::Queue(queue) => by_urgency(tickets_of_queue(queue, active)),
            TicketListOf::Assignee(agent) => by_urgency(tickets_of_agent(agent, active)),
        }
    }
}

/// Tickets of a set, active or ended ones, by the time of their opening.
fn opened_tickets(set: &str, active: bool) -> List {
    List::new(ListHome::Table, format!("opened-tickets#{set}#{}", status(active)))
}

/// Key of the item by which a ticket of a set has its place in the order of opening.
pub fn opening_key(set: &str, opening: Opening, ticket: TicketId) -> RecordKey {
    let sort = format!("{}#{ticket}", time_text(opening.at));
    RecordKey { partition: opened_tickets(set, opening.active).partition, sort }
}

/// Query of the tickets in a queue that somebody still has something to do with, the most urgent first.
pub fn load_query(queue: QueueId) -> ListQuery {
    ListQuery::all(tickets_of_queue(queue, true))
}

/// Query of a queue's active or ended tickets, for a rebuild of the index of words.
pub fn whole_queue(queue: QueueId, status: TicketStatus) -> ListQuery {
    ListQuery::all(tickets_of_queue(queue, status == TicketStatus::Active))
}

/// One of the two parts of a ticket's timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelinePart {
    /// Items that everybody on the ticket sees.
    Public,
    /// Items that staff see.
    Internal,
}

impl TimelinePart {
    const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }

    /// Query of the part, after an item or from the start, oldest first.
    pub fn query(self, ticket: TicketId, after: Option<ItemId>) -> ListQuery {
        let name = self.name();
        let from = after.map_or_else(|| format!("{name}#"), |item| format!("{name}#{item}{LAST}"));
        let range = SortRange::Between(from, format!("{name}#{LAST}"));
        ListQuery::all(List::new(ListHome::Table, Ticket::key_of(ticket).partition)).within(range)
    }

    /// Key of one item.
    pub fn key_of(self, ticket: TicketId, item: ItemId) -> RecordKey {
        RecordKey::under(Ticket::KIND, ticket, self.name(), item)
    }
}

/// An item of the public timeline, with its ticket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PublicEntry {
    /// The ticket.
    #[serde(skip)]
    pub ticket: TicketId,
    /// The item.
    pub item: PublicItem,
}

impl Record for PublicEntry {
    const KIND: &'static str = "public_item";
    type Row = ();

    fn key(&self) -> RecordKey {
        TimelinePart::Public.key_of(self.ticket, self.item.id())
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
}

/// An item of the staff's timeline, with its ticket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct InternalEntry {
    /// The ticket.
    #[serde(skip)]
    pub ticket: TicketId,
    /// The item.
    pub item: InternalItem,
}

impl Record for InternalEntry {
    const KIND: &'static str = "internal_item";
    type Row = ();

    fn key(&self) -> RecordKey {
        TimelinePart::Internal.key_of(self.ticket, self.item.id())
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
}

impl Record for RoundRobinCursor {
    const KIND: &'static str = "turn";
    type Row = ();

    fn key(&self) -> RecordKey {
        RecordKey { partition: ROTA.into(), sort: format!("turn#{}", self.queue) }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}

/// Query of the turns of all queues and of the staff who cannot be given tickets.
pub fn rota_query() -> ListQuery {
    ListQuery::all(List::new(ListHome::Table, ROTA))
}
