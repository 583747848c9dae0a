//! The colleagues who take part in a ticket: who can add and remove them. A participant reads and answers the ticket
//! like its requester, and can leave it.

use super::actions::TicketAction;
use super::{MOST_PARTICIPANTS, PersonRef, Ticket, TicketState, size};
use crate::act::ActionContext;
use crate::caller::Caller;
use crate::change::Change;
use crate::error::Error;
use crate::hats::{HatKind, Role};
use crate::ids::PersonId;
use crate::people::{Person, PersonStatus};
use crate::record::Resource;
use crate::tickets::jobs::MailTemplate;
use crate::tickets::timeline::EventKind;
use crate::tickets::transition::Transition;

impl Ticket {
    /// Acts on the people of the ticket that its state leaves to `caller`.
    pub(super) fn acts_on_people(&self, caller: &Caller) -> impl Iterator<Item = TicketAction> + use<> {
        let (mine, others): (Vec<&PersonRef>, Vec<&PersonRef>) =
            self.participants.iter().partition(|person| person.id == caller.person);
        let (merged, hosts) = (self.state == TicketState::Merged, self.hosts(caller));
        let acts = [
            (TicketAction::AddParticipant, hosts && self.state.active() && self.participants.len() < MOST_PARTICIPANTS),
            (TicketAction::RemoveParticipant, hosts && !merged && !others.is_empty()),
            (TicketAction::Leave, !merged && !mine.is_empty()),
        ];
        acts.into_iter().filter(|(_, open)| *open).map(|(act, _)| act)
    }

    /// Whether `caller`, who reads the ticket, decides on the people who take part.
    fn hosts(&self, caller: &Caller) -> bool {
        let of_company = caller.hat.kind == HatKind::Staff || caller.hat.role == Role::Manager;
        of_company || caller.person == self.requester.id
    }

    /// Refuses participants the decision on others.
    fn hosted_by(&self, act: &ActionContext) -> Result<(), Error> {
        if self.hosts(&act.caller) {
            return Ok(());
        }
        let (requester, label) = (&self.requester.name, self.label());
        Err(Error::state(format!("Only {requester}, a manager or our staff can add people to {label} or remove them.")))
    }

    /// Adds a colleague of the ticket's account or company, who can sign in. They get a mail.
    pub fn add_participant(self, act: &ActionContext, found: Option<&Person>) -> Result<(Self, Change), Error> {
        self.hosted_by(act)?;
        if self.participants.len() >= MOST_PARTICIPANTS {
            return Err(Error::state(format!("At most {MOST_PARTICIPANTS} colleagues can take part.")));
        }
        self.allow(act, TicketAction::AddParticipant)?;
        let owner = self.ownership();
        let colleague = |person: &&Person| {
            person.status == PersonStatus::Active && person.hats.iter().any(|hat| owner.belongs_with(hat))
        };
        let Some(person) = found.filter(colleague) else {
            return Err(Error::field("/person_id", "not_found", "This is not one of the colleagues on this ticket."));
        };
        if owner.people.contains(&person.id) {
            return Err(Error::state(format!("{} is on {} already.", person.name, self.label())));
        }
        let person = PersonRef { id: person.id, name: person.name.clone() };
        let mut transition = Transition::new(act, self);
        transition.after.participants.push(person.clone());
        size::fits_with_participants(&transition.after)?;
        let event = transition.event_about(EventKind::ParticipantAdded, Some(person.clone()));
        if person.id != act.caller.person {
            transition.mail(MailTemplate::ParticipantAdded, person.id, Some(event));
        }
        Ok(with_fact(transition, &format!("added {}", person.name)))
    }

    /// Removes a person who takes part. Participants remove themselves alone.
    pub fn remove_participant(self, act: &ActionContext, person: PersonId) -> Result<(Self, Change), Error> {
        let found = self.participants.iter().find(|there| there.id == person);
        let person = found.ok_or(Error::NotFound)?.clone();
        let leaves = person.id == act.caller.person;
        if !leaves {
            self.hosted_by(act)?;
        }
        self.allow(act, if leaves { TicketAction::Leave } else { TicketAction::RemoveParticipant })?;
        let mut transition = Transition::new(act, self);
        transition.after.participants.retain(|there| there.id != person.id);
        if leaves {
            transition.event(EventKind::ParticipantLeft);
            return Ok(with_fact(transition, "left"));
        }
        transition.event_about(EventKind::ParticipantRemoved, Some(person.clone()));
        Ok(with_fact(transition, &format!("removed {}", person.name)))
    }
}

