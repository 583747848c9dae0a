//! The challenge between the two steps of signing in: a sealed note of who has taken the first one, and when.

use jiff::{SignedDuration, Timestamp};
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::ids::PersonId;
use portico_domain::people::{AnsweredChallenge, Person, PersonStatus};
use portico_http::hash::sha256_hex;
use portico_http::sealing::{Purpose, open, seal};
use serde::{Deserialize, Serialize};

/// Time that a person has for the second step.
pub const CHALLENGE_LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// Person who has taken the first step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// The person.
    pub person: PersonId,
    /// The person's epoch at the first step. A change that ends their sessions also ends the challenge.
    epoch: u64,
    /// Time at which the challenge is over.
    until: Timestamp,
}

impl Challenge {
    /// Challenge for a person who takes the first step at `now`.
    pub fn new(person: &Person, now: Timestamp) -> Self {
        Self { person: person.id, epoch: person.epoch, until: now + CHALLENGE_LIFETIME }
    }

    /// The challenge as the browser gets it.
    pub fn sealed(&self) -> Result<String, Error> {
        let text = serde_json::to_vec(self)
            .map_err(|error| Error::internal(Fault::caused("a challenge cannot be written", error)))?;
        seal(Purpose::SecondStep, "", &text)
    }

    /// Reads a challenge; nothing if it is over at `now`, or was not sealed here.
    pub fn open(text: &str, now: Timestamp) -> Result<Option<Self>, Error> {
        let opened = open(Purpose::SecondStep, "", text)?;
        let read = opened.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        Ok(read.filter(|challenge| challenge.until > now))
    }

    /// The challenge as it is remembered once it was answered; `text` is what the browser sent.
    pub fn answered(&self, text: &str) -> AnsweredChallenge {
        AnsweredChallenge { hash: sha256_hex(text.as_bytes()), until: self.until }
    }

    /// Whether this person may take the second step.
    pub fn is_of(&self, person: &Person) -> bool {
        person.id == self.person
            && person.epoch == self.epoch
            && person.status == PersonStatus::Active
            && person.second_factor
    }
}
