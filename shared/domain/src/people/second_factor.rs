//! The second factor: time-based codes of an app (RFC 6238), and recovery codes for the day the app is lost. The secret
//! is stored sealed, the recovery codes are stored as hashes. Both are apart from the person's record, which every
//! signed-in call reads.

use super::jobs::SecurityNotice;
use super::{Device, Person, Session};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::ids::PersonId;
use crate::record::{Record, RecordKey, Resource as _};
use crate::store::StoreResult;
use jiff::Timestamp;
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
    /// Challenges that were answered, until they are over. None is answered twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<AnsweredChallenge>,
}

/// Challenge of a sign-in that was answered with a good code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredChallenge {
    /// Hash of the challenge.
    pub hash: String,
    /// Time at which the challenge is over.
    pub until: Timestamp,
}

impl SecondFactor {
    /// Key of a person's second factor.
    pub fn key_of(person: PersonId) -> RecordKey {
        RecordKey::root(Self::KIND, person)
    }

    /// Begins to set up a second factor. It counts from its confirmation on. `before` is one that was begun before. The
    /// change requires the person as they are, so that none is begun over one that is confirmed at the same time.
    pub fn begin(act: &ActionContext, person: &Person, before: Option<&Self>, sealed: String) -> Result<Change, Error> {
        if person.second_factor || before.is_some_and(|before| before.confirmed) {
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
            answered: Vec::new(),
        };
        let change = Change::new(act.touch(person.record(), None)).write(Write::replace(&factor, expected));
        Ok(change.write(Write::require(person)))
    }

    /// Turns the second factor on, after a code of `step` has shown that the person's app has the secret. All sessions
    /// end but `kept`, the caller's own.
    pub fn confirm(
        self,
        act: &ActionContext,
        person: Person,
        kept: Session,
        step: u64,
        recovery_hashes: Vec<String>,
        device: &Device,
    ) -> Result<Change, Error> {
        if self.confirmed {
            return Err(Error::state("The second step is on already."));
        }
        let expected = self.version;
        let factor = Self { version: expected + 1, confirmed: true, used_step: step, recovery_hashes, ..self };
        if kept.caller(&person, act.now).is_none() {
            return Err(Error::NotSignedIn("session_ended"));
        }
        let after = Person { second_factor: true, epoch: person.epoch + 1, ..person.clone() };
        let (person, change) = person.changed_to(after, act);
        let notice = person.notice(act, SecurityNotice::SecondFactorOn, device);
        Ok(change.write(Write::replace(&factor, expected)).write(kept.kept_by(&person)).job(notice))
    }

    /// Turns the second factor off, and forgets its secret and recovery codes.
    pub fn remove(self, act: &ActionContext, person: Person, device: &Device) -> Change {
        let after = Person { second_factor: false, ..person.clone() };
        let (person, change) = person.changed_to(after, act);
        let notice = person.notice(act, SecurityNotice::SecondFactorOff, device);
        change.write(Write::remove(&self)).job(notice)
    }