/// The result of a transition, whose touch names what became of a person.
fn with_fact(transition: Transition<'_>, fact: &str) -> (Ticket, Change) {
    let (ticket, change) = transition.finish();
    let touch = change.touch.clone().with_detail(fact);
    (ticket, Change { touch, ..change })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::policy::permits;
    use crate::record::{MembershipItem, Record};
    use crate::testing::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const NEWCOMER: u128 = 24;

    fn by(caller: Caller) -> ActionContext {
        act(caller, Action::AddParticipant, monday())
    }

    fn member(person: u128) -> ActionContext {
        by(customer(person, Role::Member))
    }

    fn id(person: u128) -> PersonId {
        PersonId(uuid(person))
    }

    fn with(participants: &[u128]) -> Ticket {
        let named = |person: &u128| PersonRef { id: id(*person), name: format!("Person {person}") };
        Ticket { participants: participants.iter().map(named).collect(), ..ticket() }
    }

    #[test]
    fn the_requester_a_manager_and_staff_add_a_colleague_who_is_told() {
        let newcomer = colleague(NEWCOMER);
        for act in [member(CUSTOMER), by(customer(22, Role::Manager)), by(agent(AGENT))] {
            let (after, change) = ticket().add_participant(&act, Some(&newcomer)).expect("added");
            assert_eq!(after.participants, [PersonRef { id: newcomer.id, name: newcomer.name.clone() }]);
            assert_eq!(mails(&change), [(MailTemplate::ParticipantAdded, newcomer.id)]);
            assert_eq!(public_events(&change), [EventKind::ParticipantAdded]);
            assert_eq!(change.touch.detail.as_deref(), Some("added Person 24"));
        }
        // A manager who joins needs no mail about that.
        let manager = colleague(22);
        let (_, change) = ticket().add_participant(&by(customer(22, Role::Manager)), Some(&manager)).expect("added");
        assert_eq!(mails(&change), []);
    }

    #[test]
    fn a_participant_adds_and_removes_nobody_and_can_leave() {
        let ticket = with(&[COLLEAGUE, 23]);
        let refused = ticket.clone().add_participant(&member(COLLEAGUE), Some(&colleague(NEWCOMER)));
        assert!(matches!(refused, Err(Error::Conflict { .. })));
        let refused = ticket.clone().remove_participant(&member(COLLEAGUE), id(23));
        assert!(matches!(refused, Err(Error::Conflict { .. })));
        let (left, change) = ticket.clone().remove_participant(&member(COLLEAGUE), id(COLLEAGUE)).expect("left");
        assert_eq!((left.participants.len(), public_events(&change)), (1, vec![EventKind::ParticipantLeft]));
        assert!(!permits(&customer(COLLEAGUE, Role::Member), Action::ViewTicket, &left.ownership()));
        let (left, change) = ticket.remove_participant(&member(CUSTOMER), id(23)).expect("removed");
        assert_eq!((left.participants.len(), public_events(&change)), (1, vec![EventKind::ParticipantRemoved]));
        assert!(mails(&change).is_empty());
    }

    #[test]
    fn only_a_colleague_who_can_sign_in_is_added_and_once() {
        let code = |person: Option<&Person>| match ticket().add_participant(&member(CUSTOMER), person) {
            Err(Error::Input(errors)) => errors[0].code.clone(),
            other => panic!("{other:?}"),
        };
        let elsewhere = Person { hats: vec![agent(NEWCOMER).hat], ..colleague(NEWCOMER) };
        let disabled = Person { status: PersonStatus::Disabled, ..colleague(NEWCOMER) };
        for person in [None, Some(&elsewhere), Some(&disabled)] {
            assert_eq!(code(person), "not_found");
        }
        for there in [CUSTOMER, COLLEAGUE] {
            let again = with(&[COLLEAGUE]).add_participant(&member(CUSTOMER), Some(&colleague(there)));
            assert!(matches!(again, Err(Error::Conflict { .. })));
        }
        let gone = ticket().remove_participant(&member(CUSTOMER), id(NEWCOMER));
        assert_eq!(gone.map(|(ticket, _)| ticket), Err(Error::NotFound));
        let closed = Ticket { state: TicketState::Closed, ..ticket() };
        assert!(matches!(
            closed.add_participant(&member(CUSTOMER), Some(&colleague(NEWCOMER))),
            Err(Error::Conflict { .. })
        ));
    }

    proptest! {
        /// In whatever order people are added and removed, each takes part once, in the list of each and of nobody else.
        #[test]
        fn people_come_and_go_in_any_order(steps in prop::collection::vec((any::<bool>(), 40_u128..54), 0..60)) {
            let mut ticket = ticket();
            let mut expected: BTreeSet<PersonId> = BTreeSet::new();
            for (adds, who) in steps {
                let act = member(CUSTOMER);
                let may = if adds {
                    expected.len() < MOST_PARTICIPANTS && !expected.contains(&id(who))
                } else {
                    expected.contains(&id(who))
                };
                let done = if adds {
                    ticket.clone().add_participant(&act, Some(&colleague(who)))
                } else {
                    ticket.clone().remove_participant(&act, id(who))
                };
                prop_assert_eq!(done.is_ok(), may, "{} {}", adds, who);
                if let Ok((after, change)) = done {
                    prop_assert_eq!((after.version, mails(&change).len()), (ticket.version + 1, usize::from(adds)));
                    if adds { expected.insert(id(who)); } else { expected.remove(&id(who)); }
                    ticket = after;
                }
                let here: BTreeSet<PersonId> = ticket.participants.iter().map(|person| person.id).collect();
                prop_assert_eq!((&here, ticket.participants.len()), (&expected, expected.len()));
                let listed = ticket.memberships().into_iter().filter(|one| one.item != MembershipItem::Own).count();
                prop_assert_eq!(listed, expected.len());
                for person in &expected {
                    prop_assert!(permits(&customer(person.0.as_u128(), Role::Member), Action::ViewTicket, &ticket.ownership()));
                }
            }
        }
    }
}
