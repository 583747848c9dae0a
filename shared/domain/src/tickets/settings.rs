//! Settings of tickets: queues, routing, targets, and the tickets that a whole queue is notified of.

mod difference;

use crate::accounts::Plan;
use crate::action::Action;
use crate::calendar::BusinessCalendar;
use crate::error::FieldError;
use crate::ids::{PersonId, ProductId, QueueId};
use crate::people::Person;
use crate::record::Ownership;
use crate::settings::difference::Differences;
use crate::settings::{Section, Staffing};
use crate::text::is_line;
use crate::tickets::fields::FieldCondition;
use crate::tickets::{PersonRef, Severity, TicketKind, TicketType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A queue of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// ID of the queue.
    pub id: QueueId,
    /// Name of the queue.
    pub name: String,
    /// Lead of the queue, who is notified when the queue falls behind.
    pub lead: PersonId,
    /// Agents who work on the queue.
    pub agents: Vec<PersonRef>,
}

/// Condition of a routing rule. Absent fields match anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingCondition {
    /// Kind of the ticket.
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
    /// Value of a field that the company added, of one option or of yes or no.
    #[serde(default)]
    pub custom_field: Option<FieldCondition>,
}

/// Choice of the agent in the queue who gets the ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutingAgent {
    /// Nobody, until an agent takes the ticket.
    #[default]
    Nobody,
    /// Always the same person.
    Fixed(PersonId),
    /// The queue's agents in turn.
    RoundRobin,
    /// The agent of the queue with the fewest open tickets there; of several, the one who has waited longest.
    LeastLoaded,
}

/// One routing rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingRule {
    /// Name of the rule.
    pub name: String,
    /// Condition under which the rule applies.
    pub when: RoutingCondition,
    /// Queue that the ticket goes to.
    pub queue: QueueId,
    /// Choice of the agent in the queue.
    pub agent: RoutingAgent,
}

/// Target times for the tickets of a severity and plan.
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

/// Settings of tickets: their routing, due times and fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketSettings {
    /// The queues.
    pub queues: Vec<Queue>,
    /// Routing rules, tried in order; the last one applies to everything.
    pub rules: Vec<RoutingRule>,
    /// Business hours of the company.
    pub calendar: BusinessCalendar,
    /// Targets, one for each severity and plan.
    pub targets: Vec<Target>,
    /// Names of plain text fields. Fields with a kind and labels are in [`TicketFields`](super::fields::TicketFields).
    #[serde(default)]
    pub custom_fields: Vec<String>,
    /// Tickets that the whole queue is notified of.
    #[serde(default)]
    pub alarm: Alarm,
}

/// Tickets, new to a queue, that its lead and agents get a mail about, even if one agent has the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Severities of such tickets.
    pub severities: Vec<Severity>,
    /// Whether tickets without an agent are among them.
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
    /// Adds this person to the agents of the queues that their hats name.
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

impl TicketSettings {
    /// The settings after the hats of a person became those of `after`. The person joins the queues that the hats newly
    /// name, and leaves those whose tickets they gave up. A rule that cannot choose an agent any more chooses nobody.
    pub(crate) fn followed_by(self, before: &Person, after: &Person) -> Self {
        let mut settings = self.joined_by(after);
        let named = |person: &Person, id| person.hats.iter().any(|hat| hat.queues.contains(&id));
        for queue in &mut settings.queues {
            let records = Ownership { queue: Some(queue.id), ..Ownership::default() };
            let given_up = named(before, queue.id) && !named(after, queue.id);
            if !given_up && after.may_with_a_hat(Action::TakeTicket, &records) {
                continue;
            }
            let count = queue.agents.len();
            queue.agents.retain(|agent| agent.id != after.id);
            if queue.agents.len() == count {
                continue;
            }
            let empty = queue.agents.is_empty();
            for rule in settings.rules.iter_mut().filter(|rule| rule.queue == queue.id) {
                let gone = rule.agent == RoutingAgent::Fixed(after.id);
                if gone || (empty && rule.agent == RoutingAgent::LeastLoaded) {
                    rule.agent = RoutingAgent::Nobody;
                }
            }
        }
        settings
    }
}

impl Section for TicketSettings {
    const NAME: &'static str = "tickets";

    fn validate(&self) -> Vec<FieldError> {
        let mut errors = self.validate_queues();
        errors.extend(self.validate_rules());
        errors.extend(self.validate_targets());
        errors.extend(
            self.calendar
                .validate()
                .into_iter()
                .map(|error| FieldError { pointer: format!("/calendar{}", error.pointer), ..error }),
        );
        if self.custom_fields.len() > MOST_CUSTOM_FIELDS {
            let detail = format!("A form has at most {MOST_CUSTOM_FIELDS} fields of the company.");
            errors.push(FieldError::new("/custom_fields", "too_long", detail));
        }
        for (index, name) in self.custom_fields.iter().enumerate() {
            if !is_line(name, 60) {
                errors.push(line(format!("/custom_fields/{index}"), 60));
            } else if self.custom_fields[..index].contains(name) {
                let detail = "This field is listed twice.";
                errors.push(FieldError::new(format!("/custom_fields/{index}"), "duplicate", detail));
            }
        }
        errors
    }

