//! Password resets: a mail with a link by which its reader sets a new password, once, within an hour. The job that
//! sends the mail makes the secret in the link. The secret is kept nowhere; the reset has only its hash.

use super::jobs::SecurityNotice;
use super::{Credential, Device, MailLink, Person, PersonStatus};
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::ids::{PasswordResetId, PersonId};
use crate::record::{Record, RecordKey};
use crate::store::StoreResult;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Time for which a reset can be completed, from the request for it.
pub const RESET_LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// Link in the mail of a password reset.
pub type ResetLink = MailLink<PasswordResetId>;

/// A password reset under way: one for each mail that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// ID of the reset.
    pub id: PasswordResetId,
    /// Person whose password may be set.
    pub person: PersonId,
    /// The person's epoch when the mail was sent. A change that ends their sessions also ends the reset.
    pub epoch: u64,
    /// Hash of the secret in the link.
    pub link_hash: String,
    /// Time at which the reset cannot be completed any more.
    pub expires_at: Timestamp,
}

impl PasswordReset {
    /// Key of a reset of a person.
    pub fn key_of(person: PersonId, id: PasswordResetId) -> RecordKey {
        RecordKey::under(Person::KIND, person, Self::KIND, id)
    }

    /// Whether the reset can be completed for its person at `now` by a link with this hash.
    pub fn stands(&self, person: &Person, link_hash: &str, now: Timestamp) -> bool {
        person.status == PersonStatus::Active
            && person.epoch == self.epoch
            && self.expires_at > now
            && self.link_hash == link_hash
    }

    /// Sets the password to the one of `hash`. The link is used up, all sessions end, and the person is notified by
    /// mail. `act` is the person's own.
    pub fn complete(self, act: &ActionContext, person: Person, hash: String, device: &Device) -> Change {
        let (person, change) = person.end_sessions(act);
        let notice = person.notice(act, SecurityNotice::PasswordReset, device);
        let password = Credential::set_password(&person.email, hash, None);
        change.write(password).write(Write::remove(&self)).job(notice)
    }
}

impl Record for PasswordReset {
    const KIND: &'static str = "password_reset";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.person, self.id)
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// Port of password resets under way.
pub trait PasswordResets {
    /// Reads a reset with its person; nothing if either is missing.
    fn password_reset(
        &self,
        person: PersonId,
        id: PasswordResetId,
    ) -> impl Future<Output = StoreResult<Option<(PasswordReset, Person)>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::people::jobs::SendSecurityNotice;
    use crate::testing::{act, monday, person_of, uuid};

    fn reset(person: &Person) -> PasswordReset {
        PasswordReset {
            id: PasswordResetId(uuid(5)),
            person: person.id,
            epoch: person.epoch,
            link_hash: "hash".into(),
            expires_at: monday() + RESET_LIFETIME,
        }
    }

    fn own(person: &Person) -> ActionContext {
        let hat = person.hats[0].clone();
        let caller = Caller { person: person.id, name: person.name.clone(), hat, session: uuid(9).into() };
        act(caller, Action::ResetPassword, monday())
    }

    #[test]
    fn a_reset_is_good_once_for_an_hour_and_by_its_link() {
        let person = person_of(7, PersonStatus::Active);
        let reset = reset(&person);
        assert!(reset.stands(&person, "hash", monday()));
        assert!(!reset.stands(&person, "another", monday()));
        assert!(!reset.stands(&person, "hash", reset.expires_at));
        for status in [PersonStatus::Disabled, PersonStatus::Invited] {
            assert!(!reset.stands(&Person { status, ..person.clone() }, "hash", monday()));
        }
        let act = own(&person);
        let change = reset.clone().complete(&act, person, "new".into(), &Device::default());
        let after = change.saved::<Person>().next().expect("the person");
        assert!(!reset.stands(after, "hash", monday()), "nor is any other link that was sent before");
        assert!(change.writes.contains(&Write::remove(&reset)));
        assert!(change.writes.contains(&Credential::set_password(&after.email, "new".into(), None)));
        let notice = change.jobs[0].task::<SendSecurityNotice>().expect("a notice");
        assert_eq!(notice.notice, SecurityNotice::PasswordReset);
    }

    #[test]
    fn what_ends_the_sessions_ends_the_reset() {
        let person = person_of(7, PersonStatus::Active);
        let reset = reset(&person);
        let (after, _) = person.clone().end_sessions(&own(&person));
        assert!(!reset.stands(&after, "hash", monday()));
    }

    #[test]
    fn a_link_is_read_as_it_was_written() {
        let person = person_of(7, PersonStatus::Active);
        let link = ResetLink { person: person.id, id: PasswordResetId(uuid(5)), secret: "c2VjcmV0".into() };
        assert_eq!(ResetLink::read(&link.text()), Some(link.clone()));
        assert!(!format!("{link:?}").contains("c2VjcmV0"));
        for text in ["", "a.b.c", &format!("{}.x", link.text()), &link.text().replace("c2VjcmV0", "")] {
            assert_eq!(ResetLink::read(text), None, "{text}");
        }
    }
}
