//! How invitations are stored.

use super::Invitation;
use crate::change::Write;
use crate::ids::{InvitationId, PersonId};
use crate::people::Person;
use crate::record::{Record, RecordKey};
use jiff::Timestamp;

impl Invitation {
    /// Key of an invitation of a person.
    pub fn key_of(person: PersonId, id: InvitationId) -> RecordKey {
        RecordKey::under(Person::KIND, person, Self::KIND, id)
    }

    /// Write that deletes an invitation of a person.
    pub fn discard(person: PersonId, id: InvitationId) -> Write {
        Write::discard::<Self>(Self::key_of(person, id))
    }
}

impl Record for Invitation {
    const KIND: &'static str = "invitation";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.person, self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}
