//! Records: each kind describes its key, its list row, its lists and its unique names once, beside its rules. Storage works
//! from that description and names no kind.
//!
//! This module imports no record. [`Record`] is what a kind implements; [`AnyRecord`] is what storage sees of every kind.

use crate::hats::{Audience, Hat, HatKind};
use crate::ids::{AccountId, PartnerId, PersonId, QueueId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::fmt::{self, Debug, Display};
use std::sync::Arc;
use utoipa::ToSchema;

/// Primary key of a stored item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey {
    /// Partition key.
    pub partition: String,
    /// Sort key within the partition.
    pub sort: String,
}

impl RecordKey {
    /// Key from its two parts.
    pub fn new(partition: impl Into<String>, sort: impl Into<String>) -> Self {
        Self { partition: partition.into(), sort: sort.into() }
    }

    /// Key of a record with a partition of its own: `ticket#<id>`, `ticket`.
    pub fn root(kind: &str, id: impl Display) -> Self {
        Self { partition: format!("{kind}#{id}"), sort: kind.into() }
    }

    /// Key of a record kept in its parent's partition: `ticket#<id>`, `public#<item>`.
    pub fn under(parent: &str, parent_id: impl Display, part: &str, id: impl Display) -> Self {
        Self { partition: format!("{parent}#{parent_id}"), sort: format!("{part}#{id}") }
    }
}

/// Where the items of a list live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListHome {
    /// First index: records of a person, touches of an account, due jobs, all articles.
    Index1,
    /// Second index: records of an account, touches of a record.
    Index2,
    /// Third index: records of a queue.
    Index3,
    /// Fourth index: records of an agent.
    Index4,
    /// The table itself: read consistently, one item for each membership.
    Table,
}

/// One list: a partition of an index or of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct List {
    /// Where its items live.
    pub home: ListHome,
    /// Partition key.
    pub partition: String,
}

impl List {
    /// List from its home and partition.
    pub fn new(home: ListHome, partition: impl Into<String>) -> Self {
        Self { home, partition: partition.into() }
    }

    /// Membership at `sort` on the record's own item, which stands in at most one list of each index.
    pub fn at(self, sort: impl Into<String>) -> Membership {
        Membership { list: self, sort: sort.into(), item: MembershipItem::Own, expires_at: None }
    }
}

/// Item that carries a membership.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MembershipItem {
    /// The record's own item.
    Own,
    /// An item of its own, with the record's row.
    Separate {
        /// Value of the item's `type`.
        kind: &'static str,
        /// Its sort key in the record's partition. Not used in [`ListHome::Table`], where list and place are the key.
        sort: String,
    },
}

/// Place of a record in one list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// The list.
    pub list: List,
    /// Sort key in the list.
    pub sort: String,
    /// Item that carries the membership.
    pub item: MembershipItem,
    /// End of the membership, after which its separate item may be deleted. The record itself does not expire with it.
    pub expires_at: Option<Timestamp>,
}

impl Membership {
    /// The membership on a separate item of this type, with this sort key in the record's partition.
    pub fn separate(mut self, kind: &'static str, sort: impl Into<String>) -> Self {
        self.item = MembershipItem::Separate { kind, sort: sort.into() };
        self
    }

    /// The membership in a list of the table: an item of this type at the list's partition and the membership's sort key.
    pub fn in_table(self, kind: &'static str) -> Self {
        let sort = self.sort.clone();
        self.separate(kind, sort)
    }

    /// The membership until `end`.
    pub fn until(mut self, end: Option<Timestamp>) -> Self {
        self.expires_at = end;
        self
    }
}

/// Name that no two records share, such as a ticket's number. It leads to the record's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UniqueName {
    /// Value of the item's `type`.
    pub kind: &'static str,
    /// Key of the item that reserves the name.
    pub key: RecordKey,
    /// Id of the record that has the name.
    pub id: String,
}

