//! Keys of items that are not records: idempotency keys, attempts, counters, the register of the search index and the
//! words of tickets.
//! Records bring their own keys (`portico_domain::record`); `keys.snap.txt` shows all of them.

use portico_domain::ids::{PersonId, TicketId};
use portico_domain::record::{ListHome, RecordKey};

/// Key attributes of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Name of the index.
    pub(super) index: &'static str,
    /// Attribute of the partition key.
    pub(super) partition: &'static str,
    /// Attribute of the sort key.
    pub(super) sort: &'static str,
}

/// The indexes of the table. Each is sparse.
pub(super) const INDEXES: [Column; 4] = [
    Column { index: "gsi1", partition: "gsi1pk", sort: "gsi1sk" },
    Column { index: "gsi2", partition: "gsi2pk", sort: "gsi2sk" },
    Column { index: "gsi3", partition: "gsi3pk", sort: "gsi3sk" },
    Column { index: "gsi4", partition: "gsi4pk", sort: "gsi4sk" },
];

/// The index a list lives in; nothing for one in the table itself.
pub(super) const fn column(home: ListHome) -> Option<Column> {
    match home {
        ListHome::Index1 => Some(INDEXES[0]),
        ListHome::Index2 => Some(INDEXES[1]),
        ListHome::Index3 => Some(INDEXES[2]),
        ListHome::Index4 => Some(INDEXES[3]),
        ListHome::Table => None,
    }
}

/// An idempotency key taken.
pub(super) struct ClaimKey<'a> {
    pub(super) person: PersonId,
    pub(super) name: &'a str,
}

impl ClaimKey<'_> {
    pub(super) const KIND: &'static str = "claim";

    pub(super) fn key(&self) -> RecordKey {
        RecordKey { partition: format!("claim#{}#{}", self.person, self.name), sort: Self::KIND.into() }
    }
}

/// Attempts counted within one slice of time.
pub(super) struct AttemptKey<'a> {
    pub(super) name: &'a str,
    pub(super) slice: i64,
}

impl AttemptKey<'_> {
    pub(super) const KIND: &'static str = "attempt";

    pub(super) fn key(&self) -> RecordKey {
        RecordKey { partition: format!("attempt#{}#{}", self.name, self.slice), sort: Self::KIND.into() }
    }
}

/// Type of the items that count numbers given out.
pub(super) const COUNTER: &str = "counter";

/// The last ticket number given out.
pub(super) fn ticket_counter() -> RecordKey {
    RecordKey { partition: "counter#ticket".into(), sort: COUNTER.into() }
}

/// The last account number given out.
pub(super) fn account_counter() -> RecordKey {
    RecordKey { partition: "counter#account".into(), sort: COUNTER.into() }
}

/// Attribute of an item of counters: the time of their latest change, in seconds since 1970.
pub(super) const CHANGED: &str = "changed";

/// Type of an item that says that a ticket has a word.
pub(super) const TICKET_WORD: &str = "ticket_word";

/// A word of a ticket, in a set of tickets.
pub(super) fn ticket_posting(set: &str, word: &str, ticket: TicketId) -> RecordKey {
    RecordKey { partition: format!("ticket-word#{set}#{word}"), sort: ticket.to_string() }
}

/// Type of an item by which a ticket has its place in the order of opening.
pub(super) const OPENED_TICKET: &str = "opened_ticket";

/// Type of the register of a ticket's words.
pub(super) const TICKET_WORDS: &str = "ticket_words";

/// The words that were written of a ticket.
pub(super) fn ticket_words(ticket: TicketId) -> RecordKey {
    RecordKey { partition: format!("ticket-words#{ticket}"), sort: "ticket-words".into() }
}

/// Type of the register of the search index.
pub(super) const SEARCH_INDEX: &str = "search_index";

/// The version of the search index that is in use.
pub(super) fn search_index() -> RecordKey {
    RecordKey { partition: "search-index".into(), sort: "search-index".into() }
}
