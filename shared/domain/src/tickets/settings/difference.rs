//! Differences between two states of the settings of tickets, in plain words.

use super::{Queue, RoutingAgent, RoutingRule, Target, TicketSettings};
use crate::calendar::Hours;
use crate::settings::difference::{DifferenceValue, Differences};
use crate::tickets::fields::FieldCondition;
use serde::Serialize;

/// Weekdays as the vocabulary of values names them, Monday first.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A condition that may be absent: nothing, or one value.
fn word<T: Serialize>(vocabulary: &str, value: Option<&T>) -> Vec<DifferenceValue> {
    value.map(|value| DifferenceValue::word(vocabulary, value)).into_iter().collect()
}

fn values_of(condition: Option<&FieldCondition>) -> Vec<DifferenceValue> {
    let parts = condition.into_iter().flat_map(|on| [&on.field.0].into_iter().chain(&on.is));
    parts.map(DifferenceValue::text).collect()
}

fn hours(hours: Option<Hours>) -> Vec<DifferenceValue> {
    let text = |hours: Hours| format!("{}–{}", hours.from.strftime("%H:%M"), hours.to.strftime("%H:%M"));
    hours.map(|hours| DifferenceValue::text(text(hours))).into_iter().collect()
}

impl TicketSettings {
    /// Adds the differences from `before`.
    pub(super) fn differences_from(&self, before: &Self, found: &mut Differences) {
        let queues = [&*before.queues, &*self.queues];
        let name = |queue: &Queue| queue.name.clone();
        found.things("queue", queues, |queue| queue.id, name, Queue::differences);
        found.order("queue_order", None, queues, |queue| queue.id, name);
        let rules = [&*before.rules, &*self.rules];
        let name = |rule: &RoutingRule| rule.name.clone();
        found.things("rule", rules, name, name, |found, was, is| self.rule_differences(before, found, was, is));
        found.order("rule_order", None, rules, name, name);
        self.calendar_differences(before, found);
        let targets = [&*before.targets, &*self.targets];
        let label = |target: &Target| format!("{}, {:?}", target.severity.label(), target.plan);
        found.things("target", targets, label, label, |found, was, is| {
            let name = label(is);
            found.text("first_reply_minutes", Some(&name), was.first_response_minutes, is.first_response_minutes).text(
                "solution_minutes",
                Some(&name),
                was.resolution_minutes,
                is.resolution_minutes,
            );
        });
        found.things(
            "named_field",
            [&before.custom_fields, &self.custom_fields],
            |name| name,
            String::clone,
            |_, _, _| {},
        );
        let alarms = |settings: &Self| {
            settings.alarm.severities.iter().map(|severity| DifferenceValue::word("severity", severity)).collect()
        };
        found.set("alarm_severities", None, alarms(before), alarms(self)).yes_no(
            "alarm_unassigned",
            None,
            before.alarm.unassigned,
            self.alarm.unassigned,
        );
    }

    fn calendar_differences(&self, before: &Self, found: &mut Differences) {
        let (was, is) = (&before.calendar, &self.calendar);
        found.text("time_zone", None, &was.time_zone, &is.time_zone);
        for (day, (was, is)) in was.week.iter().zip(&is.week).enumerate() {
            found.values(&format!("hours_{}", WEEKDAYS[day]), None, hours(*was), hours(*is));
        }
        let days = [&*was.holidays, &*is.holidays];
        found.things("holiday", days, |day| *day, ToString::to_string, |_, _, _| {});
    }

