//! How touches are stored: under the person who acted, and in the lists of the account and of the record.

use super::{Touch, TouchList, TouchesOf};
use crate::ids::{AccountId, PersonId};
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, RowContent};

/// Touches of a person, or of the system's own acts.
fn of_person(person: Option<PersonId>) -> List {
    let partition = person.map_or_else(|| "touch#system".into(), |person| format!("touch#{person}"));
    List::new(ListHome::Table, partition)
}

/// Touches on the records of an account.
fn of_account(account: AccountId) -> List {
    List::new(ListHome::Index1, format!("touches-of-account#{account}"))
}

/// Touches on one record, by its id.
fn of_record(id: &str) -> List {
    List::new(ListHome::Index2, format!("touches-of-record#{id}"))
}

/// Sort key of a touch in the lists of the account and of the record: its ID. The ID of a read is of the minute; its sort key
/// is the ID it would have at the time of the read.
fn place(touch: &Touch) -> String {
    let (bytes, at) = (touch.id.0.as_bytes(), touch.at.as_millisecond().unsigned_abs());
    let made = bytes[..6].iter().fold(0, |made, byte| made << 8 | u64::from(*byte));
    let mut rest = [0; 10];
    rest.copy_from_slice(&bytes[6..]);
    uuid::Builder::from_unix_timestamp_millis(made.max(at), &rest).into_uuid().to_string()
}

impl TouchesOf {
    /// Query of this part of the ledger, newest first.
    pub fn query(&self) -> ListQuery {
        let list = match self {
            Self::Person(person) => of_person(Some(*person)),
            Self::Account(account) => of_account(*account),
            Self::Record(id) => of_record(id),
        };
        ListQuery::all(list).newest_first()
    }
}

impl TouchList {
    /// Query that reads the list, newest first.
    pub fn query(&self) -> ListQuery {
        self.of().query()
    }
}

impl Record for Touch {
    const KIND: &'static str = "touch";
    const ROW: RowContent = RowContent::Whole;
    type Row = ();

    fn key(&self) -> RecordKey {
        RecordKey { partition: of_person(self.person).partition, sort: self.id.to_string() }
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
    fn memberships(&self) -> Vec<Membership> {
        let place = place(self);
        let account = self.account.map(|account| of_account(account).at(&*place));
        let record = self.record.as_ref().map(|record| of_record(&record.id).at(&*place));
        account.into_iter().chain(record).collect()
    }
}