    /// Replaces all recovery codes by those of these hashes. `proven` is the factor once the code has been used that
    /// proves who asks.
    pub fn renew_codes(
        &self,
        act: &ActionContext,
        person: &Person,
        proven: Self,
        recovery_hashes: Vec<String>,
        device: &Device,
    ) -> Change {
        let factor = Self { recovery_hashes, ..proven };
        let notice = person.notice(act, SecurityNotice::RecoveryCodesRenewed, device);
        Change::new(act.touch(person.record(), None)).write(Write::replace(&factor, self.version)).job(notice)
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

    /// The factor once this challenge has been answered; nothing if it was answered before. Challenges that are over are
    /// forgotten: they are refused anyway.
    pub fn answering(mut self, challenge: AnsweredChallenge, now: Timestamp) -> Option<Self> {
        self.answered.retain(|answered| answered.until > now);
        if self.answered.iter().any(|answered| answered.hash == challenge.hash) {
            return None;
        }
        self.answered.push(challenge);
        Some(self)
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
    use crate::people::sessions::tests::session;
    use crate::testing::{act, monday, person_of, uuid};

    fn own(person: &Person) -> ActionContext {
        let hat = person.hats[0].clone();
        let caller = Caller { person: person.id, name: person.name.clone(), hat, session: uuid(9).into() };
        act(caller, Action::SetUpSecondFactor, monday())
    }

    fn factor_in(change: &Change) -> SecondFactor {
        change.saved::<SecondFactor>().next().expect("the factor").clone()
    }

    /// A session of a person.
    fn session_of(person: &Person) -> Session {
        Session { person: person.id, hat: person.hats[0].id, epoch: person.epoch, ..session(monday()) }
    }

    /// A person whose second factor is on, with one recovery code left.
    fn with_factor() -> (Person, SecondFactor) {
        let person = person_of(7, PersonStatus::Active);
        let (act, kept) = (own(&person), session_of(&person));
        let begun = factor_in(&SecondFactor::begin(&act, &person, None, "sealed".into()).expect("begun"));
        let hashes = vec!["one".into()];
        let change = begun.confirm(&act, person, kept, 100, hashes, &Device::default()).expect("confirmed");
        (change.saved::<Person>().next().expect("the person").clone(), factor_in(&change))
    }

    fn notice_in(change: &Change) -> SecurityNotice {
        change.jobs[0].task::<SendSecurityNotice>().expect("a notice").notice
    }

    #[test]
    fn a_factor_counts_once_it_is_confirmed() {
        let person = person_of(7, PersonStatus::Active);
        let (act, kept) = (own(&person), session_of(&person));
        let begun = factor_in(&SecondFactor::begin(&act, &person, None, "sealed".into()).expect("begun"));
        assert_eq!((begun.used(100), begun.recovered("one")), (None, None));
        let again = factor_in(&SecondFactor::begin(&act, &person, Some(&begun), "other".into()).expect("begun"));
        assert_eq!((again.version, again.secret.as_str()), (2, "other"));
        let change = again.confirm(&act, person, kept.clone(), 100, Vec::new(), &Device::default()).expect("confirmed");
        let after = change.saved::<Person>().next().expect("the person");
        assert!(after.second_factor);
        assert_eq!(notice_in(&change), SecurityNotice::SecondFactorOn);
        let factor = factor_in(&change);
        assert!(SecondFactor::begin(&act, after, Some(&factor), "late".into()).is_err());
        assert!(factor.confirm(&act, after.clone(), kept, 200, Vec::new(), &Device::default()).is_err());
    }

    #[test]
    fn none_is_begun_over_one_that_is_confirmed_at_the_same_time() {
        let (before, factor) = with_factor();
        // The person was read a moment earlier than the factor.
        let earlier = Person { second_factor: false, version: before.version - 1, ..before };
        let act = own(&earlier);
        assert!(SecondFactor::begin(&act, &earlier, Some(&factor), "late".into()).is_err());
        let change = SecondFactor::begin(&act, &earlier, None, "sealed".into()).expect("begun");
        assert!(change.writes.contains(&Write::require(&earlier)));
    }

    #[test]
    fn other_sessions_end_when_it_is_confirmed() {
        let person = person_of(7, PersonStatus::Active);
        let (act, kept) = (own(&person), session_of(&person));
        let other = Session { id: act.id(), ..kept.clone() };
        let begun = factor_in(&SecondFactor::begin(&act, &person, None, "sealed".into()).expect("begun"));
        let ended = Session { ended_at: Some(act.now), ..kept.clone() };
        let refused = begun.clone().confirm(&act, person.clone(), ended, 100, Vec::new(), &Device::default());
        assert_eq!(refused, Err(Error::NotSignedIn("session_ended")));
        let change = begun.confirm(&act, person, kept, 100, Vec::new(), &Device::default()).expect("confirmed");
        let after = change.saved::<Person>().next().expect("the person");
        assert!(change.saved::<Session>().next().expect("the session").caller(after, act.now).is_some());
        assert_eq!(other.caller(after, act.now), None);
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
    fn no_challenge_is_answered_twice() {
        let (_, factor) = with_factor();
        let now = monday();
        let challenge = |hash: &str, minutes| AnsweredChallenge {
            hash: hash.into(),
            until: now + jiff::SignedDuration::from_mins(minutes),
        };
        let first = factor.answering(challenge("one", 5), now).expect("answered");
        assert_eq!(first.clone().answering(challenge("one", 5), now), None);
        let second = first.answering(challenge("two", 7), now).expect("answered");
        assert_eq!(second.answered.len(), 2);
        // One that is over is refused without being remembered.
        let later =
            second.answering(challenge("three", 10), now + jiff::SignedDuration::from_mins(6)).expect("answered");
        let kept: Vec<&str> = later.answered.iter().map(|answered| answered.hash.as_str()).collect();
        assert_eq!(kept, ["two", "three"]);
        let mut stored = serde_json::to_value(&later).expect("JSON");
        stored.as_object_mut().expect("an object").remove("answered");
        assert_eq!(serde_json::from_value::<SecondFactor>(stored).expect("one of before").answered, []);
    }

    #[test]
    fn new_recovery_codes_replace_all_that_were_left() {
        let (person, factor) = with_factor();
        let proven = factor.used(101).expect("used");
        let change = factor.renew_codes(&own(&person), &person, proven, vec!["new".into()], &Device::default());
        let next = factor_in(&change);
        assert_eq!((next.version, next.used_step), (factor.version + 1, 101));
        assert_eq!(next.recovered("one"), None);
        assert!(next.recovered("new").is_some());
        assert_eq!(notice_in(&change), SecurityNotice::RecoveryCodesRenewed);
    }

    #[test]
    fn what_is_turned_off_is_forgotten() {
        let (person, factor) = with_factor();
        let act = own(&person);
        let change = factor.clone().remove(&act, person, &Device::default());
        assert!(!change.saved::<Person>().next().expect("the person").second_factor);
        assert!(change.writes.contains(&Write::remove(&factor)));
        assert_eq!(notice_in(&change), SecurityNotice::SecondFactorOff);
    }
}
