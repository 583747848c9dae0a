//! First settings of a new deployment: they fit most companies until the company writes its own.

use portico_domain::accounts::Plan;
use portico_domain::calendar::{BusinessCalendar, Hours};
use portico_domain::ids::QueueId;
use portico_domain::tickets::settings::{
    Alarm, Queue, RoutingAgent, RoutingCondition, RoutingRule, Target, TicketSettings,
};
use portico_domain::tickets::{PersonRef, Severity};

/// Names of the one queue and of its rule.
const QUEUE: &str = "Support";
const RULE: &str = "Everything";

/// Severity, with the business minutes to the first reply and to the resolution. A business day has 480.
type Minutes = (Severity, u32, u32);

const TARGETS: [(Plan, [Minutes; 4]); 3] = [
    (
        Plan::Premium,
        [
            (Severity::Critical, 60, 480),
            (Severity::High, 120, 960),
            (Severity::Medium, 240, 2_400),
            (Severity::Low, 480, 4_800),
        ],
    ),
    (
        Plan::Standard,
        [
            (Severity::Critical, 120, 960),
            (Severity::High, 240, 1_440),
            (Severity::Medium, 480, 3_360),
            (Severity::Low, 960, 7_200),
        ],
    ),
    (
        Plan::Internal,
        [
            (Severity::Critical, 120, 960),
            (Severity::High, 240, 1_440),
            (Severity::Medium, 480, 3_360),
            (Severity::Low, 960, 7_200),
        ],
    ),
];

/// Ticket settings with one queue for everything, led by `lead`; Monday to Friday, nine to five, in `time_zone`.
pub(crate) fn tickets(queue: QueueId, lead: &PersonRef, time_zone: &str) -> TicketSettings {
    let open = Hours { from: jiff::civil::time(9, 0, 0, 0), to: jiff::civil::time(17, 0, 0, 0) };
    let mut week = [Some(open); 7];
    week[5..].fill(None);
    let of_plan = |(plan, targets): &(Plan, [(Severity, u32, u32); 4])| {
        targets.map(|(severity, first_response_minutes, resolution_minutes)| Target {
            severity,
            plan: *plan,
            first_response_minutes,
            resolution_minutes,
        })
    };
    TicketSettings {
        queues: vec![Queue { id: queue, name: QUEUE.into(), lead: lead.id, agents: vec![lead.clone()] }],
        rules: vec![RoutingRule {
            name: RULE.into(),
            when: RoutingCondition::default(),
            queue,
            agent: RoutingAgent::Nobody,
        }],
        calendar: BusinessCalendar { time_zone: time_zone.to_owned(), week, holidays: Vec::new() },
        targets: TARGETS.iter().flat_map(of_plan).collect(),
        custom_fields: Vec::new(),
        alarm: Alarm::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::ids::PersonId;
    use portico_domain::tickets::availability::AgentAvailability;
    use portico_domain::tickets::fields::FieldValues;
    use portico_domain::tickets::open::RoutingFacts;
    use portico_domain::tickets::{TicketKind, TicketType};
    use uuid::Uuid;

    fn settings() -> TicketSettings {
        let lead = PersonRef { id: PersonId(Uuid::from_u128(1)), name: "Ada".into() };
        tickets(QueueId(Uuid::from_u128(2)), &lead, "Europe/Oslo")
    }

    #[test]
    fn every_ticket_finds_its_queue() {
        let settings = settings();
        for plan in [Plan::Standard, Plan::Premium, Plan::Internal] {
            let facts = RoutingFacts {
                kind: TicketKind::Support,
                r#type: TicketType::Question,
                severity: Severity::Low,
                product: None,
                plan,
                territory: "",
                fields: &FieldValues::new(),
            };
            assert_eq!(settings.route(&facts, &AgentAvailability::default()).expect("a queue").rule, RULE);
        }
    }

    #[test]
    fn premium_is_answered_sooner_and_a_critical_ticket_first() {
        let settings = settings();
        let opened = "2026-11-23T08:00:00Z".parse().expect("a Monday at nine in Oslo");
        let due = |severity, plan| settings.clocks(severity, plan, opened).first_response_due;
        assert_eq!(due(Severity::Critical, Plan::Premium).to_string(), "2026-11-23T09:00:00Z");
        assert!(due(Severity::Critical, Plan::Premium) < due(Severity::Critical, Plan::Standard));
        assert!(due(Severity::Critical, Plan::Standard) < due(Severity::Low, Plan::Standard));
        assert_eq!(settings.targets.len(), 12);
    }
}
