//! Choice of the agent who is given the next ticket of a queue: of those who can sign in, the next in turn, or the one
//! with the fewest open tickets.

use crate::ids::{PersonId, QueueId};
use crate::tickets::PersonRef;
use crate::tickets::settings::Queue;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most people that one change removes from the list of unavailable agents.
const MOST_REMOVED: usize = 5;

/// Open tickets of each agent who has some, in one queue.
pub type AgentLoads = BTreeMap<PersonId, usize>;

/// Turns of a queue: the agent who had the last one, and the order in which agents had theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundRobinCursor {
    /// Queue of the turn.
    pub queue: QueueId,
    /// Agent who had the turn.
    pub agent: PersonId,
    /// Counts the turns, from 1.
    pub version: u64,
    /// Agents by the time of their latest turn, the one who waits longest first. An earlier version does not keep it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent: Vec<PersonId>,
}

impl RoundRobinCursor {
    /// Position of an agent among those who had turns; none if they had none.
    fn place(&self, agent: PersonId) -> Option<usize> {
        let known = self.recent.iter().position(|id| *id == agent);
        known.or((self.agent == agent).then_some(self.recent.len()))
    }
}

/// Unavailable staff, and the last turn in each queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgentAvailability {
    /// Staff who cannot sign in.
    pub away: BTreeSet<PersonId>,
    /// The last turn in each queue that had one.
    pub turns: BTreeMap<QueueId, RoundRobinCursor>,
    /// Loads of the agents of a queue that gives its tickets to the least loaded one.
    pub loads: BTreeMap<QueueId, AgentLoads>,
}

impl AgentAvailability {
    /// Agents of a queue who can be given tickets.
    pub fn available<'a>(&'a self, queue: &'a Queue) -> impl Iterator<Item = &'a PersonRef> {
        queue.agents.iter().filter(|agent| !self.away.contains(&agent.id))
    }

    /// The agent of this id, if they work on the queue and can be given tickets.
    pub fn agent(&self, queue: &Queue, id: PersonId) -> Option<PersonRef> {
        self.available(queue).find(|agent| agent.id == id).cloned()
    }

    /// A few of the unavailable people who work on none of these queues, so that the list need not have them.
    pub fn stale<'a>(&'a self, queues: &'a [Queue]) -> impl Iterator<Item = PersonId> + 'a {
        let works = |person: &PersonId| queues.iter().any(|queue| queue.agents.iter().any(|agent| agent.id == *person));
        self.away.iter().filter(move |person| !works(person)).copied().take(MOST_REMOVED)
    }

    /// Agent whose turn it is, with the new position: the first available one after the agent who had the last turn.
    pub fn next(&self, queue: &Queue) -> Option<(PersonRef, RoundRobinCursor)> {
        let last = self.turns.get(&queue.id);
        let had = last.and_then(|turn| queue.agents.iter().position(|agent| agent.id == turn.agent));
        let (before, after) = queue.agents.split_at(had.map_or(0, |had| had + 1));
        let next = after.iter().chain(before).find(|agent| !self.away.contains(&agent.id))?;
        Some((next.clone(), self.turn_of(queue, next.id)))
    }

    /// Agent with the fewest open tickets, with their number and the new position. Of several, it is the one who has
    /// waited longest for a new ticket.
    pub fn least_loaded(&self, queue: &Queue) -> Option<(PersonRef, RoundRobinCursor, usize)> {
        let (last, loads) = (self.turns.get(&queue.id), self.loads.get(&queue.id));
        let load = |agent: &PersonRef| loads.and_then(|loads| loads.get(&agent.id)).copied().unwrap_or_default();
        let place = |agent: &PersonRef| last.and_then(|turn| turn.place(agent.id));
        let next = self.available(queue).min_by_key(|agent| (load(agent), place(agent)))?;
        Some((next.clone(), self.turn_of(queue, next.id), load(next)))
    }