/// What the indexes carry of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowContent {
    /// The record's [`Record::Row`], beside the whole record.
    Summary,
    /// The whole record, and nothing beside it.
    Whole,
}

/// A stored kind of record, described once.
pub trait Record: Clone + Debug + PartialEq + Serialize + Send + Sync + 'static {
    /// Value of the item's `type`, and first part of most keys.
    const KIND: &'static str;
    /// What the indexes carry.
    const ROW: RowContent = RowContent::Summary;
    /// What lists show of it; `()` for a record in no list.
    type Row: Serialize;

    /// Primary key.
    fn key(&self) -> RecordKey;
    /// Number of changes so far, from 1.
    fn version(&self) -> u64;
    /// What lists show of it.
    fn row(&self) -> Self::Row;
    /// Lists it stands in, each with its place.
    fn memberships(&self) -> Vec<Membership> {
        Vec::new()
    }
    /// Memberships that an earlier layout wrote and that a save deletes.
    fn former_memberships(&self) -> Vec<Membership> {
        Vec::new()
    }
    /// Names it reserves.
    fn unique_names(&self) -> Vec<UniqueName> {
        Vec::new()
    }
    /// Numbers kept beside the record: set when it is created, later changed only by `Write::Add`.
    fn counters(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }
    /// Moment after which it may be deleted.
    fn expires_at(&self) -> Option<Timestamp> {
        None
    }
}

/// A record of any kind, as storage sees it. Implemented once, for every [`Record`].
pub trait AnyRecord: Debug + Send + Sync {
    /// [`Record::KIND`].
    fn kind(&self) -> &'static str;
    /// [`Record::ROW`].
    fn row_content(&self) -> RowContent;
    /// [`Record::key`].
    fn key(&self) -> RecordKey;
    /// [`Record::version`].
    fn version(&self) -> u64;
    /// The whole record, to be serialized.
    fn data(&self) -> &dyn erased_serde::Serialize;
    /// [`Record::row`], to be serialized.
    fn row(&self) -> Box<dyn erased_serde::Serialize>;
    /// [`Record::memberships`].
    fn memberships(&self) -> Vec<Membership>;
    /// [`Record::former_memberships`].
    fn former_memberships(&self) -> Vec<Membership>;
    /// [`Record::unique_names`].
    fn unique_names(&self) -> Vec<UniqueName>;
    /// [`Record::counters`].
    fn counters(&self) -> Vec<(&'static str, u64)>;
    /// [`Record::expires_at`].
    fn expires_at(&self) -> Option<Timestamp>;
    /// The record as a value of its own type.
    fn as_any(&self) -> &dyn Any;
    /// Whether `other` is an equal record of the same kind.
    fn equals(&self, other: &dyn AnyRecord) -> bool;
}

impl<R: Record> AnyRecord for R {
    fn kind(&self) -> &'static str {
        R::KIND
    }
    fn row_content(&self) -> RowContent {
        R::ROW
    }
    fn key(&self) -> RecordKey {
        Record::key(self)
    }
    fn version(&self) -> u64 {
        Record::version(self)
    }
    fn data(&self) -> &dyn erased_serde::Serialize {
        self
    }
    fn row(&self) -> Box<dyn erased_serde::Serialize> {
        Box::new(Record::row(self))
    }
    fn memberships(&self) -> Vec<Membership> {
        Record::memberships(self)
    }
    fn former_memberships(&self) -> Vec<Membership> {
        Record::former_memberships(self)
    }
    fn unique_names(&self) -> Vec<UniqueName> {
        Record::unique_names(self)
    }
    fn counters(&self) -> Vec<(&'static str, u64)> {
        Record::counters(self)
    }
    fn expires_at(&self) -> Option<Timestamp> {
        Record::expires_at(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn equals(&self, other: &dyn AnyRecord) -> bool {
        other.as_any().downcast_ref::<R>() == Some(self)
    }
}

/// A record of some kind, held by a change. Clones share it.
#[derive(Clone)]
pub struct Stored(Arc<dyn AnyRecord>);

impl Stored {
    /// Holds a copy of `record`.
    pub fn new<R: Record>(record: &R) -> Self {
        Self(Arc::new(record.clone()))
    }

    /// The record, if it is of kind `R`.
    pub fn get<R: Record>(&self) -> Option<&R> {
        self.0.as_any().downcast_ref()
    }
}

impl std::ops::Deref for Stored {
    type Target = dyn AnyRecord;
    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl PartialEq for Stored {
    fn eq(&self, other: &Self) -> bool {
        self.0.equals(&*other.0)
    }
}

impl Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A time as text of fixed width, to the microsecond, in UTC: text order is time order.
pub fn time_text(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// Part of a list, by sort key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortRange {
    /// All of it.
    All,
    /// Sort keys that begin with this text.
    Prefix(String),
    /// Sort keys from the first to the second, both included.
    Between(String, String),
    /// Sort keys up to this one, included.
    UpTo(String),
    /// Sort keys before this one.
    Before(String),
}

/// A query: part of one list, in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// The list.
    pub list: List,
    /// Part of it.
    pub range: SortRange,
    /// Whether the last sort key comes first.
    pub descending: bool,
}

impl ListQuery {
    /// All of a list, in the order of its sort keys.
    pub fn all(list: List) -> Self {
        Self { list, range: SortRange::All, descending: false }
    }

    /// The query over part of its list.
    pub fn within(mut self, range: SortRange) -> Self {
        self.range = range;
        self
    }

    /// The query in the other direction.
    pub fn newest_first(mut self) -> Self {
        self.descending = true;
        self
    }
}

/// Kind of a record that leaves touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A ticket.
    Ticket,
    /// An article.
    Article,
    /// A person.
    Person,
    /// An account.
    Account,
    /// An upload.
    Upload,
    /// A session.
    Session,
    /// A side effect.
    Job,
    /// A canned reply.
    CannedReply,
    /// A section of the settings.
    Settings,
}

/// A record as the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordRef {
    /// Kind of the record.
    pub kind: RecordKind,
    /// ID of the record.
    pub id: String,
    /// Name of the record for people: `T-1042`. Empty if the touch was written before the record was read.
    #[serde(default)]
    pub label: String,
}

