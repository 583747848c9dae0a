//! Choice of the agent who is given the next ticket of a queue: those who can sign in, in turn.

use crate::ids::{PersonId, QueueId};
use crate::tickets::PersonRef;
use crate::tickets::settings::Queue;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most people that one change removes from the list of unavailable agents.
const MOST_REMOVED: usize = 5;

/// Round-robin position of a queue: the agent who had the last turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundRobinCursor {
    /// Queue of the turn.
    pub queue: QueueId,
    /// Agent who had the turn.
    pub agent: PersonId,
    /// Counts the turns, from 1.
    pub version: u64,
}

/// Unavailable staff, and the last turn in each queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgentAvailability {
    /// Staff who cannot sign in.
    pub away: BTreeSet<PersonId>,
    /// The last turn in each queue that had one.
    pub turns: BTreeMap<QueueId, RoundRobinCursor>,
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
        let version = last.map_or(0, |turn| turn.version) + 1;
        Some((next.clone(), RoundRobinCursor { queue: queue.id, agent: next.id, version }))
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
