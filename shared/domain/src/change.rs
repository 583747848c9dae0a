//! A change: everything that one decision writes, as one transaction. It cannot be built without its touch.

use crate::ids::PersonId;
use crate::jobs::Job;
use crate::record::{Record, RecordKey, Stored, Tally};
use crate::store::CommitError;
use crate::touch::Touch;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;

/// Time for which an idempotency key is kept.
pub const CLAIM_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Value that a patch sets or compares with.
#[derive(Clone, Debug, PartialEq)]
pub enum PatchValue {
    /// A text.
    Text(String),
    /// A number.
    Number(u64),
    /// A whole record.
    Record(Stored),
}

/// One write of a change. The verbs are few and name no kind of record: each kind describes itself ([`Record`]).
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// Creates or replaces a record with its lists and names.
    Save {
        /// The record before; nothing for a new one, and for one in no list whose version alone is known.
        before: Option<Stored>,
        /// Version that must be stored; 0: none may be.
        expected: u64,
        /// The record to be stored.
        after: Stored,
    },
    /// Stores a record over whatever is stored under its key.
    Put(Stored),
    /// Deletes a record, its lists and names, if it still has this version.
    Remove(Stored),
    /// Deletes whatever is stored under a key.
    Discard {
        /// Kind of the record.
        kind: &'static str,
        /// Key of the record.
        key: RecordKey,
    },
    /// Requires that a record still has a version, and writes nothing.
    Require {
        /// Kind of the record.
        kind: &'static str,
        /// Key of the record.
        key: RecordKey,
        /// Version that must be stored.
        version: u64,
    },
    /// Adds to counters of a record that exists.
    Add {
        /// Kind of the record.
        kind: &'static str,
        /// Key of the record.
        key: RecordKey,
        /// Counters with what is added to each.
        counters: Vec<(&'static str, i64)>,
    },
    /// Sets single attributes of a record that exists. Patches of one record become one write.
    Patch {
        /// Kind of the record.
        kind: &'static str,
        /// Key of the record.
        key: RecordKey,
        /// Attributes to set, by path: `data.password_hash`.
        set: Vec<(&'static str, PatchValue)>,
        /// Attributes that must have these values.
        when: Vec<(&'static str, PatchValue)>,
    },
}

impl Write {
    /// Creates a record, which must not exist.
    pub fn create<R: Record>(record: &R) -> Self {
        Self::Save { before: None, expected: 0, after: Stored::new(record) }
    }

    /// Replaces a record, which must be stored with the version of `before`.
    pub fn update<R: Record>(before: &R, after: &R) -> Self {
        Self::Save { before: Some(Stored::new(before)), expected: before.version(), after: Stored::new(after) }
    }

    /// Replaces a record in no list, which must be stored with version `expected`; 0: it must not exist.
    pub fn replace<R: Record>(record: &R, expected: u64) -> Self {
        Self::Save { before: None, expected, after: Stored::new(record) }
    }

    /// Stores a record over whatever is stored under its key.
    pub fn put<R: Record>(record: &R) -> Self {
        Self::Put(Stored::new(record))
    }

    /// Deletes a record of this version.
    pub fn remove<R: Record>(record: &R) -> Self {
        Self::Remove(Stored::new(record))
    }

    /// Deletes whatever record of this kind is stored under `key`.
    pub fn discard<R: Record>(key: RecordKey) -> Self {
        Self::Discard { kind: R::KIND, key }
    }

    /// Requires that a record still has the version it was read with.
    pub fn require<R: Record>(record: &R) -> Self {
        Self::Require { kind: R::KIND, key: record.key(), version: record.version() }
    }

    /// The record that the write stores, if it is of kind `R`.
    pub fn saved<R: Record>(&self) -> Option<&R> {
        match self {
            Self::Save { after, .. } | Self::Put(after) => after.get(),
            _ => None,
        }
    }
}

/// An idempotency key taken by a change, with the answer it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Person whose key it is.
    pub person: PersonId,
    /// The key.
    pub key: String,
    /// Hash of the request: operation, path and body.
    pub request_hash: String,
    /// The answer, to be given again.
    pub answer: StoredReply,
    /// Time at which the key is forgotten.
    pub expires_at: Timestamp,
}

/// An answer kept to be given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReply {
    /// The body, as it was sent.
    pub body: String,
    /// Location of the created record.
    pub location: Option<String>,
    /// The version of the record.
    pub version: Option<u64>,
    /// Whether the handler makes the reply again from this body, because the reply itself must not be kept.
    #[serde(default)]
    pub remade: bool,
}

/// Everything one decision writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The records.
    pub writes: Vec<Write>,
    /// Touch that the change leaves in the ledger.
    pub touch: Touch,
    /// Touches of further records that the change alters.
    pub more_touches: Vec<Touch>,
    /// Background jobs that the change requires.
    pub jobs: Vec<Job>,
    /// Idempotency key that the change takes.
    pub claim: Option<Claim>,
}

impl Change {
    /// A change that leaves this touch and, so far, writes nothing else.
    pub fn new(touch: Touch) -> Self {
        Self { writes: Vec::new(), touch, more_touches: Vec::new(), jobs: Vec::new(), claim: None }
    }

    /// Adds a write.
    pub fn write(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// Adds several writes.
    pub fn writes(mut self, writes: impl IntoIterator<Item = Write>) -> Self {
        self.writes.extend(writes);
        self
    }

    /// Records of kind `R` that the change stores, in their order.
    pub fn saved<R: Record>(&self) -> impl Iterator<Item = &R> {
        self.writes.iter().filter_map(Write::saved)
    }

    /// Amounts that the change adds to the counters in which its records count, without those that stay as they are.
    pub fn tallied(&self) -> BTreeMap<Tally, i64> {
        let mut sums = BTreeMap::new();
        let mut add = |record: &Stored, by: i64| {
            for tally in record.tallies() {
                *sums.entry(tally).or_default() += by;
            }
        };
        for write in &self.writes {
            match write {
                Write::Save { before, after, .. } => {
                    if let Some(before) = before {
                        add(before, -1);
                    }
                    add(after, 1);
                }
                Write::Remove(record) => add(record, -1),
                _ => {}
            }
        }
        sums.retain(|_, by| *by != 0);
        sums
    }

    /// Adds another change of the same act, with its touch: both are written in one transaction. It has no idempotency
    /// key of its own.
    pub fn with(mut self, other: Self) -> Self {
        self.writes.extend(other.writes);
        self.jobs.extend(other.jobs);
        self.more_touches.push(other.touch);
        self.more_touches.extend(other.more_touches);
        self
    }

    /// Adds a job.
    pub fn job(mut self, job: Job) -> Self {
        self.jobs.push(job);
        self
    }
    /// Adds several jobs.
    pub fn jobs(mut self, jobs: impl IntoIterator<Item = Job>) -> Self {
        self.jobs.extend(jobs);
        self
    }
}

/// Port that writes changes.
pub trait Commit {
    /// Writes all of a change, or nothing.
    fn commit(&self, change: Change) -> impl Future<Output = Result<(), CommitError>> + Send;
}
