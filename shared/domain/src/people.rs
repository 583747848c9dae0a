//! People, their hats and their credentials.

mod address;
mod administration;
pub mod colleagues;
mod device;
mod email_change;
mod invitation;
pub mod jobs;
mod layout;
mod link;
pub mod listing;
pub mod mail;
mod notifications;
mod password_reset;
pub mod ports;
mod profile;
pub mod record;
mod second_factor;
mod security;
mod sessions;
mod sign_in_code;
mod viewing;

pub(crate) use address::{is_address, is_domain};
pub use administration::PersonAct;
pub use device::Device;
pub use email_change::{EMAIL_CHANGE_LIFETIME, EmailChange, EmailChangeLink, EmailChanges};
pub use invitation::Invitation;
pub use layout::{Layout, Widget};
pub use link::MailLink;
pub use notifications::{MailCategory, MailPreference};
pub use password_reset::{PasswordReset, PasswordResets, RESET_LIFETIME, ResetLink};
pub use profile::{ProfileChange, locale, time_zone};
pub use second_factor::{AnsweredChallenge, LostSecondFactors, RECOVERY_CODES, SecondFactor, SecondFactors};
pub use sessions::{ListedSession, REFRESH_GRACE, Refresh, SESSION_LIFETIME, Session, SessionRow};
pub use sign_in_code::{CODE_LIFETIME, SignInCode, SignInCodes};
pub use viewing::may_be_viewed;

use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::hats::{Hat, HatKind, Role};
use crate::ids::{HatId, InvitationId, PersonId, SessionId};
use crate::people::listing::HatRow;
use crate::people::mail::MailSuppression;
use crate::policy::permits;
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether a person can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonStatus {
    /// Has been sent an invitation and not accepted it.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in; open sessions are refused on their next call.
    Disabled,
}

impl PersonStatus {
    /// Name of the status, in one word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

/// A person, whatever hats they wear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// ID of the person.
    pub id: PersonId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Full name of the person.
    pub name: String,
    /// E-mail address in lower case, unique among all people.
    pub email: String,
    /// Phone number as the person writes it.
    pub phone: Option<String>,
    /// Language as a BCP 47 tag.
    pub locale: String,
    /// Time zone by its IANA name.
    pub time_zone: String,
    /// Whether the person can sign in.
    pub status: PersonStatus,
    /// Hats of the person, the usual one first.
    pub hats: Vec<Hat>,
    /// Time at which the person was invited.
    pub created_at: Timestamp,
    /// Time at which the person was last changed.
    pub updated_at: Timestamp,
    /// Time before which all sessions are over. It is set when the person is disabled, and kept when they are enabled.
    #[serde(default)]
    pub sessions_from: Option<Timestamp>,
    /// Number of times that sessions of the person were ended together: when they were disabled, changed their password,
    /// or ended their other sessions. A session of an earlier epoch is over, whenever it began.
    #[serde(default)]
    pub epoch: u64,
    /// Suppression of mail to an address of the person.
    #[serde(default)]
    pub mail_stop: Option<MailSuppression>,
    /// Latest invitation, if the person has not accepted it yet.
    #[serde(default)]
    pub invitation: Option<InvitationId>,
    /// Whether signing in takes a second step.
    #[serde(default)]
    pub second_factor: bool,
    /// Kinds of mails that the person has switched off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mails_off: Vec<MailCategory>,
}

/// A hat as its wearer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HatView {
    /// ID of the hat.
    pub id: HatId,
    /// Kind of the hat.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
    /// Name of the hat in the portal.
    pub label: String,
    /// Name of the account or company that the hat is of.
    pub organisation: String,
}

impl From<&Hat> for HatView {
    fn from(hat: &Hat) -> Self {
        let organisation = hat.organisation.clone();
        Self { id: hat.id, kind: hat.kind, role: hat.role, label: hat.label(), organisation }
    }
}

impl From<&HatRow> for HatView {
    fn from(hat: &HatRow) -> Self {
        let (organisation, label) = (hat.organisation.clone(), hat.role.label_of(&hat.organisation));
        Self { id: hat.id, kind: hat.kind, role: hat.role, label, organisation }
    }
}

