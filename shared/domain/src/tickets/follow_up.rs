//! Follow-ups: a new ticket goes on where a closed one ended that can no longer be reopened. Each names the other.

use super::actions::TicketAction;
use super::list::TicketRow;
use super::view::label_of;
use super::{Ticket, TicketRef, TicketState};
use crate::act::ActionContext;
use crate::caller::Caller;
use crate::change::Write;
use crate::error::FieldError;
use crate::ids::TicketId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Largest number of follow-ups of one ticket.
pub const MOST_FOLLOW_UPS: usize = 5;

/// Relation of a linked ticket to the one that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketRelation {
    /// The ticket that this one follows.
    Follows,
    /// A ticket that follows this one.
    FollowUp,
}

/// A ticket that is linked to another one, as a reader of both sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TicketLink {
    /// Relation of the linked ticket.
    pub relation: TicketRelation,
    /// ID of the linked ticket.
    pub id: TicketId,
    /// Number of the linked ticket: `T-1042`.
    pub number: String,
    /// Synopsis of the linked ticket.
    pub synopsis: String,
    /// State of the linked ticket.
    pub state: TicketState,
    /// State in words for this reader.
    pub state_label: String,
}

impl TicketLink {
    /// Returns the linked ticket as `reader` sees it.
    pub fn of(relation: TicketRelation, ticket: &Ticket, reader: &Caller) -> Self {
        let (id, number, synopsis) = (ticket.id, ticket.label(), ticket.synopsis.clone());
        Self {
            relation,
            id,
            number,
            synopsis,
            state: ticket.state,
            state_label: label_of(&TicketRow::from(ticket), reader),
        }
    }
}

impl Ticket {
    /// Tickets that this one is linked to, the one that it follows first.
    pub fn links(&self) -> impl Iterator<Item = (TicketRelation, TicketRef)> + '_ {
        let before = self.follows.iter().map(|ticket| (TicketRelation::Follows, *ticket));
        before.chain(self.follow_ups.iter().map(|ticket| (TicketRelation::FollowUp, *ticket)))
    }

    /// Returns the error of a follow-up that `act` cannot open now.
    fn refused_follow_up(&self, act: &ActionContext) -> Option<FieldError> {
        if self.allowed(&act.caller, act.now).contains(&TicketAction::FollowUp) {
            return None;
        }
        let label = self.label();
        let detail = match self.state {
            TicketState::Closed if self.follow_ups.len() >= MOST_FOLLOW_UPS => {
                format!("{label} has {MOST_FOLLOW_UPS} follow-ups already.")
            }
            TicketState::Closed => format!("{label} can still be reopened. Reopen it instead."),
            _ => format!("{label} is not closed. Add to it instead."),
        };
        Some(FieldError::new("/follows", "not_closed", detail))
    }

    /// Write that names a follow-up on this ticket. Its readers need not see that one, so nothing else changes.
    pub(super) fn followed_by(&self, follow_up: &Self) -> Write {
        let mut after = Self { version: self.version + 1, ..self.clone() };
        after.follow_ups.push(follow_up.named());
        Write::update(self, &after)
    }
}

/// Checks the ticket that a new one is to follow. `found` is that ticket, if the caller may read it.
pub(super) fn check(
    act: &ActionContext,
    wanted: Option<TicketId>,
    found: Option<&Ticket>,
    errors: &mut Vec<FieldError>,
) {
    match (wanted, found) {
        (None, _) => {}
        (Some(id), Some(ticket)) if ticket.id == id => errors.extend(ticket.refused_follow_up(act)),
        (Some(_), _) => {
            errors.push(FieldError::new("/follows", "not_found", "There is no such ticket among those you can see."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::change::Change;
    use crate::error::Error;
    use crate::hats::Role;
    use crate::ids::TicketId;
    use crate::testing::*;
    use crate::tickets::open::{OpenTicket, OpeningFacts, open};
    use crate::tickets::{REOPEN_WITHIN, Resolution};
    use jiff::SignedDuration;

    fn old() -> Ticket {
        let closed = monday() - REOPEN_WITHIN;
        let resolution = Some(Resolution { text: "Done.".into(), at: closed });
        let id = TicketId(uuid(900));
        Ticket { id, number: 1001, state: TicketState::Closed, closed_at: Some(closed), resolution, ..ticket() }
    }

    fn following(by: Caller, followed: Option<Ticket>) -> Result<(Ticket, Change), Error> {
        let input = OpenTicket { follows: Some(TicketId(uuid(900))), ..input() };
        open(&act(by, Action::OpenTicket, monday()), input, OpeningFacts { followed, ..facts() })
    }

    fn code(followed: Option<Ticket>) -> (String, String) {
        match following(customer(CUSTOMER, Role::Member), followed) {
            Err(Error::Input(errors)) => (errors[0].pointer.clone(), errors[0].code.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_follow_up_and_what_it_follows_name_each_other() {
        let (new, change) = following(customer(CUSTOMER, Role::Member), Some(old())).expect("opened");
        assert_eq!(new.follows, Some(TicketRef { id: old().id, number: 1001 }));
        let before = change.saved::<Ticket>().find(|ticket| ticket.id == old().id).expect("changed");
        assert_eq!((before.version, before.updated_at), (old().version + 1, old().updated_at));
        assert_eq!(before.links().collect::<Vec<_>>(), [(TicketRelation::FollowUp, new.named())]);
        assert_eq!(new.links().collect::<Vec<_>>(), [(TicketRelation::Follows, old().named())]);
        let link = TicketLink::of(TicketRelation::Follows, &old(), &customer(CUSTOMER, Role::Member));
        assert_eq!((&*link.number, &*link.state_label), ("T-1001", "Closed"));
    }

    #[test]
    fn whoever_reads_the_closed_ticket_can_follow_it_and_staff_cannot() {
        assert!(following(customer(22, Role::Manager), Some(old())).is_ok());
        assert!(following(agent(AGENT), Some(old())).is_err());
    }

    #[test]
    fn only_what_can_no_longer_be_reopened_is_followed() {
        let not_closed = || ("/follows".to_owned(), "not_closed".to_owned());
        let lately = Ticket { closed_at: Some(monday() - REOPEN_WITHIN + SignedDuration::from_secs(1)), ..old() };
        assert_eq!(code(Some(lately)), not_closed());
        assert_eq!(code(Some(Ticket { state: TicketState::Open, closed_at: None, ..old() })), not_closed());
        let often = Ticket { follow_ups: vec![old().named(); MOST_FOLLOW_UPS], ..old() };
        assert_eq!(code(Some(often)), not_closed());
        assert_eq!(code(None).1, "not_found");
        assert_eq!(code(Some(Ticket { id: TicketId(uuid(901)), ..old() })).1, "not_found");
    }

    #[test]
    fn tickets_of_the_version_before_have_no_links() {
        let stored = serde_json::to_value(ticket()).expect("JSON");
        assert!(stored.get("follows").is_none() && stored.get("follow_ups").is_none());
        let read: Ticket = serde_json::from_value(stored).expect("a ticket");
        assert_eq!(read.links().count(), 0);
    }
}
