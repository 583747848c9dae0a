//! Property test of the state machine: random people and jobs do random things to the tickets of one account. No state
//! is illegal, no text is lost, versions rise one by one, and each changed ticket has a touch of its own.

use super::*;
use crate::ids::TicketId;
use crate::people::Person;
use crate::policy::Guarded;
use crate::record::{Record, Tally};
use crate::tickets::timeline::InternalItem;
use proptest::test_runner::TestCaseError;
use std::collections::{BTreeMap, BTreeSet};

const TICKETS: [u128; 3] = [901, 902, 903];
const OTHER_QUEUE: u128 = 41;

/// A step of the property test: a person, an act, a ticket and another one, and the minutes since the step before.
type Step = (usize, usize, usize, usize, i64);

/// The tickets of an account with everything that was said on them.
struct Desk {
    tickets: BTreeMap<TicketId, Ticket>,
    said: Vec<String>,
    /// Counters that the changes keep.
    counts: BTreeMap<Tally, i64>,
    now: Timestamp,
}

fn people() -> Vec<Caller> {
    vec![
        customer(CUSTOMER, Role::Member),
        customer(COLLEAGUE, Role::Member),
        customer(22, Role::Manager),
        agent(AGENT),
        agent(OTHER_AGENT),
        caller(LEAD, HatKind::Staff, Role::Administrator, None, &[]),
        Caller::system(),
    ]
}

fn two_queues() -> TicketSettings {
    let mut settings = settings();
    let other = settings::Queue { id: QueueId(uuid(OTHER_QUEUE)), ..settings.queues[0].clone() };
    settings.queues.push(other);
    settings
}

fn colleague(id: u128) -> Person {
    Person { hats: vec![customer(id, Role::Member).hat], ..person_of(id, PersonStatus::Active) }
}

/// Result of a step.
type Done = Result<Option<Change>, Error>;

impl Desk {
    fn new() -> Self {
        let of = |id: u128| {
            let requester = if id == 903 { COLLEAGUE } else { CUSTOMER };
            let requester = PersonRef { id: PersonId(uuid(requester)), name: "Person".into() };
            Ticket { id: TicketId(uuid(id)), number: u64::try_from(id).expect("a number"), requester, ..ticket() }
        };
        let tickets = TICKETS.map(of).map(|ticket| (ticket.id, ticket)).into();
        let mut desk = Self { tickets, said: Vec::new(), counts: BTreeMap::new(), now: monday() };
        desk.counts = desk.counted();
        desk
    }

    /// Counters as the tickets themselves give them.
    fn counted(&self) -> BTreeMap<Tally, i64> {
        let mut counts = BTreeMap::new();
        for tally in self.tickets.values().flat_map(Record::tallies) {
            *counts.entry(tally).or_default() += 1;
        }
        counts
    }

    fn at(&self, place: usize) -> Ticket {
        self.tickets[&TicketId(uuid(TICKETS[place]))].clone()
    }

    /// Does something to a ticket; nothing if the caller may not.
    fn step(&self, (person, wanted, place, other, _): Step, text: &str) -> Done {
        let (caller, ticket, settings) = (people()[person].clone(), self.at(place), two_queues());
        if caller.is_system() {
            return Ok(self.by_job(ticket, wanted, &settings));
        }
        let wanted = ACTS[wanted];
        let act = act(caller.clone(), wanted.action(), self.now);
        let Ok(ticket) = Guarded::seal(Some(ticket)).open(&caller, wanted.action()) else { return Ok(None) };
        let done = |(_, change): (Ticket, Change)| Some(change);
        match wanted {
            TicketAction::Reply => ticket.reply(&act, text.into(), &[], Vec::new(), &settings).map(|(_, it)| Some(it)),
            TicketAction::Note => ticket.note(&act, text.into()).map(|(_, change)| Some(change)),
            TicketAction::Take => ticket.take(&act).map(done),
            TicketAction::Assign => {
                let found = [person_of(OTHER_AGENT, PersonStatus::Active)];
                // To somebody, or to another queue.
                let (agent, queue) = match other {
                    0 => (None, Some(QueueId(uuid(OTHER_QUEUE)))),
                    1 => (None, Some(QueueId(uuid(QUEUE)))),
                    _ => (Some(found[0].id), None),
                };
                ticket.assign(&act, agent, &found, queue, &settings).map(done)
            }
            TicketAction::Wait => ticket.wait(&act, text.into(), &settings).map(done),
            TicketAction::Hold => {
                let until = self.now + SignedDuration::from_hours(5);
                ticket.hold(&act, until, Some(text.into()), &settings).map(done)
            }
            TicketAction::Resume => ticket.resume(&act, &settings).map(done),
            TicketAction::Resolve => ticket.resolve(&act, text.into(), &settings).map(done),
            TicketAction::Confirm => ticket.confirm(&act, &settings).map(done),
            TicketAction::Close => ticket.close(&act, &settings).map(done),
            TicketAction::Reopen => ticket.reopen(&act, text.into(), &settings).map(done),
            TicketAction::Rate => ticket.rate(&act, 4, Some(text.into())).map(done),
            TicketAction::AddParticipant => {
                let person = colleague([CUSTOMER, COLLEAGUE, 22][other]);
                ticket.add_participant(&act, Some(&person)).map(done)
            }
            TicketAction::RemoveParticipant | TicketAction::Leave => {
                match ticket.participants.get(other).map(|person| person.id) {
                    Some(person) => ticket.remove_participant(&act, person).map(done),
                    None => Ok(None),
                }
            }
            // A follow-up is a ticket of its own; it changes no state here.
            TicketAction::FollowUp => Ok(None),
            TicketAction::Correct => {
                let id = [CUSTOMER, COLLEAGUE, 22][other];
                let facts = CorrectionFacts { people: vec![colleague(id)], ..CorrectionFacts::default() };
                let severity = Some(Severity::ALL[person % 4]);
                let requester = Some(PersonId(uuid(id)));
                let wanted = Correction { severity, requester, ..Correction::default() };
                ticket.correct(&act, &wanted, &facts, &settings).map(|(_, change)| change)
            }
            TicketAction::Merge => ticket.merge(&act, self.at(other), &settings).map(done),
        }
    }

