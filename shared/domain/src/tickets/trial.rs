//! Trying routing rules on tickets that there are, before they are published.

use crate::accounts::Plan;
use crate::tickets::open::RoutingFacts;
use crate::tickets::settings::TicketSettings;
use crate::tickets::{QueueRef, Ticket, TicketKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rule that routes a ticket, with the queue that it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TriedRoute {
    /// Name of the rule.
    pub rule: String,
    /// Queue of the ticket.
    pub queue: QueueRef,
}

impl TicketSettings {
    /// The rule by which a ticket like this one would be routed if it were opened now. No agent is chosen.
    pub fn try_on(&self, ticket: &Ticket) -> Option<TriedRoute> {
        let account = ticket.account.as_ref();
        let facts = RoutingFacts {
            kind: ticket.kind,
            r#type: ticket.r#type,
            severity: ticket.severity,
            product: ticket.product.as_ref().map(|product| product.id),
            plan: account.map_or(usual_plan(ticket.kind), |account| account.plan),
            territory: account.map(|account| &*account.territory).unwrap_or_default(),
            fields: &ticket.field_values,
        };
        self.rules_for(&facts).find_map(|rule| {
            let queue = self.queue(rule.queue)?;
            Some(TriedRoute { rule: rule.name.clone(), queue: QueueRef { id: queue.id, name: queue.name.clone() } })
        })
    }
}

/// Plan of a ticket without an account.
const fn usual_plan(kind: TicketKind) -> Plan {
    match kind {
        TicketKind::HelpDesk => Plan::Internal,
        TicketKind::Support | TicketKind::PartnerRequest => Plan::Standard,
    }
}

#[cfg(test)]
mod tests {
    use crate::ids::QueueId;
    use crate::testing::{settings, ticket, uuid};
    use crate::tickets::settings::{Queue, RoutingAgent, RoutingCondition, RoutingRule};

    #[test]
    fn a_ticket_is_tried_by_what_it_has() {
        let ticket = ticket();
        let mut settings = settings();
        let account = ticket.account.clone().expect("an account");
        let shops =
            Queue { id: QueueId(uuid(91)), name: "Shops".into(), agents: Vec::new(), ..settings.queues[0].clone() };
        settings.queues.push(shops.clone());
        let by = |when| RoutingRule { name: "Gold".into(), when, queue: shops.id, agent: RoutingAgent::Nobody };
        let none = RoutingCondition::default();
        let fits = RoutingCondition { plan: Some(account.plan), kind: Some(ticket.kind), ..none.clone() };
        let misses = RoutingCondition { territory: Some("Nowhere".into()), ..none };
        for (when, queue) in [(fits, "Shops"), (misses, "PowerPlus")] {
            let mut tried = settings.clone();
            tried.rules.insert(0, by(when));
            assert_eq!(tried.try_on(&ticket).expect("a route").queue.name, queue);
        }
    }
}
