//! Presence of staff on a ticket: who reads it or writes on it right now. It is kept for seconds and is no part of the
//! ticket: it changes no version and leaves no touch.

use super::{PersonRef, Ticket};
use crate::caller::Caller;
use crate::ids::TicketId;
use crate::policy::PartOf;
use crate::record::{List, ListHome, ListQuery, Record, RecordKey, SortRange};
use crate::store::StoreResult;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::future::Future;
use utoipa::ToSchema;

/// Time for which a person counts as present after a sign of them.
pub const PRESENT_FOR: SignedDuration = SignedDuration::from_secs(30);
/// Largest number of people whose presence on one ticket is read.
pub const MOST_PRESENT: u32 = 50;

/// Activity of a person on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// The person has the ticket open.
    Viewing,
    /// The person writes a message or a note.
    Typing,
}

/// Last sign of a person on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Ticket that the person has open.
    pub ticket: TicketId,
    /// The person.
    pub person: PersonRef,
    /// Activity of the person.
    pub state: Activity,
    /// Time of the sign.
    pub at: Timestamp,
}

impl Presence {
    /// Presence of the caller at `now`.
    pub fn of(caller: &Caller, ticket: TicketId, state: Activity, now: Timestamp) -> Self {
        Self { ticket, person: PersonRef { id: caller.person, name: caller.name.clone() }, state, at: now }
    }

    /// Query of the latest signs on a ticket.
    pub fn on(ticket: TicketId) -> ListQuery {
        let list = List::new(ListHome::Table, Ticket::key_of(ticket).partition);
        ListQuery::all(list).within(SortRange::Prefix("presence#".into()))
    }
}

impl Record for Presence {
    const KIND: &'static str = "presence";
    type Row = ();

    fn key(&self) -> RecordKey {
        RecordKey::under(Ticket::KIND, self.ticket, Self::KIND, self.person.id)
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.at + PRESENT_FOR)
    }
}

/// People other than the caller who are present at `now`, those who write first.
pub fn others(signs: Vec<Presence>, caller: &Caller, now: Timestamp) -> Vec<Presence> {
    let mut others = signs;
    others.retain(|sign| sign.person.id != caller.person && sign.at + PRESENT_FOR > now);
    others.sort_by(|one, other| {
        let rank = |sign: &Presence| sign.state != Activity::Typing;
        rank(one).cmp(&rank(other)).then_with(|| one.person.name.cmp(&other.person.name))
    });
    others
}

/// Port of presence on tickets. It writes outside of changes.
pub trait Presences {
    /// Reads the latest signs of people on a ticket, with those that are over.
    fn presences(&self, ticket: TicketId) -> impl Future<Output = StoreResult<PartOf<Ticket, Vec<Presence>>>> + Send;
    /// Notes a sign of a person, in place of their previous one.
    fn note_presence(&self, presence: &Presence) -> impl Future<Output = StoreResult<()>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{AGENT, LEAD, OTHER_AGENT, agent, monday, uuid};

    fn sign(person: u128, state: Activity, seconds: i64) -> Presence {
        let at = monday() - SignedDuration::from_secs(seconds);
        Presence::of(&agent(person), TicketId(uuid(1)), state, at)
    }

    #[test]
    fn others_are_present_for_half_a_minute_and_writers_come_first() {
        let signs = vec![
            sign(AGENT, Activity::Typing, 1),
            sign(OTHER_AGENT, Activity::Viewing, 29),
            sign(LEAD, Activity::Typing, 5),
            sign(40, Activity::Typing, 30),
        ];
        let seen =
            |now| others(signs.clone(), &agent(AGENT), now).iter().map(|sign| sign.person.id.0.as_u128()).collect();
        let (now, later): (Vec<u128>, Vec<u128>) = (seen(monday()), seen(monday() + SignedDuration::from_secs(2)));
        assert_eq!((now, later), (vec![LEAD, OTHER_AGENT], vec![LEAD]));
        assert_eq!(signs[0].expires_at(), Some(signs[0].at + PRESENT_FOR));
    }
}
