//! The settings of the demo company.

use super::id_of;
use super::source::{RuleAgent, Source, Turns};
use anyhow::Result;
use portico_domain::change::Write;
use portico_domain::files::settings::FileSettings;
use portico_domain::knowledge::settings::KnowledgeSettings;
use portico_domain::portal::PortalSettings;
use portico_domain::settings::{Section, Versioned};
use portico_domain::tickets::PersonRef;
use portico_domain::tickets::settings::{Alarm, Queue, RoutingAgent, RoutingCondition, RoutingRule, TicketSettings};

fn section<T: Section>(settings: &T) -> Write {
    Write::put(&Versioned { version: 1, section: settings.clone() })
}

/// Every section.
pub(super) fn writes(source: &Source) -> Result<Vec<Write>> {
    let company = &source.company;
    let portal = PortalSettings {
        company_name: company.name.clone(),
        brand_color: company.brand_color.clone(),
        support_email: company.support_email.clone(),
        support_phone: company.support_phone.clone(),
        ..PortalSettings::default()
    };
    let knowledge = KnowledgeSettings { synonyms: source.synonyms.clone() };
    Ok(vec![
        section(&portal),
        section(&tickets(source)?),
        section(&source.fields),
        section(&FileSettings::default()),
        section(&knowledge),
    ])
}

/// Queues, rules, calendar and targets.
pub(super) fn tickets(source: &Source) -> Result<TicketSettings> {
    let agents = |queue: &str| {
        let works =
            |person: &&super::source::Person| person.hats.iter().any(|hat| hat.queues.iter().any(|of| of == queue));
        let agents = source.people.iter().filter(works);
        agents.map(|person| PersonRef { id: id_of("person", &person.key), name: person.name.clone() }).collect()
    };
    let queues = source.queues.iter().map(|queue| Queue {
        id: id_of("queue", &queue.key),
        name: queue.name.clone(),
        lead: id_of("person", &queue.lead),
        agents: agents(&queue.key),
    });
    let rules = source.rules.iter().map(|rule| RoutingRule {
        name: rule.name.clone(),
        when: RoutingCondition {
            kind: rule.when.kind,
            r#type: rule.when.r#type,
            severity: rule.when.severity,
            product: rule.when.product.as_ref().map(|key| id_of("product", key)),
            plan: rule.when.plan,
            territory: rule.when.territory.clone(),
            custom_field: rule.when.custom_field.clone(),
        },
        queue: id_of("queue", &rule.queue),
        agent: match &rule.agent {
            None => RoutingAgent::Nobody,
            Some(RuleAgent::Fixed { fixed }) => RoutingAgent::Fixed(id_of("person", fixed)),
            Some(RuleAgent::Turns(Turns::RoundRobin)) => RoutingAgent::RoundRobin,
            Some(RuleAgent::Turns(Turns::LeastLoaded)) => RoutingAgent::LeastLoaded,
        },
    });
    Ok(TicketSettings {
        queues: queues.collect(),
        rules: rules.collect(),
        calendar: source.days.calendar().clone(),
        targets: source.targets.clone(),
        custom_fields: Vec::new(),
        alarm: Alarm::default(),
    })
}
