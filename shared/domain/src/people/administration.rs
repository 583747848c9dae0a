//! Acts of an administrator on another person.

use super::jobs::{SecurityNotice, SendSecurityNotice};
use super::{Person, PersonStatus, SecondFactor};
use crate::act::ActionContext;
use crate::action::Action;
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::Error;
use crate::ids::PersonId;
use crate::jobs::Job;
use crate::policy::permits;
use crate::record::Ownership;
use serde::Serialize;
use utoipa::ToSchema;

/// Act on another person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonAct {
    /// Let the person sign in again.
    Enable,
    /// Keep the person from signing in.
    Disable,
    /// Give the person other hats.
    ChangeHats,
    /// Remove the second step of signing in.
    RemoveSecondFactor,
    /// Look at the portal as the person.
    ViewAs,
}

/// Acts on a person of this status that are open to the caller now.
pub(super) fn open_acts(
    person: PersonId,
    status: PersonStatus,
    second_factor: bool,
    caller: &Caller,
) -> Vec<PersonAct> {
    let disabled = status == PersonStatus::Disabled;
    let acts = [
        (PersonAct::Enable, Action::ChangePerson, disabled),
        (PersonAct::Disable, Action::ChangePerson, !disabled),
        (PersonAct::ChangeHats, Action::ChangePerson, true),
        (PersonAct::RemoveSecondFactor, Action::RemoveLostSecondFactor, second_factor),
        (PersonAct::ViewAs, Action::ViewAsPerson, status == PersonStatus::Active),
    ];
    let ownership = Ownership { people: vec![person], ..Ownership::default() };
    let open = |(_, action, open): &(PersonAct, Action, bool)| {
        *open && person != caller.person && permits(caller, *action, &ownership)
    };
    acts.into_iter().filter(open).map(|(act, ..)| act).collect()
}

impl Person {
    /// Acts on the person that are open to the caller now. None are on oneself.
    pub fn allowed(&self, caller: &Caller) -> Vec<PersonAct> {
        open_acts(self.id, self.status, self.second_factor, caller)
    }

    /// Removes the second factor of another person who has lost it, and notifies them by mail. Their sessions stay.
    pub fn remove_lost_second_factor(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        if self.id == act.caller.person {
            return Err(Error::state("You turn off your own second step on your profile."));
        }
        if !self.second_factor {
            return Err(Error::state("The second step is off."));
        }
        let after = Self { second_factor: false, ..self.clone() };
        let (person, change) = self.changed_to(after, act);
        let notice = SendSecurityNotice {
            person: person.id,
            notice: SecurityNotice::SecondFactorOff,
            at: act.now,
            device: None,
            by_administrator: true,
        };
        let factor = Write::discard::<SecondFactor>(SecondFactor::key_of(person.id));
        Ok((person, change.write(factor).job(Job::now(act, &notice))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::testing::{act, caller, monday, person_of};

    fn staff(number: u128, role: Role) -> Caller {
        caller(number, HatKind::Staff, role, None, &[])
    }

    fn protected() -> Person {
        Person { second_factor: true, ..person_of(7, PersonStatus::Active) }
    }

    #[test]
    fn only_an_administrator_is_offered_acts_and_none_on_oneself() {
        let person = protected();
        let administrator = staff(1, Role::Administrator);
        let all = [PersonAct::Disable, PersonAct::ChangeHats, PersonAct::RemoveSecondFactor, PersonAct::ViewAs];
        assert_eq!(person.allowed(&administrator), all);
        let allowed = |status| person_of(7, status).allowed(&administrator);
        let active = [PersonAct::Disable, PersonAct::ChangeHats, PersonAct::ViewAs];
        assert_eq!(allowed(PersonStatus::Active), active);
        assert_eq!(allowed(PersonStatus::Invited), [PersonAct::Disable, PersonAct::ChangeHats]);
        assert_eq!(allowed(PersonStatus::Disabled), [PersonAct::Enable, PersonAct::ChangeHats]);
        for role in [Role::Agent, Role::Sales, Role::Editor, Role::Operations] {
            assert_eq!(person.allowed(&staff(1, role)), []);
        }
        assert_eq!(person.allowed(&staff(7, Role::Administrator)), []);
    }

    #[test]
    fn a_lost_second_factor_is_forgotten_and_the_person_notified() {
        let person = protected();
        let by = act(staff(1, Role::Administrator), Action::RemoveLostSecondFactor, monday());
        let (after, change) = person.clone().remove_lost_second_factor(&by).expect("removed");
        assert_eq!((after.second_factor, after.epoch, after.version), (false, person.epoch, person.version + 1));
        assert!(change.writes.contains(&Write::discard::<SecondFactor>(SecondFactor::key_of(person.id))));
        let notice = change.jobs[0].task::<SendSecurityNotice>().expect("a notice");
        assert_eq!((notice.person, notice.notice), (person.id, SecurityNotice::SecondFactorOff));
        assert!(notice.by_administrator);
        assert!(after.remove_lost_second_factor(&by).is_err(), "there is none");
        let own = act(staff(7, Role::Administrator), Action::RemoveLostSecondFactor, monday());
        assert!(person.remove_lost_second_factor(&own).is_err());
    }
}
