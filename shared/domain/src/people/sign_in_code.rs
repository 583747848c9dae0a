//! Codes to sign in by mail: six digits, good once, for ten minutes. The job that sends the mail makes the code; the
//! record has only its hash. The newest code of an address replaces the one before.

use super::{Person, PersonStatus};
use crate::ids::PersonId;
use crate::record::{Record, RecordKey};
use crate::store::StoreResult;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Time for which a code is good, from the request for it.
pub const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// A code that was sent to an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInCode {
    /// E-mail address in lower case.
    pub email: String,
    /// Person who had the address when the code was sent.
    pub person: PersonId,
    /// The person's epoch when the code was sent. A change that ends their sessions also ends the code.
    pub epoch: u64,
    /// Hash of address and code, keyed: six digits would be found from a plain one.
    pub code_hash: String,
    /// Counts the codes of the address, so that of two uses at once one counts.
    pub version: u64,
    /// Time at which the code is not good any more.
    pub expires_at: Timestamp,
}

impl SignInCode {
    /// Key of the code of an address.
    pub fn key_of(email: &str) -> RecordKey {
        RecordKey { partition: format!("{}#{email}", Self::KIND), sort: Self::KIND.into() }
    }

    /// Text of which the record has the hash.
    pub fn text(email: &str, code: &str) -> String {
        format!("{email} {code}")
    }

    /// Whether a person signs in at `now` by a code with this hash.
    pub fn stands(&self, person: &Person, code_hash: &str, now: Timestamp) -> bool {
        person.status == PersonStatus::Active
            && person.id == self.person
            && person.epoch == self.epoch
            && self.expires_at > now
            && self.code_hash == code_hash
    }
}

impl Record for SignInCode {
    const KIND: &'static str = "sign_in_code";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(&self.email)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// Port of codes to sign in.
pub trait SignInCodes {
    /// Reads the code of an address with the person who has it; nothing if either is missing.
    fn sign_in_code(&self, email: &str) -> impl Future<Output = StoreResult<Option<(SignInCode, Person)>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{monday, person_of, uuid};

    #[test]
    fn a_code_is_of_its_person_for_ten_minutes() {
        let person = person_of(7, PersonStatus::Active);
        let code = SignInCode {
            email: person.email.clone(),
            person: person.id,
            epoch: person.epoch,
            code_hash: "hash".into(),
            version: 1,
            expires_at: monday() + CODE_LIFETIME,
        };
        assert!(code.stands(&person, "hash", monday()));
        assert!(!code.stands(&person, "another", monday()));
        assert!(!code.stands(&person, "hash", code.expires_at));
        for other in [
            Person { id: PersonId(uuid(8)), ..person.clone() },
            Person { epoch: 1, ..person.clone() },
            Person { status: PersonStatus::Disabled, ..person.clone() },
            Person { status: PersonStatus::Invited, ..person },
        ] {
            assert!(!code.stands(&other, "hash", monday()), "{other:?}");
        }
    }
}
