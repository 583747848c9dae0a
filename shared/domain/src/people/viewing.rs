//! Looking at the portal as another person: an administrator sees what the person sees, for some minutes, and changes
//! nothing.
//!
//! A view is no session and nothing is stored of it. It is an access token that names both people, and it lasts as long
//! as that token and the administrator's own session.

use super::{Person, PersonStatus};
use crate::act::ActionContext;
use crate::action::{Action, reach};
use crate::caller::Caller;
use crate::change::Change;
use crate::error::Error;
use crate::ids::HatId;
use crate::record::Resource as _;

/// Actions that nobody does in a person's place, not even to look: what they are typing and where they are signed in.
const PRIVATE: [Action; 2] = [Action::KeepDraft, Action::ListSessions];

/// Whether the answers to an action may be seen by an administrator who looks at the portal as another person.
pub fn may_be_viewed(action: Action) -> bool {
    !PRIVATE.contains(&action)
}

impl Person {
    /// Lets the caller look at the portal as this person with a hat on; with their usual one if none is named. Returns
    /// whom the portal is shown to, and the change that notes it.
    pub fn view_as(&self, act: &ActionContext, hat: Option<HatId>) -> Result<(Caller, Change), Error> {
        if self.id == act.caller.person {
            return Err(Error::state("You see the portal as yourself already."));
        }
        if self.status != PersonStatus::Active {
            return Err(Error::state("They cannot sign in, so there is nothing that they would see."));
        }
        let wanted = match hat {
            Some(hat) => self.hat(hat),
            None => self.hats.first(),
        };
        let hat = wanted.ok_or_else(|| Error::field("/hat_id", "not_one_of", "This is not one of their hats."))?;
        let viewed = self.seen_by(&act.caller, hat.id).ok_or(Error::Forbidden)?;
        Ok((viewed, Change::new(act.touch(self.record(), hat.account).with_detail(hat.label()))))
    }

    /// The person as a caller in a view of `viewer`; nothing if the viewer may not look, or the person cannot sign in
    /// with this hat any more.
    pub fn seen_by(&self, viewer: &Caller, hat: HatId) -> Option<Caller> {
        let may = reach(Action::ViewAsPerson, viewer.hat.kind, viewer.hat.role).is_some();
        let hat = self.hat(hat)?.clone();
        let seen = may && self.status == PersonStatus::Active && self.id != viewer.person;
        seen.then(|| Caller { person: self.id, name: self.name.clone(), hat, session: viewer.session })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::testing::{act, caller, monday, person_of};

    fn by(number: u128, role: Role) -> ActionContext {
        act(caller(number, HatKind::Staff, role, None, &[]), Action::ViewAsPerson, monday())
    }

    #[test]
    fn an_administrator_sees_what_the_person_sees_and_nothing_is_written_but_the_touch() {
        let (person, administrator) = (person_of(7, PersonStatus::Active), by(1, Role::Administrator));
        let (viewed, change) = person.view_as(&administrator, None).expect("shown");
        assert_eq!((viewed.person, &viewed.hat), (person.id, &person.hats[0]));
        assert_eq!(viewed.session, administrator.caller.session, "the view ends with it");
        assert!(change.writes.is_empty() && change.jobs.is_empty());
        assert_eq!((change.touch.person, change.touch.record), (Some(administrator.caller.person), person.record()));
        assert_eq!(person.view_as(&administrator, Some(person.hats[0].id)).expect("shown").0, viewed);
    }

    #[test]
    fn nobody_is_seen_who_could_not_see_it_themselves() {
        let (person, administrator) = (person_of(7, PersonStatus::Active), by(1, Role::Administrator));
        let elsewhere = administrator.caller.hat.id;
        assert!(matches!(person.view_as(&administrator, Some(elsewhere)), Err(Error::Input(_))));
        for status in [PersonStatus::Invited, PersonStatus::Disabled] {
            let out = Person { status, ..person.clone() };
            assert!(matches!(out.view_as(&administrator, None), Err(Error::Conflict { .. })));
            assert_eq!(out.seen_by(&administrator.caller, person.hats[0].id), None);
        }
        assert!(matches!(person.view_as(&by(7, Role::Administrator), None), Err(Error::Conflict { .. })));
        for role in [Role::Agent, Role::Sales, Role::Editor, Role::Operations, Role::Hr] {
            assert_eq!(person.seen_by(&by(1, role).caller, person.hats[0].id), None, "{role:?}");
        }
    }

    #[test]
    fn what_is_typed_and_where_one_is_signed_in_stays_private() {
        assert!(!may_be_viewed(Action::KeepDraft) && !may_be_viewed(Action::ListSessions));
        assert!(may_be_viewed(Action::ViewTicket));
    }
}