    fn validate_removals(&self, before: &Self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for queue in before.queues.iter().filter(|queue| self.queue(queue.id).is_none()) {
            let detail = format!("The queue {} cannot be removed: tickets may be in it.", queue.name);
            errors.push(FieldError::new("/queues", "in_use", detail));
        }
        for name in before.custom_fields.iter().filter(|name| !self.custom_fields.contains(name)) {
            let detail = format!("The field {name} cannot be removed: tickets may have it.");
            errors.push(FieldError::new("/custom_fields", "in_use", detail));
        }
        errors
    }

    fn differences(&self, before: &Self, found: &mut Differences) {
        self.differences_from(before, found);
    }

    fn staff(&self) -> Vec<Staffing> {
        let queues = self.queues.iter().enumerate();
        let people = queues.flat_map(|(index, queue)| {
            let records = || Ownership { queue: Some(queue.id), ..Ownership::default() };
            let of = |pointer, person, action| Staffing { pointer, person, action, records: records() };
            let agents = queue.agents.iter().enumerate();
            let agents = agents
                .map(|(agent, person)| of(format!("/queues/{index}/agents/{agent}"), person.id, Action::TakeTicket));
            let lead = of(format!("/queues/{index}/lead"), queue.lead, Action::ViewTicket);
            agents.chain([lead]).collect::<Vec<_>>()
        });
        people.collect()
    }

    fn write_names(&mut self, names: &BTreeMap<PersonId, String>) {
        for agent in self.queues.iter_mut().flat_map(|queue| &mut queue.agents) {
            if let Some(name) = names.get(&agent.id) {
                agent.name.clone_from(name);
            }
        }
    }
}

/// Most fields that a company adds to its tickets.
const MOST_CUSTOM_FIELDS: usize = 20;
/// Longest target, in business minutes.
const LONGEST_TARGET: u32 = 525_600;

fn line(pointer: String, most: usize) -> FieldError {
    FieldError::new(pointer, "wrong_format", format!("Write one line of at most {most} characters."))
}

impl TicketSettings {
    fn validate_queues(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (index, queue) in self.queues.iter().enumerate() {
            if self.queues[..index].iter().any(|before| before.id == queue.id) {
                errors.push(FieldError::new(format!("/queues/{index}/id"), "duplicate", "This queue is listed twice."));
            }
            if !is_line(&queue.name, 100) {
                errors.push(line(format!("/queues/{index}/name"), 100));
            }
            for (place, agent) in queue.agents.iter().enumerate() {
                if queue.agents[..place].iter().any(|before| before.id == agent.id) {
                    let pointer = format!("/queues/{index}/agents/{place}");
                    errors.push(FieldError::new(pointer, "duplicate", "This agent is listed twice."));
                }
            }
        }
        errors
    }

    fn validate_rules(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            if !is_line(&rule.name, 100) {
                errors.push(line(format!("/rules/{index}/name"), 100));
            }
            if rule.when.territory.as_ref().is_some_and(|territory| !is_line(territory, 100)) {
                errors.push(line(format!("/rules/{index}/when/territory"), 100));
            }
            let Some(queue) = self.queue(rule.queue) else {
                let detail = "There is no such queue.";
                errors.push(FieldError::new(format!("/rules/{index}/queue"), "not_one_of", detail));
                continue;
            };
            if rule.agent == RoutingAgent::LeastLoaded && queue.agents.is_empty() {
                let detail = "The queue has no agents, so nobody can be the least loaded one.";
                errors.push(FieldError::new(format!("/rules/{index}/agent"), "no_agents", detail));
            }
            let RoutingAgent::Fixed(fixed) = &rule.agent else { continue };
            if !queue.agents.iter().any(|agent| agent.id == *fixed) {
                let detail = "This person is no agent of the queue.";
                errors.push(FieldError::new(format!("/rules/{index}/agent"), "not_one_of", detail));
            }
        }
        if self.rules.last().is_none_or(|last| last.when != RoutingCondition::default()) {
            let detail = "The last rule must apply to every ticket, so that each has a queue.";
            errors.push(FieldError::new("/rules", "no_catch_all", detail));
        }
        errors
    }

    fn validate_targets(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (index, target) in self.targets.iter().enumerate() {
            let (first, resolution) = (target.first_response_minutes, target.resolution_minutes);
            if !(1 <= first && first <= resolution && resolution <= LONGEST_TARGET) {
                let detail = "The first reply is due after at least a minute, the solution not earlier, within a year.";
                errors.push(FieldError::new(format!("/targets/{index}"), "out_of_range", detail));
            }
        }
        for severity in Severity::ALL {
            for plan in Plan::ALL {
                let targets = self.targets.iter().filter(|target| (target.severity, target.plan) == (severity, plan));
                if targets.count() != 1 {
                    let detail = format!("There must be one target for {} and {plan:?}.", severity.label());
                    errors.push(FieldError::new("/targets", "incomplete", detail));
                }
            }
        }
        errors
    }
}
