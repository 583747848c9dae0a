//! Settings of tickets: queues, routing, targets, and of which tickets a whole queue is told.

use crate::accounts::Plan;
use crate::calendar::BusinessCalendar;
use crate::error::FieldError;
use crate::ids::{PersonId, ProductId, QueueId};
use crate::people::Person;
use crate::settings::Section;
use crate::text::shown;
use crate::tickets::{PersonRef, Severity, TicketKind, TicketType};
use serde::{Deserialize, Serialize};

/// A queue of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// ID of the queue.
    pub id: QueueId,
    /// Name of the queue.
    pub name: String,
    /// Who is told when it falls behind.
    pub lead: PersonId,
    /// Agents who work on the queue.
    pub agents: Vec<PersonRef>,
}

/// What a routing rule looks at. What is absent matches anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingCondition {
    /// The ticket's kind.
    pub kind: Option<TicketKind>,
    /// Type of the ticket.
    pub r#type: Option<TicketType>,
    /// Severity of the ticket.
    pub severity: Option<Severity>,
    /// Product that the ticket is about.
    pub product: Option<ProductId>,
    /// The account's plan.
    pub plan: Option<Plan>,
    /// The account's territory.
    pub territory: Option<String>,
}

/// Who in the queue gets the ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutingAgent {
    /// Nobody yet: whoever takes it.
    #[default]
    Nobody,
    /// Always the same person.
    Fixed(PersonId),
    /// The queue's agents in turn.
    RoundRobin,
}

/// One routing rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingRule {
    /// Name of the rule.
    pub name: String,
    /// Condition under which the rule applies.
    pub when: RoutingCondition,
    /// Where the ticket goes.
    pub queue: QueueId,
    /// Choice of the agent in the queue.
    pub agent: RoutingAgent,
}

/// How fast tickets of a severity and plan are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The severity.
    pub severity: Severity,
    /// The plan.
    pub plan: Plan,
    /// Business minutes to the first reply.
    pub first_response_minutes: u32,
    /// Business minutes to the resolution.
    pub resolution_minutes: u32,
}

/// How tickets are routed and by when they are due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketSettings {
    /// The queues.
    pub queues: Vec<Queue>,
    /// Tried in order; the last one applies to everything.
    pub rules: Vec<RoutingRule>,
    /// Business hours of the company.
    pub calendar: BusinessCalendar,
    /// One for each severity and plan.
    pub targets: Vec<Target>,
    /// The names of fields that the company added to its tickets.
    #[serde(default)]
    pub custom_fields: Vec<String>,
    /// Of which new tickets the whole queue is told.
    #[serde(default)]
    pub alarm: Alarm,
}

/// Of which new tickets the lead and the agents of the queue are told by mail, whoever has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Those of these severities.
    pub severities: Vec<Severity>,
    /// Those that are given to nobody.
    pub unassigned: bool,
}

impl Default for Alarm {
    fn default() -> Self {
        Self { severities: vec![Severity::Critical], unassigned: false }
    }
}

impl TicketSettings {
    /// The queue of this id.
    pub fn queue(&self, id: QueueId) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.id == id)
    }
}

impl TicketSettings {
    /// With this person among the agents of the queues that their hats name.
    pub(crate) fn joined_by(mut self, person: &Person) -> Self {
        for queue in &mut self.queues {
            let works = person.hats.iter().any(|hat| hat.queues.contains(&queue.id));
            if works && !queue.agents.iter().any(|agent| agent.id == person.id) {
                queue.agents.push(PersonRef { id: person.id, name: person.name.clone() });
            }
        }
        self
    }
}

impl Section for TicketSettings {
    const NAME: &'static str = "tickets";

    fn wrong(&self) -> Vec<FieldError> {
        let mut wrong = Vec::new();
        let known = |queue: QueueId| self.queue(queue).is_some();
        for (index, queue) in self.queues.iter().enumerate() {
            if self.queues[..index].iter().any(|before| before.id == queue.id) {
                wrong.push(FieldError::new(format!("/queues/{index}/id"), "duplicate", "This queue is listed twice."));
            }
            if !(1..=100).contains(&shown(&queue.name)) {
                let detail = "Write a name of at most 100 characters.";
                wrong.push(FieldError::new(format!("/queues/{index}/name"), "too_long", detail));
            }
        }
        for (index, rule) in self.rules.iter().enumerate() {
            if !known(rule.queue) {
                let detail = "There is no such queue.";
                wrong.push(FieldError::new(format!("/rules/{index}/queue"), "not_one_of", detail));
            }
            let agent = match (&rule.agent, self.queue(rule.queue)) {
                (RoutingAgent::Fixed(agent), Some(queue)) => queue.agents.iter().any(|there| there.id == *agent),
                _ => true,
            };
            if !agent {
                let detail = "This person is no agent of the queue.";
                wrong.push(FieldError::new(format!("/rules/{index}/agent"), "not_one_of", detail));
            }
        }
        if self.rules.last().is_none_or(|last| last.when != RoutingCondition::default()) {
            let detail = "The last rule must apply to every ticket, so that each has a queue.";
            wrong.push(FieldError::new("/rules", "no_catch_all", detail));
        }
        for severity in Severity::ALL {
            for plan in Plan::ALL {
                let targets = self.targets.iter().filter(|target| (target.severity, target.plan) == (severity, plan));
                if targets.count() != 1 {
                    let detail = format!("There must be one target for {} and {plan:?}.", severity.label());
                    wrong.push(FieldError::new("/targets", "incomplete", detail));
                }
            }
        }
        wrong
    }

    fn staff(&self) -> Vec<(String, PersonId)> {
        let queues = self.queues.iter().enumerate();
        let people = queues.flat_map(|(index, queue)| {
            let agents = queue.agents.iter().enumerate();
            let agents = agents.map(move |(agent, person)| (format!("/queues/{index}/agents/{agent}"), person.id));
            agents.chain([(format!("/queues/{index}/lead"), queue.lead)]).collect::<Vec<_>>()
        });
        people.collect()
    }
}
