//! Storage layout of people: the person, their credential, their sessions and their home pages.

use super::listing::PersonRow;
use super::{Credential, Layout, Person, PersonStatus, Session, SessionRow};
use crate::change::{PatchValue, Write};
use crate::hats::HatKind;
use crate::ids::{HatId, PersonId, SessionId};
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, Stored};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Partition that routing reads at once: the turns of the queues, and staff who cannot be given tickets.
pub const ROTA: &str = "rota";

/// Row, read by routing, of a person who cannot be given tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnavailableRow {
    /// The person.
    pub person: PersonId,
}

impl UnavailableRow {
    /// Value of the `type` of its items.
    pub const KIND: &'static str = "away";
}

impl Person {
    /// Key of the person with this id.
    pub fn key_of(id: PersonId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }

    /// Write that takes a person off the list of those who cannot be given tickets.
    pub fn available_write(id: PersonId) -> Write {
        let key = RecordKey { partition: ROTA.into(), sort: unavailable_sort(id) };
        Write::Discard { kind: UnavailableRow::KIND, key }
    }
}

fn unavailable_sort(id: PersonId) -> String {
    format!("away#{id}")
}

impl Record for Person {
    const KIND: &'static str = "person";
    type Row = PersonRow;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> PersonRow {
        self.into()
    }
    /// Lists everybody among all people, staff who cannot sign in on the rota, where routing reads them, and others among
    /// their colleagues.
    fn memberships(&self) -> Vec<Membership> {
        let staff = self.hats.iter().any(|hat| hat.kind == HatKind::Staff);
        let unavailable = staff && self.status != PersonStatus::Active;
        let list = || List::new(ListHome::Table, ROTA).at(unavailable_sort(self.id)).in_table(UnavailableRow::KIND);
        let others = self.among_colleagues().into_iter().chain(self.among_all());
        unavailable.then(list).into_iter().chain(others).collect()
    }
}

impl Credential {
    /// Key of the credential of an e-mail address.
    pub fn key_of(email: &str) -> RecordKey {
        RecordKey { partition: format!("email#{email}"), sort: Self::KIND.into() }
    }
}

impl Record for Credential {
    const KIND: &'static str = "credential";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(&self.person.email)
    }
    fn version(&self) -> u64 {
        self.person.version
    }
    fn row(&self) {}
}

impl Session {
    /// Key of the session with this id.
    pub fn key_of(id: SessionId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }

    /// Query of the sessions of a person that were not ended, the newest first.
    pub fn of_person(person: PersonId) -> ListQuery {
        ListQuery::all(sessions_of(person)).newest_first()
    }
}

fn sessions_of(person: PersonId) -> List {
    List::new(ListHome::Index1, format!("sessions-of#{person}"))
}

impl Record for Session {
    const KIND: &'static str = "session";
    type Row = SessionRow;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> SessionRow {
        let Self { id, epoch, created_at, rotated_at, expires_at, device, .. } = self.clone();
        SessionRow { id, epoch, created_at, rotated_at, expires_at, device }
    }
    /// Lists a session that was not ended. IDs are ordered by the time of signing in.
    fn memberships(&self) -> Vec<Membership> {
        let list = || sessions_of(self.person).at(self.id.to_string());
        self.ended_at.is_none().then(list).into_iter().collect()
    }
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// The home page of one hat, with its person and hat.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct HatLayout {
    /// The person.
    #[serde(skip)]
    pub person: PersonId,
    /// The hat.
    #[serde(skip)]
    pub hat: HatId,
    /// The arrangement.
    pub layout: Layout,
}

impl HatLayout {
    /// Key of the home page of a hat.
    pub fn key_of(person: PersonId, hat: HatId) -> RecordKey {
        RecordKey::under(Person::KIND, person, Self::KIND, hat)
    }
}

impl Record for HatLayout {
    const KIND: &'static str = "layout";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.person, self.hat)
    }
    fn version(&self) -> u64 {
        self.layout.version
    }
    fn row(&self) {}
}

impl Person {
    /// Writes that create the person and the credential that signing in reads.
    pub fn create(&self, password_hash: Option<String>) -> [Write; 2] {
        let credential = Credential { person: self.clone(), password_hash };
        [Write::create(self), Write::create(&credential)]
    }

    /// Writes that replace the person by `after`, who has the same e-mail address, and the copy in the credential.
    pub fn replace_by(&self, after: &Self) -> [Write; 2] {
        let copy = Write::Patch {
            kind: Credential::KIND,
            key: Credential::key_of(&after.email),
            set: vec![
                ("data.person", PatchValue::Record(Stored::new(after))),
                ("version", PatchValue::Number(after.version)),
            ],
            when: vec![("data.person.id", PatchValue::Text(after.id.to_string()))],
        };
        [Write::update(self, after), copy]
    }
}

impl Credential {
    /// Writes that replace the person by `after`, who has another e-mail address, and move the credential there.
    pub fn move_to(&self, after: &Person) -> [Write; 3] {
        let moved = Self { person: after.clone(), password_hash: self.password_hash.clone() };
        [Write::update(&self.person, after), Write::remove(self), Write::create(&moved)]
    }

    /// Write that sets the hash of a password; if `expected` is given, only while that is the stored hash.
    pub fn set_password(email: &str, hash: String, expected: Option<String>) -> Write {
        Write::Patch {
            kind: Self::KIND,
            key: Self::key_of(email),
            set: vec![("data.password_hash", PatchValue::Text(hash))],
            when: expected.map(|hash| ("data.password_hash", PatchValue::Text(hash))).into_iter().collect(),
        }
    }
}