/// Data for signing a person in: a copy of the person and the hash of the password. One read finds it by e-mail
/// address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The person.
    pub person: Person,
    /// PHC string of the password, when one is set.
    pub password_hash: Option<String>,
}

impl Person {
    /// The hat of this id.
    pub fn hat(&self, id: HatId) -> Option<&Hat> {
        self.hats.iter().find(|hat| hat.id == id)
    }

    /// Whether a hat of the person allows an action on records of this ownership. Says nothing about signing in.
    pub(crate) fn may_with_a_hat(&self, action: Action, records: &Ownership) -> bool {
        self.hats.iter().any(|hat| {
            let session = SessionId(Uuid::nil());
            let caller = Caller { person: self.id, name: self.name.clone(), hat: hat.clone(), session };
            permits(&caller, action, records)
        })
    }

    /// Refuses an act of this person if they can no longer sign in, or no longer have the hat of the call in its role.
    pub(crate) fn still_acts(&self, act: &ActionContext) -> Result<(), Error> {
        if self.id != act.caller.person || self.status != PersonStatus::Active {
            return Err(Error::NotSignedIn("session_ended"));
        }
        let worn = &act.caller.hat;
        match self.hat(worn.id) {
            Some(now) if (now.kind, now.role) == (worn.kind, worn.role) => Ok(()),
            Some(_) => Err(Error::NotSignedIn("token_stale")),
            None => Err(Error::NotSignedIn("session_ended")),
        }
    }

    /// Changes the person's own profile. Writes nothing if nothing changes.
    pub fn change_profile(
        mut self,
        act: &ActionContext,
        change: ProfileChange,
    ) -> Result<(Self, Option<Change>), Error> {
        let before = self.clone();
        let change = change.checked()?;
        if let Some(name) = change.name {
            self.name = name;
        }
        if let Some(phone) = change.phone {
            self.phone = Some(phone).filter(|phone| !phone.is_empty());
        }
        if let Some(locale) = change.locale {
            self.locale = locale;
        }
        if let Some(zone) = change.time_zone {
            self.time_zone = zone;
        }
        if self == before {
            return Ok((self, None));
        }
        let (person, change) = before.changed_to(self, act);
        Ok((person, Some(change)))
    }

    /// Enables or disables the person. Nobody can disable themselves. A person who has not accepted an invitation stays
    /// invited, and needs a new link. `by` is the person who acts. Disabling requires that `by` is unchanged at the
    /// commit: of two administrators who disable each other, one stays.
    pub fn change_status(self, act: &ActionContext, status: PersonStatus, by: &Self) -> Result<(Self, Change), Error> {
        let after = self.clone();
        self.change_status_of(after, act, status, by)
    }

    /// Changes the status of `after`, which is this person with all other changes applied.
    pub(crate) fn change_status_of(
        self,
        mut after: Self,
        act: &ActionContext,
        status: PersonStatus,
        by: &Self,
    ) -> Result<(Self, Change), Error> {
        if self.id == act.caller.person {
            return Err(Error::state("You cannot disable yourself. Ask another administrator."));
        }
        let before = self.status;
        if before == PersonStatus::Invited && status == PersonStatus::Active {
            return Err(Error::state("They have not accepted their invitation yet. Invite them again if it was lost."));
        }
        let waits = status == PersonStatus::Active && self.invitation.is_some();
        after.status = if waits { PersonStatus::Invited } else { status };
        let detail = format!("{} → {}", before.label(), after.status.label());
        if status != PersonStatus::Disabled {
            let (person, change) = self.changed_to(after, act);
            return Ok((person, Change { touch: change.touch.with_detail(detail), ..change }));
        }
        by.still_acts(act)?;
        after.sessions_from = Some(act.now);
        after.epoch += 1;
        let (person, change) = self.changed_to(after, act);
        // The link of the invitation never works again.
        let link = person.invitation.map(|invitation| Invitation::discard(person.id, invitation));
        let change = Change { touch: change.touch.with_detail(detail), ..change };
        Ok((person, change.write(Write::require(by)).writes(link)))
    }