    fn rule_differences(&self, before: &Self, found: &mut Differences, was: &RoutingRule, is: &RoutingRule) {
        let name = Some(&*is.name);
        let (from, to) = (&was.when, &is.when);
        found
            .values("rule_kind", name, word("kind", from.kind.as_ref()), word("kind", to.kind.as_ref()))
            .values("rule_type", name, word("type", from.r#type.as_ref()), word("type", to.r#type.as_ref()))
            .values(
                "rule_severity",
                name,
                word("severity", from.severity.as_ref()),
                word("severity", to.severity.as_ref()),
            )
            .values("rule_plan", name, word("plan", from.plan.as_ref()), word("plan", to.plan.as_ref()))
            .text(
                "rule_territory",
                name,
                from.territory.as_deref().unwrap_or_default(),
                to.territory.as_deref().unwrap_or_default(),
            );
        let product = |product: Option<crate::ids::ProductId>| {
            product.map(|product| DifferenceValue::record(product.0, None)).into_iter().collect()
        };
        found.values("rule_product", name, product(from.product), product(to.product)).values(
            "rule_field",
            name,
            values_of(from.custom_field.as_ref()),
            values_of(to.custom_field.as_ref()),
        );
        let queue = |settings: &Self, rule: &RoutingRule| {
            vec![DifferenceValue::record(rule.queue.0, settings.queue(rule.queue).map(|queue| &*queue.name))]
        };
        if was.queue != is.queue {
            found.values("rule_queue", name, queue(before, was), queue(self, is));
        }
        if was.agent != is.agent {
            found.values("rule_agent", name, before.choice(was), self.choice(is));
        }
    }

    /// The choice of an agent by a rule.
    fn choice(&self, rule: &RoutingRule) -> Vec<DifferenceValue> {
        let word = |name: &str| vec![DifferenceValue::word("agent_choice", &name)];
        match &rule.agent {
            RoutingAgent::Nobody => word("nobody"),
            RoutingAgent::RoundRobin => word("round_robin"),
            RoutingAgent::LeastLoaded => word("least_loaded"),
            RoutingAgent::Fixed(fixed) => {
                let agents = self.queue(rule.queue).map(|queue| &*queue.agents).unwrap_or_default();
                let name = agents.iter().find(|agent| agent.id == *fixed).map(|agent| &*agent.name);
                vec![DifferenceValue::record(fixed.0, name)]
            }
        }
    }
}

impl Queue {
    fn differences(found: &mut Differences, was: &Self, is: &Self) {
        let name = Some(&*is.name);
        let agents = |queue: &Self| -> Vec<DifferenceValue> {
            queue.agents.iter().map(|agent| DifferenceValue::record(agent.id.0, Some(&agent.name))).collect()
        };
        found.text("queue_name", name, &was.name, &is.name);
        if was.lead != is.lead {
            found.values("queue_lead", name, vec![was.lead_in_words()], vec![is.lead_in_words()]);
        }
        found.set("queue_agents", name, agents(was), agents(is));
    }

    fn lead_in_words(&self) -> DifferenceValue {
        let name = self.agents.iter().find(|agent| agent.id == self.lead).map(|agent| &*agent.name);
        DifferenceValue::record(self.lead.0, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{PersonId, QueueId};
    use crate::settings::Section as _;
    use crate::settings::difference::{Difference, DifferenceKind};
    use crate::testing::{AGENT, settings, uuid};
    use crate::tickets::Severity;

    fn found(change: impl FnOnce(&mut TicketSettings)) -> Vec<Difference> {
        let before = settings();
        let mut after = before.clone();
        change(&mut after);
        let mut found = Differences::default();
        after.differences(&before, &mut found);
        found.found()
    }

    fn parts(found: &[Difference]) -> Vec<(&str, &str)> {
        found.iter().map(|one| (&*one.part, one.name.as_deref().unwrap_or_default())).collect()
    }

    #[test]
    fn the_same_settings_have_no_difference() {
        assert_eq!(found(|_| {}), []);
    }

    #[test]
    fn rules_are_named_with_each_condition_that_differs() {
        let there = found(|settings| {
            settings.rules[0].when.severity = Some(Severity::High);
            settings.rules[0].agent = RoutingAgent::Fixed(PersonId(uuid(AGENT)));
        });
        assert_eq!(parts(&there), [("rule_severity", "Critical"), ("rule_agent", "Critical")]);
        assert_eq!(there[0].after[0].code.as_deref(), Some("severity.high"));
        assert_eq!((&*there[1].before[0].text, &*there[1].after[0].text), ("nobody", "Person 30"));
    }

    #[test]
    fn rules_that_changed_places_are_one_difference() {
        let there = found(|settings| settings.rules.swap(0, 1));
        assert_eq!((there[0].kind, parts(&there)), (DifferenceKind::Moved, vec![("rule_order", "")]));
        let there = found(|settings| drop(settings.rules.remove(0)));
        assert_eq!((there[0].kind, parts(&there)), (DifferenceKind::Removed, vec![("rule", "Critical")]));
    }

    #[test]
    fn queues_are_the_same_under_another_name() {
        let there = found(|settings| {
            settings.queues[0].name = "Tills".into();
            let agent = settings.queues[0].agents.remove(0);
            settings.queues.push(Queue {
                id: QueueId(uuid(77)),
                name: "Shops".into(),
                lead: agent.id,
                agents: vec![agent],
            });
        });
        assert_eq!(parts(&there), [("queue_name", "Tills"), ("queue_agents", "Tills"), ("queue", "Shops")]);
        assert_eq!((there[1].before.len(), there[1].after.len()), (1, 0));
    }

    #[test]
    fn calendar_targets_and_alarm_are_named() {
        let there = found(|settings| {
            settings.calendar.week[4] = None;
            settings.calendar.holidays.push(jiff::civil::date(2026, 12, 25));
            settings.targets[0].resolution_minutes = 300;
            settings.alarm.unassigned = true;
        });
        let named = [
            ("hours_friday", ""),
            ("holiday", "2026-12-25"),
            ("solution_minutes", "1-Critical, Premium"),
            ("alarm_unassigned", ""),
        ];
        assert_eq!(parts(&there), named);
        assert_eq!((&*there[0].before[0].text, there[0].kind), ("08:00–18:00", DifferenceKind::Removed));
    }
}
