//! Helpers that tests of the rules share: people, a company's settings, acts at chosen times.

use crate::accounts::{Account, Entitlement, Plan, Purchases};
use crate::act::{ActionContext, IdGenerator};
use crate::action::Action;
use crate::calendar::{BusinessCalendar, Hours};
use crate::caller::Caller;
use crate::change::Change;
use crate::drafts::TICKET_FORM;
use crate::hats::{Hat, HatKind, Role};
use crate::ids::{AccountId, HatId, PersonId, ProductId, QueueId, SessionId, VersionId};
use crate::jobs::Job;
use crate::people::{Person, PersonStatus};
use crate::records;
use crate::tickets::availability::AgentAvailability;
use crate::tickets::fields::TicketFields;
use crate::tickets::jobs::{Mail, MailTemplate};
use crate::tickets::open::{OpenTicket, OpeningFacts, Side, open};
use crate::tickets::record::{InternalEntry, PublicEntry};
use crate::tickets::settings::{Alarm, Queue, RoutingAgent, RoutingCondition, RoutingRule, Target, TicketSettings};
use crate::tickets::timeline::{EventKind, InternalItem, PublicItem, StaffEventKind};
use crate::tickets::{PersonRef, Severity, Ticket, TicketType};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

pub(crate) const ACCOUNT: u128 = 10;
pub(crate) const CUSTOMER: u128 = 20;
pub(crate) const COLLEAGUE: u128 = 21;
pub(crate) const AGENT: u128 = 30;
pub(crate) const OTHER_AGENT: u128 = 31;
pub(crate) const LEAD: u128 = 32;
pub(crate) const QUEUE: u128 = 40;
pub(crate) const PRODUCT: u128 = 50;
pub(crate) const VERSION: u128 = 51;

pub(crate) fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A Monday at ten in the morning, UTC.
pub(crate) fn monday() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().expect("a timestamp")
}

pub(crate) fn customer(person: u128, role: Role) -> Caller {
    caller(person, HatKind::Customer, role, Some(ACCOUNT), &[])
}

pub(crate) fn agent(person: u128) -> Caller {
    caller(person, HatKind::Staff, Role::Agent, None, &[QUEUE])
}

pub(crate) fn caller(person: u128, kind: HatKind, role: Role, account: Option<u128>, queues: &[u128]) -> Caller {
    Caller {
        person: PersonId(uuid(person)),
        name: format!("Person {person}"),
        hat: Hat {
            id: HatId(uuid(person + 1000)),
            account: account.map(|account| AccountId(uuid(account))),
            organisation: "Somewhere".into(),
            queues: queues.iter().map(|queue| QueueId(uuid(*queue))).collect(),
            ..records::hat(kind, role)
        },
        session: SessionId(uuid(person + 2000)),
    }
}

pub(crate) fn act(caller: Caller, action: Action, now: Timestamp) -> ActionContext {
    let next = AtomicU64::new(1);
    let fresh = move || uuid(1 << 64 | u128::from(next.fetch_add(1, Ordering::Relaxed)));
    ActionContext { caller, action, now, request_id: "request".into(), ids: IdGenerator(Arc::new(fresh)) }
}

