//! Records: each kind describes its key, its list row, its lists and its unique names once, next to its rules. Storage
//! works from that description and names no kind.
//!
//! This module imports no record. Each kind implements [`Record`]; storage sees every kind as [`AnyRecord`].

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

/// Index or table that has the items of a list.
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
    /// Index or table that has the items of the list.
    pub home: ListHome,
    /// Partition key.
    pub partition: String,
}

impl List {
    /// List from its home and partition.
    pub fn new(home: ListHome, partition: impl Into<String>) -> Self {
        Self { home, partition: partition.into() }
    }

    /// Membership at `sort` on the record's own item, which is in at most one list of each index.
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
        /// Sort key of the item in the record's partition. Not used in [`ListHome::Table`], where list and place are
        /// the key.
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

    /// The membership in a list of the table: an item of this type at the list's partition, with the membership's sort
    /// key.
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

/// Counter of an item in which a record counts as one. The transaction that stores the record keeps it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// Value of the item's `type`.
    pub kind: &'static str,
    /// Key of the item, which several records share.
    pub key: RecordKey,
    /// Name of the counter.
    pub counter: &'static str,
}

/// Content of a record's rows in the indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowContent {
    /// The record's [`Record::Row`], stored next to the whole record.
    Summary,
    /// The whole record, without a separate row.
    Whole,
}

/// A stored kind of record, described once.
pub trait Record: Clone + Debug + PartialEq + Serialize + Send + Sync + 'static {
    /// Value of the item's `type`, and first part of most keys.
    const KIND: &'static str;
    /// Content of the record's rows in the indexes.
    const ROW: RowContent = RowContent::Summary;
    /// Row that lists show of the record; `()` for a record in no list, or with [`RowContent::Whole`].
    type Row: Serialize;

    /// Primary key.
    fn key(&self) -> RecordKey;
    /// Number of changes so far, from 1.
    fn version(&self) -> u64;
    /// Row that lists show of the record.
    fn row(&self) -> Self::Row;
    /// Lists that the record is in, each with its place.
    fn memberships(&self) -> Vec<Membership> {
        Vec::new()
    }
    /// Memberships that an earlier layout wrote and that a save deletes.
    fn former_memberships(&self) -> Vec<Membership> {
        Vec::new()
    }
    /// Names that the record reserves.
    fn unique_names(&self) -> Vec<UniqueName> {
        Vec::new()
    }
    /// Numbers kept next to the record: set when it is created, later changed only by `Write::Add`.
    fn counters(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }
    /// Counters of further items in which the record counts.
    fn tallies(&self) -> Vec<Tally> {
        Vec::new()
    }
    /// Time after which the record may be deleted.
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
    /// [`Record::tallies`].
    fn tallies(&self) -> Vec<Tally>;
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
    fn tallies(&self) -> Vec<Tally> {
        Record::tallies(self)
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
    /// The whole list.
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
    /// Part of the list.
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
    /// A product.
    Product,
    /// An upload.
    Upload,
    /// A session.
    Session,
    /// A side effect.
    Job,
    /// A canned reply.
    CannedReply,
    /// A mail that came in.
    InboundMail,
    /// A section of the settings.
    Settings,
    /// An import of a file.
    Import,
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

/// Access attributes of a record, which the policy compares with the caller's hat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ownership {
    /// Person of the record, and everybody who takes part.
    pub people: Vec<PersonId>,
    /// Face whose hats the record's people wear; any face if absent.
    pub face: Option<HatKind>,
    /// Customer account of the record.
    pub account: Option<AccountId>,
    /// Partner company of the record.
    pub partner: Option<PartnerId>,
    /// Queue of the ticket.
    pub queue: Option<QueueId>,
    /// Agent who works on the ticket.
    pub assignee: Option<PersonId>,
    /// Audiences that may read the record, if reading depends on the audience.
    pub audiences: Option<Vec<Audience>>,
    /// Period in which the record is shown, if reading depends on the time.
    pub publication_window: Option<PublicationWindow>,
}

impl Ownership {
    /// Whether the record's face, account and company, as far as it has them, are those of `hat`.
    pub(crate) fn belongs_with(&self, hat: &Hat) -> bool {
        self.face.is_none_or(|face| face == hat.kind)
            && (self.account.is_none() || self.account == hat.account)
            && (self.partner.is_none() || self.partner == hat.partner)
    }
}

/// Period in which a record is shown to its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicationWindow {
    /// Start of the period, included.
    pub from: Timestamp,
    /// End of the period, excluded; none if the period does not end.
    pub until: Option<Timestamp>,
}

impl PublicationWindow {
    /// Whether the period includes `now`.
    pub fn at(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|end| end > now)
    }
}

/// A record that the policy can judge.
pub trait Resource {
    /// Access attributes of the record.
    fn ownership(&self) -> Ownership;
    /// Version of the record, for conditional changes.
    fn version(&self) -> u64;
    /// Reference to this record, as touches name it.
    fn record(&self) -> Option<RecordRef>;
}
