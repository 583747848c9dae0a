//! The second factor: time-based codes of an app (RFC 6238), and recovery codes for the day the app is lost. The secret
//! is stored sealed, the recovery codes are stored as hashes. Both are apart from the person's record, which every
//! signed-in call reads.

use super::jobs::SecurityNotice;
use super::{Device, Person};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::ids::PersonId;
use crate::record::{Record, RecordKey, Resource as _};
use crate::store::StoreResult;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Number of recovery codes that a person gets.
pub const RECOVERY_CODES: usize = 10;

/// Second factor of a person, set up or being set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// The person.
    pub person: PersonId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Sealed secret of the codes.
    pub secret: String,
    /// Whether a code has shown that the person's app has the secret.
    pub confirmed: bool,
    /// Step of the last code that was accepted: no code of this step or an earlier one is accepted again.
    pub used_step: u64,
    /// Hashes of the recovery codes that were not used yet.
    pub recovery_hashes: Vec<String>,
}

impl SecondFactor {
    /// Key of a person's second factor.
    pub fn key_of(person: PersonId) -> RecordKey {
        RecordKey::root(Self::KIND, person)
    }

    /// Begins to set up a second factor. It counts from its confirmation on. `before` is one that was begun before.
    pub fn begin(act: &ActionContext, person: &Person, before: Option<&Self>, sealed: String) -> Result<Change, Error> {
        if person.second_factor {
            return Err(Error::state("The second step is on already. Turn it off first to set it up again."));
        }
        let expected = before.map_or(0, |before| before.version);
        let factor = Self {
            person: person.id,
            version: expected + 1,
            secret: sealed,
            confirmed: false,
            used_step: 0,
            recovery_hashes: Vec::new(),
        };
        Ok(Change::new(act.touch(person.record(), None)).write(Write::replace(&factor, expected)))
    }

    /// Turns the second factor on, after a code of `step` has shown that the person's app has the secret.
    pub fn confirm(
        self,
        act: &ActionContext,
        person: Person,
        step: u64,
        recovery_hashes: Vec<String>,
        device: &Device,
    ) -> Result<Change, Error> {
        if self.confirmed {
            return Err(Error::state("The second step is on already."));
        }
        let expected = self.version;
        let factor = Self { version: expected + 1, confirmed: true, used_step: step, recovery_hashes, ..self };
        let change = person.with_second_factor(act, true, device);
        Ok(change.write(Write::replace(&factor, expected)))
    }

    /// Turns the second factor off, and forgets its secret and recovery codes.
    pub fn remove(self, act: &ActionContext, person: Person, device: &Device) -> Change {
        person.with_second_factor(act, false, device).write(Write::remove(&self))
    }

    /// The factor once a code of this step has been used; nothing if that code, or a later one, was used before.
    pub fn used(&self, step: u64) -> Option<Self> {
        let next = || Self { version: self.version + 1, used_step: step, ..self.clone() };
        (self.confirmed && step > self.used_step).then(next)
    }

    /// The factor once the recovery code of this hash has been used; nothing if there is no such code.
    pub fn recovered(&self, hash: &str) -> Option<Self> {
        let place = self.recovery_hashes.iter().position(|known| known == hash).filter(|_| self.confirmed)?;
        let mut next = Self { version: self.version + 1, ..self.clone() };
        next.recovery_hashes.remove(place);
        Some(next)
    }
}

impl Person {
    /// The change that turns the second factor on or off, and notifies the person by mail.
    fn with_second_factor(self, act: &ActionContext, on: bool, device: &Device) -> Change {
        let notice = if on { SecurityNotice::SecondFactorOn } else { SecurityNotice::SecondFactorOff };
        let after = Self { second_factor: on, ..self.clone() };
        let (person, change) = self.changed_to(after, act);
        let notice = person.notice(act, notice, device);
        change.job(notice)
    }
}

impl Record for SecondFactor {
    const KIND: &'static str = "second_factor";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.person)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}

/// Port of second factors.
pub trait SecondFactors {
    /// The second factor of a person, set up or being set up.
    fn second_factor(&self, person: PersonId) -> impl Future<Output = StoreResult<Option<SecondFactor>>> + Send;
}

/// Port of second factors that are deleted without being read.
pub trait LostSecondFactors {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::people::PersonStatus;
    use crate::people::jobs::SendSecurityNotice;
    use crate::testing::{act, monday, person_of, uuid};

    fn own(person: &Person) -> ActionContext {
        let hat = person.hats[0].clone();
        let caller = Caller { person: person.id, name: person.name.clone(), hat, session: uuid(9).into() };
        act(caller, Action::SetUpSecondFactor, monday())
    }

    fn factor_in(change: &Change) -> SecondFactor {
        change.saved::<SecondFactor>().next().expect("the factor").clone()
    }

    /// A person whose second factor is on, with one recovery code left.
    fn with_factor() -> (Person, SecondFactor) {
        let person = person_of(7, PersonStatus::Active);
        let act = own(&person);
        let begun = factor_in(&SecondFactor::begin(&act, &person, None, "sealed".into()).expect("begun"));
        let hashes = vec!["one".into()];
        let change = begun.confirm(&act, person, 100, hashes, &Device::default()).expect("confirmed");
        (change.saved::<Person>().next().expect("the person").clone(), factor_in(&change))
    }

    #[test]
    fn a_factor_counts_once_it_is_confirmed() {
        let person = person_of(7, PersonStatus::Active);
        let act = own(&person);
        let begun = factor_in(&SecondFactor::begin(&act, &person, None, "sealed".into()).expect("begun"));
        assert_eq!((begun.used(100), begun.recovered("one")), (None, None));
        let again = factor_in(&SecondFactor::begin(&act, &person, Some(&begun), "other".into()).expect("begun"));
        assert_eq!((again.version, again.secret.as_str()), (2, "other"));
        let change = again.confirm(&act, person, 100, Vec::new(), &Device::default()).expect("confirmed");
        let after = change.saved::<Person>().next().expect("the person");
        assert!(after.second_factor);
        let notice = change.jobs[0].task::<SendSecurityNotice>().expect("a notice");
        assert_eq!(notice.notice, SecurityNotice::SecondFactorOn);
        let factor = factor_in(&change);
        assert!(SecondFactor::begin(&act, after, Some(&factor), "late".into()).is_err());
        assert!(factor.confirm(&act, after.clone(), 200, Vec::new(), &Device::default()).is_err());
    }

    #[test]
    fn no_code_is_accepted_twice() {
        let (_, factor) = with_factor();
        assert_eq!(factor.used(100), None, "the code that confirmed it");
        let next = factor.used(101).expect("used");
        assert_eq!((next.used(101), next.used(100)), (None, None));
        assert_eq!(next.used(102).expect("used").version, 4);
        let recovered = factor.recovered("one").expect("used");
        assert_eq!((recovered.recovered("one"), factor.recovered("two")), (None, None));
    }

    #[test]
    fn what_is_turned_off_is_forgotten() {
        let (person, factor) = with_factor();
        let act = own(&person);
        let change = factor.clone().remove(&act, person, &Device::default());
        assert!(!change.saved::<Person>().next().expect("the person").second_factor);
        assert!(change.writes.contains(&Write::remove(&factor)));
        let notice = change.jobs[0].task::<SendSecurityNotice>().expect("a notice");
        assert_eq!(notice.notice, SecurityNotice::SecondFactorOff);
    }
}
