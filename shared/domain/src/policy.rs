//! The access rule. [`permits`] applies it to one record and [`scope`] to lists, so that the two cannot disagree. The
//! table is in [`crate::action`].

use crate::action::{Action, Reach, reach};
use crate::caller::Caller;
use crate::error::Error;
use crate::hats::{Audience, HatRef};
use crate::ids::{AccountId, PartnerId, PersonId, QueueId};
use crate::record::{Ownership, Resource};
use jiff::Timestamp;
use std::fmt;
use std::marker::PhantomData;

/// Whether `caller` may do `action` on a record of this ownership. Always false for a record with a publication window;
/// [`permits_at`] judges those.
pub fn permits(caller: &Caller, action: Action, record: &Ownership) -> bool {
    record.publication_window.is_none() && reaches(caller, action, record)
}

/// Whether `caller` may do `action` at `now` on a record of this ownership, with or without a publication window.
pub fn permits_at(caller: &Caller, action: Action, record: &Ownership, now: Timestamp) -> bool {
    record.publication_window.is_none_or(|publication_window| publication_window.at(now))
        && reaches(caller, action, record)
}

fn reaches(caller: &Caller, action: Action, record: &Ownership) -> bool {
    let hat = &caller.hat;
    let Some(reach) = reach(action, hat.kind, hat.role) else {
        return false;
    };
    let within = match reach {
        // A record of an account or company is the person's own only while they wear its hat.
        Reach::Own => record.people.contains(&caller.person) && record.belongs_with(hat),
        Reach::Account => (record.account.is_some() || record.partner.is_some()) && record.belongs_with(hat),
        Reach::Team => {
            record.queue.is_some_and(|queue| hat.queues.contains(&queue)) || record.assignee == Some(caller.person)
        }
        Reach::All => true,
    };
    within
        && record.audiences.as_ref().is_none_or(|meant| hat.audiences().iter().any(|audience| meant.contains(audience)))
}

/// The part of all records that a list may show. Only [`scope`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    caller: Caller,
    action: Action,
    reach: Reach,
}

impl Scope {
    /// Reach of the scope.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Whether the scope was made for `action` and holds all records.
    pub fn holds_all(&self, action: Action) -> bool {
        self.action == action && self.reach == Reach::All
    }

    /// Person whose own records the scope holds at least.
    pub fn person(&self) -> PersonId {
        self.caller.person
    }

    /// Account whose records the scope holds, if it reaches that far.
    pub fn account(&self) -> Option<AccountId> {
        (self.reach >= Reach::Account).then_some(self.caller.hat.account).flatten()
    }

    /// Partner company whose records the scope holds, if it reaches that far.
    pub fn partner(&self) -> Option<PartnerId> {
        (self.reach >= Reach::Account).then_some(self.caller.hat.partner).flatten()
    }

    /// Whether the scope holds the records of a queue.
    pub fn holds_queue(&self, queue: QueueId) -> bool {
        match self.reach {
            Reach::All => true,
            Reach::Team => self.caller.hat.queues.contains(&queue),
            Reach::Own | Reach::Account => false,
        }
    }

    /// Queues whose records the scope holds; `None` for all queues.
    pub fn queues(&self) -> Option<&[QueueId]> {
        match self.reach {
            Reach::All => None,
            Reach::Team => Some(&self.caller.hat.queues),
            Reach::Own | Reach::Account => Some(&[]),
        }
    }

    /// Whether the scope holds the records of at least one queue.
    pub fn holds_queues(&self) -> bool {
        match self.reach {
            Reach::All => true,
            Reach::Team => !self.caller.hat.queues.is_empty(),
            Reach::Own | Reach::Account => false,
        }
    }

    /// The audiences the reader belongs to.
    pub fn audiences(&self) -> Vec<Audience> {
        self.caller.hat.audiences()
    }

    /// Hat that the reader wears.
    pub fn wearer(&self) -> HatRef {
        HatRef { kind: self.caller.hat.kind, role: self.caller.hat.role }
    }

    /// Whether a list of this scope may show a record of this ownership, by the rule that opens the record itself.
    pub fn permits(&self, record: &Ownership) -> bool {
        permits(&self.caller, self.action, record)
    }
}

/// Returns the part of all records that `caller` may list with `action`.
pub fn scope(caller: &Caller, action: Action) -> Result<Scope, Error> {
    reach(action, caller.hat.kind, caller.hat.role)
        .map(|reach| Scope { caller: caller.clone(), action, reach })
        .ok_or(Error::Forbidden)
}

/// A record as it comes from a port: sealed until the policy has been asked.
#[derive(Debug)]
pub struct Guarded<T>(Option<T>);

impl<T: Resource> Guarded<T> {
    /// Seals a record that a port found, or its absence.
    pub fn seal(found: Option<T>) -> Self {
        Self(found)
    }

    /// Opens the record, if `caller` may do `action` on it. A missing record, one out of reach and one with a
    /// publication window give the same error.
    pub fn open(self, caller: &Caller, action: Action) -> Result<T, Error> {
        self.open_if(caller, action, |record| permits(caller, action, record))
    }

    /// Opens the record, if `caller` may do `action` on it at `now`. A missing record and one out of reach give the
    /// same error.
    pub fn open_at(self, caller: &Caller, action: Action, now: Timestamp) -> Result<T, Error> {
        self.open_if(caller, action, |record| permits_at(caller, action, record, now))
    }

    fn open_if(self, caller: &Caller, action: Action, permits: impl Fn(&Ownership) -> bool) -> Result<T, Error> {
        if reach(action, caller.hat.kind, caller.hat.role).is_none() {
            return Err(Error::Forbidden);
        }
        match self.0 {
            Some(record) if permits(&record.ownership()) => Ok(record),
            _ => Err(Error::NotFound),
        }
    }

    /// Opens the record for the system, such as a background job; nothing for any other caller.
    pub fn open_for_system(self, caller: &Caller) -> Option<T> {
        self.0.filter(|_| caller.is_system())
    }
}

/// Data that belongs to a record of type `R`, sealed until the record itself has been opened. No other record opens it,
/// not even one of the same kind.
pub struct PartOf<R, T> {
    parent: String,
    part: T,
    of: PhantomData<fn(&R)>,
}

impl<R: Resource, T> PartOf<R, T> {
    /// Seals a part of the record of this id.
    pub fn seal(parent: impl fmt::Display, part: T) -> Self {
        Self { parent: parent.to_string(), part, of: PhantomData }
    }

    /// Opens the part with its record. Fails with an internal error for any other record.
    pub fn of(self, opened: &R) -> Result<T, Error> {
        match opened.record() {
            Some(record) if record.id == self.parent => Ok(self.part),
            _ => Err(Error::internal(format!("a part of {} was asked for by another record", self.parent))),
        }
    }
}

impl<R, T> fmt::Debug for PartOf<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartOf")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TicketId;
    use crate::testing::{ticket, uuid};
    use crate::tickets::Ticket;

    #[test]
    fn a_part_opens_by_its_own_record_alone() {
        let (ticket, other) = (ticket(), Ticket { id: TicketId(uuid(77)), ..ticket() });
        let part = || PartOf::<Ticket, &str>::seal(ticket.id, "said");
        assert_eq!(part().of(&ticket), Ok("said"));
        assert!(matches!(part().of(&other), Err(Error::Internal(_))));
    }
}
