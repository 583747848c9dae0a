//! The settings of the demo company.

use super::id_of;
use super::source::{Calendar, RuleAgent, Source};
use anyhow::{Context, Result, anyhow};
use jiff::civil::Time;
use portico_domain::calendar::{BusinessCalendar, Hours};
use portico_domain::change::Write;
use portico_domain::settings::{
    FileSettings, KnowledgeSettings, PortalSettings, Queue, RoutingAgent, RoutingCondition, RoutingRule, Section,
    TicketSettings,
};
use portico_domain::tickets::PersonRef;

/// The names of weekdays in the calendar file, Monday first.
const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn section<T: Section>(settings: &T) -> Result<Write> {
    Ok(Write::Settings { section: T::NAME, document: serde_json::to_value(settings)? })
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
    Ok(vec![section(&portal)?, section(&tickets(source)?)?, section(&FileSettings::default())?, section(&knowledge)?])
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
        },
        queue: id_of("queue", &rule.queue),
        agent: match &rule.agent {
            None => RoutingAgent::Nobody,
            Some(RuleAgent::Fixed { fixed }) => RoutingAgent::Fixed(id_of("person", fixed)),
            Some(RuleAgent::Turns(_)) => RoutingAgent::RoundRobin,
        },
    });
    Ok(TicketSettings {
        queues: queues.collect(),
        rules: rules.collect(),
        calendar: calendar(&source.calendar)?,
        targets: source.calendar.targets.clone(),
        custom_fields: Vec::new(),
    })
}

fn calendar(calendar: &Calendar) -> Result<BusinessCalendar> {
    let mut week = [None; 7];
    for (day, [from, to]) in &calendar.days {
        let index = WEEK.iter().position(|name| name == day).ok_or_else(|| anyhow!("{day} is not a weekday"))?;
        let time = |text: &str| text.parse::<Time>().with_context(|| format!("{text} is not a time of day"));
        week[index] = Some(Hours { from: time(from)?, to: time(to)? });
    }
    let holidays = calendar.holidays.iter().map(|holiday| holiday.date).collect();
    Ok(BusinessCalendar { time_zone: calendar.time_zone.clone(), week, holidays })
}
