//! Register of versions: the current one, the writer of the next, and the objects to delete. Pure.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Largest number of objects on the list of those to delete. If they cannot be deleted, the list must not fill the item
/// that holds the pointer. Objects that fall off the list are not deleted.
const MOST_RETIRED: usize = 1_000;

/// Register of the versions of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Number of changes of the register, from 1.
    pub version: u64,
    /// Current version of the index.
    pub current: Option<Version>,
    /// Lease of the writer of the next version.
    pub lease: Option<Lease>,
    /// Objects that are not current any more, or never were: to be deleted when nobody can be fetching them any longer.
    pub retired: Vec<Retired>,
}

/// A version of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Number of the version, from 1.
    pub number: u64,
    /// Object that holds the version.
    pub object: Uuid,
    /// Size of the object, in bytes.
    pub bytes: u64,
    /// Time since which the version has been current.
    pub since: Timestamp,
}

/// Lease of a writer at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Object that the writer is going to store: each lease is for one.
    pub object: Uuid,
    /// End of the lease, after which another writer may take it.
    pub until: Timestamp,
}

/// An object that is not needed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// Object of the version.
    pub object: Uuid,
    /// Time since which the version has been retired.
    pub since: Timestamp,
}

impl Register {
    /// Returns the register with the lease for `object` taken; `None` while another one lasts.
    pub(super) fn taken(&self, object: Uuid, now: Timestamp, lasting: SignedDuration) -> Option<Self> {
        let mut next = self.next();
        if let Some(before) = self.lease {
            if before.until > now {
                return None;
            }
            // Its writer died, or will find that it has lost the lease. Nobody will ever read the object that it
            // stored.
            next.retire(before.object, now);
        }
        next.lease = Some(Lease { object, until: now + lasting });
        Some(next)
    }

    /// Returns the register with `object` as the current version and the lease given back. The objects `gone` have been
    /// deleted.
    pub(super) fn published(&self, object: Uuid, bytes: u64, now: Timestamp, gone: &[Uuid]) -> Self {
        let mut next = self.without(gone);
        if let Some(before) = self.current {
            next.retire(before.object, now);
        }
        next.current = Some(Version { number: self.number() + 1, object, bytes, since: now });
        next.lease = None;
        next
    }

    /// Returns the register with the lease given back and nothing stored.
    pub(super) fn released(&self) -> Self {
        Self { lease: None, ..self.next() }
    }

    /// Returns the register with the lease given back by a writer that failed, and may have stored something.
    pub(super) fn given_up(&self, now: Timestamp) -> Self {
        let mut next = self.released();
        if let Some(lease) = self.lease {
            next.retire(lease.object, now);
        }
        next
    }

    /// Returns the register without the retired objects that have been deleted.
    pub(super) fn without(&self, gone: &[Uuid]) -> Self {
        let mut next = self.next();
        next.retired.retain(|retired| !gone.contains(&retired.object));
        next
    }

    /// Number of the current version; 0 before the first.
    pub fn number(&self) -> u64 {
        self.current.map_or(0, |version| version.number)
    }

    /// Returns the objects that were retired at least `ago`, and can be deleted.
    pub(super) fn outdated(&self, now: Timestamp, ago: SignedDuration) -> Vec<Uuid> {
        let held = self.current.map(|version| version.object);
        let outdated = self.retired.iter().filter(|retired| retired.since <= now - ago).map(|retired| retired.object);
        outdated.filter(|object| Some(*object) != held).collect()
    }

    fn retire(&mut self, object: Uuid, since: Timestamp) {
        self.retired.push(Retired { object, since });
        self.retired.drain(..self.retired.len().saturating_sub(MOST_RETIRED));
    }

    fn next(&self) -> Self {
        Self { version: self.version + 1, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LASTING: SignedDuration = SignedDuration::from_secs(60);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn object(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn retired(register: &Register) -> Vec<u128> {
        register.retired.iter().map(|retired| retired.object.as_u128()).collect()
    }

    #[test]
    fn a_lease_is_taken_by_one_until_it_is_over() {
        let taken = Register::default().taken(object(1), at(0), LASTING).unwrap();
        assert_eq!(taken.taken(object(2), at(59), LASTING), None);
        let after = taken.taken(object(2), at(60), LASTING).unwrap();
        assert_eq!((after.version, after.lease.unwrap().object), (2, object(2)));
        assert_eq!(retired(&after), [1], "what a dead writer may have stored is not forgotten");
    }

    #[test]
    fn a_version_takes_the_place_of_the_one_before() {
        let mut register = Register::default();
        for number in 1..=3_u32 {
            let now = at(i64::from(number));
            register = register.taken(object(number.into()), now, LASTING).unwrap();
            register = register.published(object(number.into()), 1, now, &[]);
            assert_eq!((register.number(), register.lease), (u64::from(number), None));
        }
        assert_eq!(register.current.unwrap().object, object(3));
        assert_eq!(retired(&register), [1, 2]);
    }

    #[test]
    fn what_is_retired_goes_after_a_while_and_what_holds_never() {
        let first = Register::default().taken(object(1), at(0), LASTING).unwrap().published(object(1), 1, at(0), &[]);
        let second = first.taken(object(2), at(100), LASTING).unwrap().published(object(2), 1, at(100), &[]);
        assert_eq!(second.outdated(at(159), LASTING), Vec::<Uuid>::new());
        assert_eq!(second.outdated(at(160), LASTING), [object(1)]);
        let odd = Register { retired: vec![Retired { object: object(2), since: at(0) }], ..second.clone() };
        assert_eq!(odd.outdated(at(160), LASTING), Vec::<Uuid>::new());
        let third = second.taken(object(3), at(200), LASTING).unwrap().published(object(3), 1, at(200), &[object(1)]);
        assert_eq!(retired(&third), [2]);
    }

    #[test]
    fn the_list_of_what_can_go_does_not_grow_without_end() {
        let mut register = Register::default();
        for number in 0..MOST_RETIRED as u128 + 50 {
            register = register.taken(object(number), at(0), LASTING).unwrap().published(object(number), 1, at(0), &[]);
        }
        assert_eq!(register.retired.len(), MOST_RETIRED);
        assert_eq!(register.retired.last().unwrap().object, object(MOST_RETIRED as u128 + 48), "the newest stay");
        // An item may have 400 kB; DynamoDB's own form is no longer than JSON.
        assert!(serde_json::to_vec(&register).unwrap().len() < 150_000);
        let left = register.without(&[register.retired[0].object]);
        assert_eq!((left.retired.len(), left.version), (MOST_RETIRED - 1, register.version + 1));
    }

    #[test]
    fn a_lease_given_back_leaves_the_version_that_holds() {
        let first = Register::default().taken(object(1), at(0), LASTING).unwrap().published(object(1), 1, at(0), &[]);
        let taken = first.taken(object(2), at(1), LASTING).unwrap();
        for back in [taken.released(), taken.given_up(at(2))] {
            assert_eq!((back.current, back.lease, back.version), (first.current, None, taken.version + 1));
        }
        assert_eq!(retired(&taken.given_up(at(2))), [2]);
        assert_eq!(retired(&taken.released()), [0; 0]);
    }
}
