//! Changes of the e-mail address: a mail to the new address has a link by which its reader confirms it, once, within a
//! day. The job that sends the mail makes the secret in the link. The record has only its hash.

use super::address::is_address;
use super::jobs::{SendEmailChange, SendEmailChanged};
use super::link::with_link;
use super::{Credential, Device, MailLink, Person, PersonStatus, Session};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::ids::{EmailChangeId, PersonId, SessionId};
use crate::jobs::Job;
use crate::record::{Record, RecordKey, Resource as _};
use crate::store::StoreResult;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Time for which a new address can be confirmed, from the request for it.
pub const EMAIL_CHANGE_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Link in the mail to the new address.
pub type EmailChangeLink = MailLink<EmailChangeId>;

/// A change of the e-mail address under way. A person has one: a newer request replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailChange {
    /// ID of the request.
    pub id: EmailChangeId,
    /// Counts the changes, from the time of the request in microseconds. Those of a newer request are higher.
    pub version: u64,
    /// Person who asked.
    pub person: PersonId,
    /// New e-mail address in lower case.
    pub email: String,
    /// The person's epoch at the request. A change that ends their sessions also ends the request.
    pub epoch: u64,
    /// Session of the request, which goes on after the change.
    pub session: SessionId,
    /// Hashes of the secrets in the links; none before the mail is sent.
    pub link_hashes: Vec<String>,
    /// Time of the request.
    pub created_at: Timestamp,
    /// Time at which the change cannot be confirmed any more.
    pub expires_at: Timestamp,
}

impl EmailChange {
    /// Key of the change of a person's address.
    pub fn key_of(person: PersonId) -> RecordKey {
        RecordKey::new(RecordKey::root(Person::KIND, person).partition, Self::KIND)
    }

    /// Asks for another address, as typed. Whether somebody has it already is left to the job that sends the mail.
    pub fn request(act: &ActionContext, person: &Person, typed: &str) -> Result<Change, Error> {
        let email = typed.trim().to_lowercase();
        if !is_address(&email) {
            let detail = "This is not an e-mail address, such as kim@example.com.";
            return Err(Error::field("/email", "not_an_address", detail));
        }
        if email == person.email {
            return Err(Error::field("/email", "unchanged", "This is the address you have already."));
        }
        let change = Self {
            id: act.id(),
            version: act.now.as_microsecond().unsigned_abs(),
            person: person.id,
            email,
            epoch: person.epoch,
            session: act.caller.session,
            link_hashes: Vec::new(),
            created_at: act.now,
            expires_at: act.now + EMAIL_CHANGE_LIFETIME,
        };
        let job = Job::now(act, &SendEmailChange { person: person.id, change: change.id });
        let account = person.hats.iter().find_map(|hat| hat.account);
        Ok(Change::new(act.touch(person.record(), account)).write(Write::put(&change)).job(job))
    }

    /// Whether the change can be confirmed for its person at `now`.
    pub fn stands(&self, person: &Person, now: Timestamp) -> bool {
        person.status == PersonStatus::Active && person.epoch == self.epoch && self.expires_at > now
    }

    /// Whether `hash` is the hash of the secret in one of the links of request `id`.
    pub fn is_link(&self, id: EmailChangeId, hash: &str) -> bool {
        self.id == id && self.link_hashes.iter().any(|link| link == hash)
    }

    /// The change with one link more, by the hash of its secret.
    #[must_use]
    pub fn with_link(&self, hash: String) -> Self {
        Self { version: self.version + 1, link_hashes: with_link(&self.link_hashes, hash), ..self.clone() }
    }

    /// Moves the person and their credential to the new address. The link is used up, and all sessions end but `kept`,
    /// if it is still valid. The previous address is notified, unless mail to it is stopped. `act` is the person's own.
    pub fn confirm(
        self,
        act: &ActionContext,
        credential: &Credential,
        kept: Option<Session>,
        device: &Device,
    ) -> Change {
        let before = &credential.person;
        let after = Person {
            version: before.version + 1,
            updated_at: act.now,
            email: self.email.clone(),
            mail_stop: None,
            epoch: before.epoch + 1,
            ..before.clone()
        };
        let kept = kept.filter(|session| session.caller(before, act.now).is_some());
        let notice =
            SendEmailChanged { person: before.id, email: before.email.clone(), at: act.now, device: device.words() };
        let notice = before.stopped().is_none().then(|| Job::now(act, &notice));
        let account = after.hats.iter().find_map(|hat| hat.account);
        Change::new(act.touch(after.record(), account))
            .writes(credential.move_to(&after))
            .writes(kept.map(|session| session.kept_by(&after)))
            .write(Write::remove(&self))
            .jobs(notice)
    }
}