    /// Carries out one of the jobs that a ticket may have.
    fn by_job(&self, ticket: Ticket, wanted: usize, settings: &TicketSettings) -> Option<Change> {
        let act = act(Caller::system(), Action::RunJob, self.now);
        let (until, since) = (ticket.hold_until, ticket.clocks.stopped_at.unwrap_or(self.now));
        match wanted % 3 {
            0 => ticket.end_hold(&act, until?, settings),
            1 => ticket.close_unanswered(&act, since, settings),
            _ => ticket.resolve_unanswered(&act, since, settings),
        }
    }

    /// Stores a change as the database would, and checks it on the way.
    fn store(&mut self, change: &Change) -> Result<(), TestCaseError> {
        let mut changed = BTreeSet::new();
        for (tally, by) in change.tallied() {
            *self.counts.entry(tally).or_default() += by;
        }
        self.counts.retain(|_, count| *count != 0);
        for write in &change.writes {
            let removes = matches!(write, Write::Remove(_));
            prop_assert!(!removes, "nothing that was said is removed: {write:?}");
            if let (Write::Save { expected, .. }, Some(after)) = (write, write.saved::<Ticket>()) {
                let before = self.tickets.insert(after.id, after.clone()).expect("a ticket");
                prop_assert_eq!((before.version, before.version + 1), (*expected, after.version));
                prop_assert!(follows(before.state, after.state), "{:?} → {:?}", before.state, after.state);
                changed.insert(after.id.to_string());
            }
        }
        for entry in change.saved::<PublicEntry>() {
            changed.insert(entry.ticket.to_string());
            self.said.extend(match &entry.item {
                PublicItem::Reply(reply) => Some(reply.text.clone()),
                PublicItem::Event(event) => event.text.clone(),
            });
        }
        for entry in change.saved::<InternalEntry>() {
            changed.insert(entry.ticket.to_string());
            if let InternalItem::Note(note) = &entry.item {
                self.said.push(note.text.clone());
            }
        }
        prop_assert_eq!(&self.counts, &self.counted(), "the badge is the number of the rows");
        let touches = std::iter::once(&change.touch).chain(&change.more_touches);
        let touched: Vec<String> = touches.filter_map(|touch| Some(touch.record.as_ref()?.id.clone())).collect();
        prop_assert_eq!(touched.len(), changed.len());
        prop_assert_eq!(touched.into_iter().collect::<BTreeSet<_>>(), changed);
        Ok(())
    }
}

/// Whether a state may come after another.
fn follows(before: TicketState, after: TicketState) -> bool {
    match before {
        TicketState::Merged => false,
        // A closed ticket can still be rated.
        TicketState::Closed => matches!(after, TicketState::Open | TicketState::Closed),
        TicketState::New => true,
        _ => after != TicketState::New,
    }
}

/// Checks that a ticket has what belongs to its state, and nothing else.
fn whole(ticket: &Ticket) -> Result<(), TestCaseError> {
    prop_assert_eq!(ticket.closed_at.is_some(), ticket.state == TicketState::Closed);
    prop_assert_eq!(ticket.hold_until.is_some(), ticket.state == TicketState::OnHold);
    prop_assert_eq!(ticket.merged_into.is_some(), ticket.state == TicketState::Merged);
    prop_assert_eq!(ticket.clocks.stopped_at.is_some(), ticket.state.pauses_clocks());
    prop_assert!(ticket.state != TicketState::Resolved || ticket.resolution.is_some());
    let people: BTreeSet<PersonId> = ticket.audience().collect();
    prop_assert_eq!(people.len(), 1 + ticket.participants.len(), "everybody is on it once");
    prop_assert!(ticket.participants.len() <= MOST_PARTICIPANTS);
    Ok(())
}

proptest! {
    #[test]
    fn whoever_does_whatever_the_tickets_stay_whole_and_nothing_is_lost(
        steps in prop::collection::vec((0..7_usize, 0..ACTS.len(), 0..3_usize, 0..3_usize, 0_i64..3_000), 0..60)
    ) {
        let mut desk = Desk::new();
        for (number, step) in steps.into_iter().enumerate() {
            desk.now += SignedDuration::from_mins(step.4);
            let (text, silent) = (format!("text {number}"), people()[step.0].is_system());
            let writes = !silent && matches!(
                ACTS[step.1],
                TicketAction::Reply
                    | TicketAction::Note
                    | TicketAction::Wait
                    | TicketAction::Hold
                    | TicketAction::Resolve
                    | TicketAction::Reopen
            );
            match desk.step(step, &text) {
                Ok(Some(change)) => {
                    desk.store(&change)?;
                    prop_assert!(!writes || desk.said.contains(&text), "{text} was taken and is nowhere");
                }
                Ok(None) | Err(Error::Conflict { .. } | Error::Input(_)) => {}
                Err(failure) => prop_assert!(false, "{failure:?}"),
            }
            for ticket in desk.tickets.values() {
                whole(ticket)?;
            }
        }
    }
}