    /// Position of a queue after a turn of this agent.
    fn turn_of(&self, queue: &Queue, agent: PersonId) -> RoundRobinCursor {
        let last = self.turns.get(&queue.id);
        let mut recent = last.map(|turn| turn.recent.clone()).unwrap_or_default();
        if let Some(turn) = last.filter(|turn| !turn.recent.contains(&turn.agent)) {
            recent.push(turn.agent);
        }
        recent.retain(|id| *id != agent && queue.agents.iter().any(|there| there.id == *id));
        recent.push(agent);
        RoundRobinCursor { queue: queue.id, agent, version: last.map_or(0, |turn| turn.version) + 1, recent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{LEAD, uuid};
    use proptest::prelude::*;

    fn queue(agents: usize) -> Queue {
        let agent =
            |number: usize| PersonRef { id: PersonId(uuid(number as u128 + 1)), name: format!("Agent {number}") };
        let agents = (0..agents).map(agent).collect();
        Queue { id: QueueId(uuid(100)), name: "Pumps".into(), lead: PersonId(uuid(LEAD)), agents }
    }

    /// Gives this many tickets to the agents of a queue, and returns the agents' places in the queue.
    fn given(availability: &mut AgentAvailability, queue: &Queue, tickets: usize) -> Vec<usize> {
        let mut given = Vec::new();
        for _ in 0..tickets {
            let Some((agent, turn)) = availability.next(queue) else { break };
            availability.turns.insert(queue.id, turn);
            given.extend(queue.agents.iter().position(|there| there.id == agent.id));
        }
        given
    }

    #[test]
    fn agents_take_turns_and_whoever_is_away_is_passed_over() {
        let (mut availability, queue) = (AgentAvailability::default(), queue(3));
        assert_eq!(given(&mut availability, &queue, 4), [0, 1, 2, 0]);
        availability.away.insert(queue.agents[1].id);
        assert_eq!(given(&mut availability, &queue, 3), [2, 0, 2]);
        availability.away.clear();
        assert_eq!(given(&mut availability, &queue, 3), [0, 1, 2]);
        availability.away.extend(queue.agents.iter().map(|agent| agent.id));
        assert_eq!(availability.next(&queue), None);
    }

    /// Gives tickets to the least loaded agents of a queue who have these loads, and returns the agents' places.
    fn balanced(availability: &mut AgentAvailability, queue: &Queue, loads: &[usize], tickets: usize) -> Vec<usize> {
        let mut loads: AgentLoads = queue.agents.iter().map(|agent| agent.id).zip(loads.iter().copied()).collect();
        let mut given = Vec::new();
        for _ in 0..tickets {
            availability.loads.insert(queue.id, loads.clone());
            let Some((agent, turn, load)) = availability.least_loaded(queue) else { break };
            assert_eq!(loads.get(&agent.id).copied().unwrap_or_default(), load);
            availability.turns.insert(queue.id, turn);
            *loads.entry(agent.id).or_default() += 1;
            given.extend(queue.agents.iter().position(|there| there.id == agent.id));
        }
        given
    }

    #[test]
    fn the_least_loaded_is_given_the_next_ticket() {
        let (mut availability, queue) = (AgentAvailability::default(), queue(3));
        assert_eq!(balanced(&mut availability, &queue, &[2, 0, 1], 6), [1, 2, 1, 0, 2, 1]);
        availability.away.insert(queue.agents[1].id);
        assert_eq!(balanced(&mut availability, &queue, &[5, 0, 4], 2), [2, 0]);
        availability.away.extend(queue.agents.iter().map(|agent| agent.id));
        assert_eq!(availability.least_loaded(&queue), None);
    }

    #[test]
    fn of_equals_the_one_who_waited_longest_is_given_it() {
        let (mut availability, queue) = (AgentAvailability::default(), queue(3));
        // Each solves it before the next one comes.
        let next = |availability: &mut AgentAvailability| balanced(availability, &queue, &[0, 0, 0], 1)[0];
        assert_eq!([(); 5].map(|()| next(&mut availability)), [0, 1, 2, 0, 1]);
        // The version before keeps the last turn alone.
        let turn = RoundRobinCursor { queue: queue.id, agent: queue.agents[0].id, version: 9, recent: Vec::new() };
        availability.turns.insert(queue.id, turn);
        assert_eq!([(); 4].map(|()| next(&mut availability)), [1, 2, 0, 1]);
        assert_eq!(availability.turns[&queue.id].version, 13);
    }

    #[test]
    fn a_turn_of_the_version_before_is_read() {
        let turn: RoundRobinCursor =
            serde_json::from_value(serde_json::json!({"queue": uuid(1), "agent": uuid(2), "version": 3}))
                .expect("a turn");
        assert_eq!((turn.version, turn.recent), (3, vec![]));
    }

    #[test]
    fn whoever_had_the_last_turn_may_have_left_the_queue() {
        let mut availability = AgentAvailability::default();
        given(&mut availability, &queue(3), 3);
        assert_eq!(given(&mut availability, &queue(2), 2), [0, 1]);
    }

    #[test]
    fn those_who_work_on_no_queue_are_taken_off_some_at_a_time() {
        let (queue, mut availability) = (queue(3), AgentAvailability::default());
        availability.away.extend(queue.agents.iter().map(|agent| agent.id));
        assert_eq!(availability.stale(std::slice::from_ref(&queue)).count(), 0);
        let gone: BTreeSet<PersonId> = (0..8).map(|number| PersonId(uuid(1_000 + number))).collect();
        availability.away.extend(&gone);
        let mut times = 0;
        while availability.stale(std::slice::from_ref(&queue)).next().is_some() {
            let off: Vec<PersonId> = availability.stale(std::slice::from_ref(&queue)).collect();
            assert!(off.len() <= MOST_REMOVED && off.iter().all(|person| gone.contains(person)), "{off:?}");
            availability.away.retain(|person| !off.contains(person));
            times += 1;
        }
        assert_eq!((times, availability.away.len()), (2, 3));
    }

    proptest! {
        /// Whatever the loads are, a ticket goes to an available agent, and to none who has more than another.
        #[test]
        fn no_ticket_goes_to_one_who_has_more(
            loads in prop::collection::vec(0_usize..5, 1..8),
            away in 0_usize..8,
            tickets in 0_usize..20,
        ) {
            let (mut availability, queue) = (AgentAvailability::default(), queue(loads.len()));
            availability.away.extend(queue.agents.iter().skip(1).take(away).map(|agent| agent.id));
            let given = balanced(&mut availability, &queue, &loads, tickets);
            prop_assert_eq!(given.len(), tickets);
            let there = |place: &usize| !availability.away.contains(&queue.agents[*place].id);
            let mut counts = loads.clone();
            for place in given {
                let least = (0..loads.len()).filter(there).map(|place| counts[place]).min();
                prop_assert_eq!(Some(counts[place]), least);
                counts[place] += 1;
            }
        }

        #[test]
        fn nobody_gets_two_more_than_another(agents in 1_usize..8, away in 0_usize..8, tickets in 0_usize..40) {
            let (mut availability, queue) = (AgentAvailability::default(), queue(agents));
            availability.away.extend(queue.agents.iter().skip(1).take(away).map(|agent| agent.id));
            let given = given(&mut availability, &queue, tickets);
            prop_assert_eq!(given.len(), tickets);
            let there = queue.agents.iter().enumerate().filter(|(_, agent)| !availability.away.contains(&agent.id));
            let counts: Vec<usize> =
                there.map(|(place, _)| given.iter().filter(|got| **got == place).count()).collect();
            let (least, most) = (counts.iter().min(), counts.iter().max());
            prop_assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{:?}", counts);
            prop_assert_eq!(counts.iter().sum::<usize>(), tickets);
        }
    }
}