impl Record for EmailChange {
    const KIND: &'static str = "email_change";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.person)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// Port of changes of the e-mail address.
pub trait EmailChanges {
    /// Reads the change of a person's address with the person; nothing if either is missing.
    fn email_change(&self, person: PersonId)
    -> impl Future<Output = StoreResult<Option<(EmailChange, Person)>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::people::mail::{MailSuppression, StopReason};
    use crate::people::sessions::tests::session;
    use crate::testing::{act, monday, person_of, uuid};

    const NEW: &str = "new@example.com";

    /// A person with their session, and the context of their act.
    fn signed_in() -> (ActionContext, Person, Session) {
        let person = person_of(7, PersonStatus::Active);
        let hat = person.hats[0].clone();
        let session = Session { person: person.id, hat: hat.id, epoch: person.epoch, ..session(monday()) };
        let caller = Caller { person: person.id, name: person.name.clone(), hat, session: session.id };
        (act(caller, Action::RequestEmailChange, monday()), person, session)
    }

    fn requested(act: &ActionContext, person: &Person) -> EmailChange {
        let change = EmailChange::request(act, person, &format!(" {} ", NEW.to_uppercase())).expect("asked for");
        change.saved::<EmailChange>().next().expect("the change").clone()
    }

    #[test]
    fn an_address_is_asked_for_in_its_usual_spelling_and_no_nonsense_is() {
        let (act, person, session) = signed_in();
        let change = EmailChange::request(&act, &person, &format!(" {} ", NEW.to_uppercase())).expect("asked for");
        let kept = change.saved::<EmailChange>().next().expect("the change");
        assert_eq!((kept.email.as_str(), kept.session), (NEW, session.id));
        let job = change.jobs[0].task::<SendEmailChange>().expect("a mail");
        assert_eq!(job, SendEmailChange { person: person.id, change: kept.id });
        for (typed, code) in [("kim", "not_an_address"), (person.email.as_str(), "unchanged")] {
            let Err(Error::Input(errors)) = EmailChange::request(&act, &person, typed) else { panic!("{typed}") };
            assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_str()), ("/email", code));
        }
    }

    #[test]
    fn a_change_is_good_for_a_day_and_by_its_links() {
        let (act, person, _) = signed_in();
        let change = requested(&act, &person);
        let linked = change.with_link("one".into()).with_link("two".into());
        assert!(linked.version > change.version);
        assert!(linked.is_link(change.id, "one") && linked.is_link(change.id, "two"));
        assert!(!linked.is_link(change.id, "three") && !linked.is_link(EmailChangeId(uuid(99)), "one"));
        assert!(!change.is_link(change.id, ""), "no mail was sent");
        assert!(change.stands(&person, monday()));
        assert!(!change.stands(&person, change.expires_at));
        assert!(!change.stands(&Person { status: PersonStatus::Disabled, ..person.clone() }, monday()));
        assert!(!change.stands(&person.clone().end_sessions(&act).0, monday()), "what ends the sessions ends it");
    }

    #[test]
    fn a_confirmed_address_is_what_the_person_signs_in_with() {
        let (act, person, kept) = signed_in();
        let stop = MailSuppression { email: "older@example.com".into(), reason: StopReason::Bounced, since: act.now };
        let person = Person { mail_stop: Some(stop), ..person };
        let change = requested(&act, &person);
        let other = Session { id: act.id(), ..kept.clone() };
        let credential = Credential { person: person.clone(), password_hash: Some("hash".into()) };
        let done = change.clone().confirm(&act, &credential, Some(kept), &Device::default());
        let after = done.saved::<Person>().next().expect("the person");
        assert_eq!((after.email.as_str(), after.mail_stop.as_ref()), (NEW, None));
        let moved = Credential { person: after.clone(), password_hash: Some("hash".into()) };
        assert!(done.writes.contains(&Write::remove(&credential)));
        assert!(done.writes.contains(&Write::create(&moved)));
        assert!(done.writes.contains(&Write::remove(&change)));
        assert!(done.saved::<Session>().next().expect("the session").caller(after, act.now).is_some());
        assert_eq!(other.caller(after, act.now), None);
        let notice = done.jobs[0].task::<SendEmailChanged>().expect("a notice");
        assert_eq!((notice.person, notice.email), (person.id, person.email));
    }

    #[test]
    fn a_session_that_is_over_is_not_kept_and_an_address_that_takes_no_mail_gets_none() {
        let (act, person, kept) = signed_in();
        let stop = MailSuppression { email: person.email.clone(), reason: StopReason::Bounced, since: act.now };
        let person = Person { mail_stop: Some(stop), ..person };
        let change = requested(&act, &person);
        let ended = Session { ended_at: Some(act.now), ..kept };
        let credential = Credential { person, password_hash: None };
        for session in [Some(ended), None] {
            let done = change.clone().confirm(&act, &credential, session, &Device::default());
            assert_eq!((done.saved::<Session>().count(), done.jobs.len()), (0, 0));
        }
    }
}
