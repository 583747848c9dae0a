//! The touch ledger: who did what, when, wearing which hat, on which record, with what outcome. It is append-only, and
//! has no message text, password, token or file content.

use crate::action::Action;
use crate::hats::HatRef;
use crate::ids::{AccountId, PersonId, TouchId};
use crate::record::{List, ListHome, Membership, Record, RecordKey, RecordRef, RowContent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Outcome of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The action was done.
    Done,
    /// The access rule refused the action.
    Denied,
    /// The action was allowed and did not succeed.
    Failed,
}

/// Person as whom somebody else looked at the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewedAs {
    /// ID of the person.
    pub id: PersonId,
    /// Name of the person at the time.
    pub name: String,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Touch {
    /// ID of the touch.
    pub id: TouchId,
    /// Time of the touch.
    pub at: Timestamp,
    /// Person who acted; none for the system's own acts.
    pub person: Option<PersonId>,
    /// Name of the person at the time.
    pub person_name: String,
    /// Hat that the person wore.
    pub hat: Option<HatRef>,
    /// Action that was carried out.
    pub action: Action,
    /// Record that was acted on.
    pub record: Option<RecordRef>,
    /// Account of the record.
    pub account: Option<AccountId>,
    /// Outcome of the interaction.
    pub outcome: Outcome,
    /// A fact worth keeping: the routing rule that matched, the state left behind.
    pub detail: Option<String>,
    /// Person as whom the one who acted looked at the portal. The hat is then that of this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewed_as: Option<ViewedAs>,
    /// ID of the request.
    pub request_id: String,
}

impl Touch {
    /// Adds a fact to the touch.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// Touches of a person, or of the system's own acts.
pub(crate) fn of_person(person: Option<PersonId>) -> List {
    let partition = person.map_or_else(|| "touch#system".into(), |person| format!("touch#{person}"));
    List::new(ListHome::Table, partition)
}

/// Touches on the records of an account.
pub(crate) fn of_account(account: AccountId) -> List {
    List::new(ListHome::Index1, format!("touches-of-account#{account}"))
}

/// Touches on one record, by its id.
pub(crate) fn of_record(id: &str) -> List {
    List::new(ListHome::Index2, format!("touches-of-record#{id}"))
}

/// Sort key of a touch in the lists of the account and of the record: its ID. The ID of a read is of the minute; its
/// sort key is the ID that the time of the read would give.
fn place(touch: &Touch) -> String {
    let (bytes, at) = (touch.id.0.as_bytes(), touch.at.as_millisecond().unsigned_abs());
    let made = bytes[..6].iter().fold(0, |made, byte| made << 8 | u64::from(*byte));
    let mut rest = [0; 10];
    rest.copy_from_slice(&bytes[6..]);
    uuid::Builder::from_unix_timestamp_millis(made.max(at), &rest).into_uuid().to_string()
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
