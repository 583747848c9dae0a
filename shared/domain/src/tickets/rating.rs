//! The rating of a solved ticket: who can give it and when. It is given once, by the person who opened the ticket.

use super::{Ticket, TicketState, size};
use crate::act::ActionContext;
use crate::caller::Caller;
use crate::change::Change;
use crate::error::Error;
use crate::hats::HatKind;
use crate::tickets::timeline::StaffEventKind;
use crate::tickets::transition::Transition;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Time after closing in which a ticket can be rated.
pub const RATE_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Highest score of a rating; the lowest is 1.
pub const BEST_SCORE: u8 = 5;

/// Rating of a ticket by the person who opened it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rating {
    /// Score, from 1 for very poor to 5 for very good.
    pub score: u8,
    /// Comment in the requester's words.
    pub comment: Option<String>,
    /// Time of the rating.
    pub at: Timestamp,
}

impl Ticket {
    /// Whether `caller` can rate the ticket now.
    pub(super) fn ratable(&self, caller: &Caller, now: Timestamp) -> bool {
        self.unratable(caller, now).is_none()
    }

    /// Reason why `caller` cannot rate the ticket now, if there is one.
    fn unratable(&self, caller: &Caller, now: Timestamp) -> Option<String> {
        let label = self.label();
        if caller.hat.kind == HatKind::Staff || caller.person != self.requester.id {
            return Some(format!("Only {}, who opened {label}, can rate it.", self.requester.name));
        }
        if self.rating.is_some() {
            return Some(format!("You have rated {label} already."));
        }
        match (self.state, self.closed_at) {
            (TicketState::Resolved, _) => None,
            (TicketState::Closed, Some(closed)) if now < closed + RATE_WITHIN => None,
            (TicketState::Closed, _) => Some(format!("{label} was closed more than 30 days ago.")),
            _ => Some(format!("{label} can be rated once it is solved.")),
        }
    }

    /// Keeps what the requester thinks of the solution. Staff see an event of it.
    pub fn rate(self, act: &ActionContext, score: u8, comment: Option<String>) -> Result<(Self, Change), Error> {
        if let Some(reason) = self.unratable(&act.caller, act.now) {
            return Err(Error::state(reason));
        }
        let comment = comment.map(|comment| comment.trim().to_owned()).filter(|comment| !comment.is_empty());
        let mut transition = Transition::new(act, self);
        transition.after.rating = Some(Rating { score, comment, at: act.now });
        size::fits_with_rating(&transition.after)?;
        transition.tell_staff(StaffEventKind::Rated, score.to_string());
        let (ticket, change) = transition.finish();
        let touch = change.touch.clone().with_detail(format!("{score} of {BEST_SCORE}"));
        Ok((ticket, Change { touch, ..change }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::hats::Role;
    use crate::testing::*;
    use crate::tickets::record::InternalEntry;
    use crate::tickets::timeline::InternalItem;
    use proptest::prelude::*;

    fn rate_by(person: u128, now: Timestamp) -> ActionContext {
        act(customer(person, Role::Member), Action::RateTicket, now)
    }

    fn ended(state: TicketState) -> Ticket {
        let closed_at = (state == TicketState::Closed).then(monday);
        Ticket { state, closed_at, ..ticket() }
    }

    #[test]
    fn the_requester_rates_a_solved_ticket_and_staff_see_it() {
        let act = rate_by(CUSTOMER, monday());
        let before = ended(TicketState::Resolved);
        let (rated, change) = before.clone().rate(&act, 4, Some("  Quick.  ".into())).expect("rated");
        assert_eq!(rated.rating, Some(Rating { score: 4, comment: Some("Quick.".into()), at: monday() }));
        assert_eq!((rated.state, rated.version), (before.state, before.version + 1));
        assert_eq!(change.touch.detail.as_deref(), Some("4 of 5"));
        assert_eq!((public_events(&change), staff_events(&change)), (vec![], vec![StaffEventKind::Rated]));
        let entry: &InternalEntry = change.saved().next().expect("an event");
        let InternalItem::Event(event) = &entry.item else { panic!("{entry:?}") };
        assert_eq!(event.detail, "4");
        assert!(mails(&change).is_empty());
        let (rated, _) = before.rate(&act, 1, Some(" \n".into())).expect("rated");
        assert_eq!(rated.rating.and_then(|rating| rating.comment), None);
    }

    #[test]
    fn a_ticket_is_rated_from_its_solution_until_thirty_days_after_its_end() {
        let at = |state, now| ended(state).rate(&rate_by(CUSTOMER, now), 5, None).is_ok();
        let last = monday() + RATE_WITHIN - SignedDuration::from_secs(1);
        assert!(at(TicketState::Resolved, monday()) && at(TicketState::Closed, monday()));
        assert!(at(TicketState::Closed, last) && !at(TicketState::Closed, monday() + RATE_WITHIN));
        for state in [TicketState::New, TicketState::Open, TicketState::Waiting, TicketState::OnHold] {
            assert!(!at(state, monday()), "{state:?}");
        }
        assert!(!at(TicketState::Merged, monday()));
    }

    #[test]
    fn nobody_else_rates() {
        let manager = act(customer(22, Role::Manager), Action::RateTicket, monday());
        let staff = act(agent(CUSTOMER), Action::RateTicket, monday());
        for act in [rate_by(COLLEAGUE, monday()), manager, staff] {
            let refused = ended(TicketState::Resolved).rate(&act, 5, None).expect_err("refused");
            let Error::Conflict { detail, .. } = refused else { panic!("{refused:?}") };
            assert!(detail.starts_with("Only Person 20, who opened T-1042"), "{detail}");
        }
    }

    #[test]
    fn tickets_of_the_version_before_have_no_rating() {
        let mut stored = serde_json::to_value(ticket()).expect("JSON");
        assert!(stored.as_object_mut().and_then(|fields| fields.remove("rating")).is_none());
        assert_eq!(serde_json::from_value::<Ticket>(stored).expect("a ticket").rating, None);
    }

    proptest! {
        /// Whatever comes between, the first rating stays.
        #[test]
        fn a_ticket_is_rated_once(scores in prop::collection::vec((1_u8..=BEST_SCORE, any::<bool>(), 0_i64..800), 1..8)) {
            let settings = settings();
            let (mut ticket, mut now, mut first) = (ended(TicketState::Resolved), monday(), None);
            for (score, reopens, hours) in scores {
                now += SignedDuration::from_hours(hours);
                if reopens && ticket.state != TicketState::Open {
                    let act = act(customer(CUSTOMER, Role::Member), Action::ReopenTicket, now);
                    ticket = ticket.clone().reopen(&act, "Again".into(), &settings).map_or(ticket, |(ticket, _)| ticket);
                }
                let may = first.is_none() && ticket.state == TicketState::Resolved;
                let rated = ticket.clone().rate(&rate_by(CUSTOMER, now), score, None);
                prop_assert_eq!(rated.is_ok(), may);
                if let Ok((after, _)) = rated {
                    first = after.rating.clone();
                    ticket = after;
                }
                prop_assert_eq!(&ticket.rating, &first);
            }
        }
    }
}