/// Whom a record belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ownership {
    /// Its person, and whoever takes part.
    pub people: Vec<PersonId>,
    /// The face whose hats its people wear; any without.
    pub face: Option<HatKind>,
    /// Customer account of the record.
    pub account: Option<AccountId>,
    /// Partner company of the record.
    pub partner: Option<PartnerId>,
    /// Queue of the ticket.
    pub queue: Option<QueueId>,
    /// Agent who works on the ticket.
    pub assignee: Option<PersonId>,
    /// Where reading depends on the reader's audience: for whom it is meant.
    pub audiences: Option<Vec<Audience>>,
    /// Where reading depends on the time: when it is shown.
    pub publication_window: Option<PublicationWindow>,
}

impl Ownership {
    /// Whether it belongs to the account or company that `hat` stands for, or to none.
    pub(crate) fn belongs_with(&self, hat: &Hat) -> bool {
        self.face.is_none_or(|face| face == hat.kind)
            && (self.account.is_none() || self.account == hat.account)
            && (self.partner.is_none() || self.partner == hat.partner)
    }
}

/// When a record is shown to its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicationWindow {
    /// From this moment on.
    pub from: Timestamp,
    /// Until just before this one.
    pub until: Option<Timestamp>,
}

impl PublicationWindow {
    /// Whether it is at `now`.
    pub fn at(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|end| end > now)
    }
}

/// A record that the policy can judge.
pub trait Resource {
    /// Whom it belongs to.
    fn ownership(&self) -> Ownership;
    /// Its version, for conditional changes.
    fn version(&self) -> u64;
    /// Reference to this record, as touches name it.
    fn record(&self) -> Option<RecordRef>;
}