pub(crate) fn settings() -> TicketSettings {
    let day = Some(Hours { from: jiff::civil::time(8, 0, 0, 0), to: jiff::civil::time(18, 0, 0, 0) });
    let rule = |name: &str, when: RoutingCondition, agent| RoutingRule {
        name: name.into(),
        when,
        queue: QueueId(uuid(QUEUE)),
        agent,
    };
    TicketSettings {
        queues: vec![Queue {
            id: QueueId(uuid(QUEUE)),
            name: "PowerPlus".into(),
            lead: PersonId(uuid(LEAD)),
            agents: [AGENT, OTHER_AGENT]
                .map(|id| PersonRef { id: PersonId(uuid(id)), name: format!("Person {id}") })
                .to_vec(),
        }],
        rules: vec![
            rule(
                "Critical",
                RoutingCondition { severity: Some(Severity::Critical), ..RoutingCondition::default() },
                RoutingAgent::Nobody,
            ),
            rule(
                "In turn",
                RoutingCondition { r#type: Some(TicketType::Question), ..RoutingCondition::default() },
                RoutingAgent::RoundRobin,
            ),
            rule("Everything else", RoutingCondition::default(), RoutingAgent::Fixed(PersonId(uuid(AGENT)))),
        ],
        calendar: BusinessCalendar {
            time_zone: "UTC".into(),
            week: [day, day, day, day, day, None, None],
            holidays: Vec::new(),
        },
        targets: vec![Target {
            severity: Severity::Critical,
            plan: Plan::Premium,
            first_response_minutes: 30,
            resolution_minutes: 240,
        }],
        custom_fields: vec!["Site".into()],
        alarm: Alarm::default(),
    }
}

pub(crate) fn account() -> Account {
    Account {
        id: AccountId(uuid(ACCOUNT)),
        name: "Somewhere".into(),
        number: "A-1".into(),
        plan: Plan::Premium,
        ..records::account()
    }
}

pub(crate) fn facts() -> OpeningFacts {
    OpeningFacts {
        number: 1042,
        purchases: Purchases {
            product_name: Some("Asme PowerPlus".into()),
            of_version: vec![owned("3.0", jiff::civil::date(2027, 1, 1))],
        },
        side: Side::Account(account()),
        uploads: Vec::new(),
        participants: Vec::new(),
        followed: None,
        settings: settings(),
        fields: TicketFields::default(),
        rota: AgentAvailability::default(),
        counts_turn: true,
        draft_form: Some(TICKET_FORM.into()),
    }
}

/// A purchase of the product in a version of this label.
pub(crate) fn owned(label: &str, support_until: jiff::civil::Date) -> Entitlement {
    Entitlement {
        id: crate::ids::EntitlementId(uuid(151)),
        product: ProductId(uuid(PRODUCT)),
        product_version: VersionId(uuid(VERSION)),
        version_label: label.into(),
        supported_until: None,
        support_until,
        ..records::entitlement(AccountId(uuid(ACCOUNT)))
    }
}

/// An agent as the store knows them.
pub(crate) fn person_of(id: u128, status: PersonStatus) -> Person {
    Person {
        id: PersonId(uuid(id)),
        name: format!("Person {id}"),
        email: format!("{id}@example.com"),
        time_zone: "UTC".into(),
        status,
        ..records::person(vec![agent(id).hat], monday())
    }
}

/// A colleague of the customer, who can sign in.
pub(crate) fn colleague(id: u128) -> Person {
    Person { hats: vec![customer(id, Role::Member).hat], ..person_of(id, PersonStatus::Active) }
}

pub(crate) fn input() -> OpenTicket {
    OpenTicket {
        r#type: TicketType::Issue,
        severity: Severity::Critical,
        synopsis: "Simultaneous login failure".into(),
        description: "It fails.".into(),
        product: Some(ProductId(uuid(PRODUCT))),
        version: Some(VersionId(uuid(VERSION))),
        uploads: Vec::new(),
        participants: Vec::new(),
        follows: None,
        custom_fields: BTreeMap::new(),
    }
}

/// A ticket as it is right after opening.
pub(crate) fn ticket() -> Ticket {
    let act = act(customer(CUSTOMER, Role::Member), Action::OpenTicket, monday());
    open(&act, input(), facts()).expect("it can be opened").0
}

/// Mails that a change requires.
pub(crate) fn mails(change: &Change) -> Vec<(MailTemplate, PersonId)> {
    change.jobs.iter().filter_map(Job::task).map(|mail: Mail| (mail.template, mail.to)).collect()
}

/// Events that a change adds to the public timeline.
pub(crate) fn public_events(change: &Change) -> Vec<EventKind> {
    let public_events = |entry: &PublicEntry| match &entry.item {
        PublicItem::Event(event) => Some(event.event),
        PublicItem::Reply(_) => None,
    };
    change.saved().filter_map(public_events).collect()
}

/// Events that a change adds to the staff's timeline.
pub(crate) fn staff_events(change: &Change) -> Vec<StaffEventKind> {
    let public_events = |entry: &InternalEntry| match &entry.item {
        InternalItem::Event(event) => Some(event.event),
        InternalItem::Note(_) => None,
    };
    change.saved().filter_map(public_events).collect()
}

/// The ticket as a change leaves it.
pub(crate) fn left(change: &Change) -> Option<Ticket> {
    change.saved().next().cloned()
}
