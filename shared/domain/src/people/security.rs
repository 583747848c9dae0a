//! Changes to the way in which a person signs in: the password, and the sessions that a change ends.

use super::jobs::{SecurityNotice, SendSecurityNotice};
use super::{Credential, Device, Person, Session};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::jobs::Job;

impl Person {
    /// Ends all sessions of the person but `kept`, which is the caller's own.
    pub fn end_other_sessions(self, act: &ActionContext, kept: Session) -> Result<(Self, Change), Error> {
        if kept.caller(&self, act.now).is_none() {
            return Err(Error::NotSignedIn("session_ended"));
        }
        let (person, change) = self.end_sessions(act);
        let kept = kept.kept_by(&person);
        Ok((person, change.write(kept)))
    }

    /// Ends all sessions of the person.
    pub fn end_sessions(self, act: &ActionContext) -> (Self, Change) {
        let after = Self { epoch: self.epoch + 1, ..self.clone() };
        self.changed_to(after, act)
    }

    /// Job of the mail that notifies the person of a change to the way they sign in.
    pub fn notice(&self, act: &ActionContext, notice: SecurityNotice, device: &Device) -> Job {
        let (at, device) = (act.now, device.words());
        Job::now(act, &SendSecurityNotice { person: self.id, notice, at, device, by_administrator: false })
    }
}

impl Session {
    /// Write by which the session goes on after the other sessions of `person` have ended.
    pub(super) fn kept_by(self, person: &Person) -> Write {
        let expected = self.version;
        Write::replace(&Self { version: expected + 1, epoch: person.epoch, ..self }, expected)
    }
}

impl Credential {
    /// Changes the password to the one of `hash`. All other sessions end, and the person is notified by mail. `kept` is
    /// the caller's session.
    pub fn change_password(
        self,
        act: &ActionContext,
        kept: Session,
        hash: String,
        device: &Device,
    ) -> Result<Change, Error> {
        let Self { person, password_hash } = self;
        let (person, change) = person.end_other_sessions(act, kept)?;
        let notice = person.notice(act, SecurityNotice::PasswordChanged, device);
        Ok(change.write(Self::set_password(&person.email, hash, password_hash)).job(notice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::people::PersonStatus;
    use crate::people::sessions::tests::session;
    use crate::testing::{act, monday, person_of};

    /// A person with their session, and the context of their act.
    fn signed_in() -> (ActionContext, Person, Session) {
        let person = person_of(7, PersonStatus::Active);
        let hat = person.hats[0].clone();
        let session = Session { person: person.id, hat: hat.id, epoch: person.epoch, ..session(monday()) };
        let caller = Caller { person: person.id, name: person.name.clone(), hat, session: session.id };
        (act(caller, Action::ChangePassword, monday()), person, session)
    }

    #[test]
    fn a_new_password_ends_all_sessions_but_the_one_it_is_set_in() {
        let (act, person, kept) = signed_in();
        let other = Session { id: act.id(), ..kept.clone() };
        let credential = Credential { person, password_hash: Some("old".into()) };
        let change = credential.change_password(&act, kept, "new".into(), &Device::default()).expect("changed");
        let after = change.saved::<Person>().next().expect("the person");
        let kept = change.saved::<Session>().next().expect("the session");
        assert!(kept.caller(after, act.now).is_some());
        assert_eq!(other.caller(after, act.now), None);
        let password = Credential::set_password(&after.email, "new".into(), Some("old".into()));
        assert!(change.writes.contains(&password));
        let notice = change.jobs[0].task::<SendSecurityNotice>().expect("a notice");
        assert_eq!((notice.person, notice.notice), (after.id, SecurityNotice::PasswordChanged));
    }

    #[test]
    fn a_session_that_is_over_ends_no_others() {
        let (act, person, kept) = signed_in();
        let (after, _) = person.clone().end_sessions(&act);
        assert_eq!(after.end_other_sessions(&act, kept.clone()), Err(Error::NotSignedIn("session_ended")));
        let ended = Session { ended_at: Some(act.now), ..kept };
        assert_eq!(person.end_other_sessions(&act, ended), Err(Error::NotSignedIn("session_ended")));
    }
}