    /// Returns the person as in `after` with the next version, and the change that stores them.
    pub(crate) fn changed_to(self, after: Self, act: &ActionContext) -> (Self, Change) {
        let after = Self { version: self.version + 1, updated_at: act.now, ..after };
        let account = after.hats.iter().find_map(|hat| hat.account);
        let change = Change::new(act.touch(after.record(), account)).writes(self.replace_by(&after));
        (after, change)
    }
}

impl Resource for Person {
    fn ownership(&self) -> Ownership {
        Ownership { people: vec![self.id], ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Person, id: self.id.to_string(), label: self.name.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::sessions::tests::session;
    use super::*;
    use crate::testing::{act, monday, person_of};

    fn administrator(number: u128) -> (ActionContext, Person) {
        let by = crate::testing::caller(number, HatKind::Staff, Role::Administrator, None, &[]);
        let person = Person { hats: vec![by.hat.clone()], ..person_of(number, PersonStatus::Active) };
        (act(by, Action::ChangePerson, monday()), person)
    }

    /// Equal times do not show which came first; only the number of times that somebody was disabled does.
    #[test]
    fn a_session_begun_in_the_moment_somebody_is_disabled_stays_over() {
        let (by, admin) = administrator(1);
        let person = person_of(7, PersonStatus::Active);
        let begun = Session { person: person.id, hat: person.hats[0].id, epoch: person.epoch, ..session(by.now) };
        assert!(begun.caller(&person, by.now).is_some());
        let (disabled, _) = person.change_status(&by, PersonStatus::Disabled, &admin).expect("disabled");
        let (enabled, _) = disabled.change_status(&by, PersonStatus::Active, &admin).expect("enabled");
        assert_eq!(begun.caller(&enabled, by.now), None);
        let later = Session { epoch: enabled.epoch, ..begun };
        assert!(later.caller(&enabled, by.now).is_some());
        // A session that was stored before there were epochs is of the first.
        let mut old = serde_json::to_value(&later).expect("JSON");
        old.as_object_mut().expect("an object").remove("epoch");
        assert_eq!(serde_json::from_value::<Session>(old).expect("a session").epoch, 0);
    }

    #[test]
    fn whoever_disables_somebody_must_stay_as_they_are() {
        let ((one, first), (_, second)) = (administrator(1), administrator(2));
        let (_, change) = second.clone().change_status(&one, PersonStatus::Disabled, &first).expect("disabled");
        assert!(change.writes.contains(&Write::require(&first)));
        let gone = Person { status: PersonStatus::Disabled, ..first.clone() };
        assert!(second.clone().change_status(&one, PersonStatus::Disabled, &gone).is_err());
        assert!(second.clone().change_status(&one, PersonStatus::Disabled, &second).is_err());
        // Nor does somebody disable others who has just lost the role.
        let mut demoted = first.clone();
        demoted.hats[0].role = Role::Agent;
        let refused = second.clone().change_status(&one, PersonStatus::Disabled, &demoted);
        assert_eq!(refused, Err(Error::NotSignedIn("token_stale")));
        let bare = Person { hats: Vec::new(), ..first.clone() };
        let refused = second.clone().change_status(&one, PersonStatus::Disabled, &bare);
        assert_eq!(refused, Err(Error::NotSignedIn("session_ended")));
        assert!(first.clone().change_status(&one, PersonStatus::Disabled, &first).is_err());
    }

    #[test]
    fn disabling_ends_the_link_of_an_invitation() {
        let (by, admin) = administrator(1);
        let invitation = InvitationId(Uuid::from_u128(9));
        let invited = Person { invitation: Some(invitation), ..person_of(7, PersonStatus::Invited) };
        let (disabled, change) = invited.change_status(&by, PersonStatus::Disabled, &admin).expect("disabled");
        assert!(change.writes.contains(&Invitation::discard(disabled.id, invitation)));
        let (again, _) = disabled.change_status(&by, PersonStatus::Active, &admin).expect("enabled");
        assert_eq!(again.status, PersonStatus::Invited);
    }
}
