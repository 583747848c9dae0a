//! Tests that exactly the offered actions succeed: each in each state, for each role in each relation to the ticket.

use super::*;
use crate::policy::permits;

const STATES: [TicketState; 7] = [
    TicketState::New,
    TicketState::Open,
    TicketState::Waiting,
    TicketState::OnHold,
    TicketState::Resolved,
    TicketState::Closed,
    TicketState::Merged,
];

const LONG_AGO: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A ticket in this state since a time before [`monday`], with this agent.
fn in_state(state: TicketState, since: SignedDuration, assignee: Option<PersonId>) -> Ticket {
    let at = monday() - since;
    let mut ticket = ticket();
    ticket.state = state;
    ticket.participants = vec![PersonRef { id: PersonId(uuid(COLLEAGUE)), name: "Person".into() }];
    ticket.assignee = assignee.map(|id| PersonRef { id, name: "Person".into() });
    ticket.clocks.stopped_at = state.pauses_clocks().then_some(at);
    ticket.hold_until = (state == TicketState::OnHold).then(|| monday() + SignedDuration::from_hours(24));
    ticket.resolution = (state == TicketState::Resolved).then(|| Resolution { text: "text".into(), at });
    ticket.closed_at = (state == TicketState::Closed).then_some(at);
    ticket
}

/// Callers of every role, in each relation a person can have to the ticket.
fn callers() -> Vec<Caller> {
    let mut callers = vec![
        customer(CUSTOMER, Role::Member),
        customer(COLLEAGUE, Role::Member),
        customer(22, Role::Member),
        customer(22, Role::Manager),
        caller(CUSTOMER, HatKind::Customer, Role::Member, Some(11), &[]),
        caller(23, HatKind::Customer, Role::Manager, Some(11), &[]),
        agent(AGENT),
        caller(33, HatKind::Staff, Role::Agent, None, &[41]),
        caller(34, HatKind::Staff, Role::Administrator, None, &[]),
    ];
    callers.extend(
        [Role::Sales, Role::Editor, Role::Operations, Role::Hr].map(|role| caller(35, HatKind::Staff, role, None, &[])),
    );
    callers.extend([Role::Seller, Role::Manager].map(|role| caller(36, HatKind::Partner, role, None, &[])));
    callers.extend([Role::Employee, Role::Contractor].map(|role| caller(37, HatKind::Employee, role, None, &[])));
    callers
}

#[test]
fn what_is_offered_is_what_is_done() {
    let mut cells = 0;
    for caller in callers() {
        for assignee in [None, Some(caller.person), Some(PersonId(uuid(OTHER_AGENT)))] {
            for (state, since) in STATES.iter().flat_map(|state| [(*state, SignedDuration::ZERO), (*state, LONG_AGO)]) {
                let ticket = in_state(state, since, assignee);
                let offered = ticket.allowed(&caller, monday());
                for wanted in ACTS {
                    let permitted = permits(&caller, wanted.action(), &ticket.ownership());
                    let done = permitted && perform(ticket.clone(), wanted, &caller, monday()).is_ok();
                    let cell = format!("{wanted:?} at {state:?} by {:?} with {assignee:?}", caller.hat.role);
                    assert_eq!(offered.contains(&wanted), done, "{cell}");
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, callers().len() * 3 * STATES.len() * 2 * ACTS.len());
}

#[test]
fn nobody_is_offered_what_they_have_and_a_new_one_can_be_begun() {
    let take = |state, assignee: u128| {
        let ticket = in_state(state, SignedDuration::ZERO, Some(PersonId(uuid(assignee))));
        ticket.allowed(&agent(AGENT), monday()).contains(&TicketAction::Take)
    };
    for state in [TicketState::Open, TicketState::Waiting, TicketState::OnHold] {
        assert_eq!((take(state, AGENT), take(state, OTHER_AGENT)), (false, true), "{state:?}");
    }
    // A rule gave it to them, and nobody has begun.
    assert!(take(TicketState::New, AGENT));
}
