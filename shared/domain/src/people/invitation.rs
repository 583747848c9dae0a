//! The record of an invitation under way. The rules are in [`crate::invitations`].

use crate::change::Write;
use crate::ids::{InvitationId, PersonId};
use crate::people::Person;
use crate::people::link::with_link;
use crate::record::{Record, RecordKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An invitation under way. Each invitation of a person makes the one before useless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// ID of the invitation.
    pub id: InvitationId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Person who is invited.
    pub person: PersonId,
    /// Name of the person who made the invitation; none if an operator did.
    pub invited_by: Option<String>,
    /// Hashes of the secrets in the links; none before the mail is sent.
    pub link_hashes: Vec<String>,
    /// Time at which the invitation was made.
    pub created_at: Timestamp,
    /// Time at which the invitation cannot be accepted any more.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// The invitation with one link more, by the hash of its secret.
    pub fn with_link(&self, hash: String) -> Self {
        Self { version: self.version + 1, link_hashes: with_link(&self.link_hashes, hash), ..self.clone() }
    }
}

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
