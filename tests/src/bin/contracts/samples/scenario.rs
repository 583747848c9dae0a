//! The records that the examples are about. Each has the same ID in all of them.

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use portico_domain::accounts::Account;
use portico_domain::caller::Caller;
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::knowledge::Article;
use portico_domain::people::Person;
use portico_domain::portal::PortalSettings;
use portico_domain::tickets::clocks::Clocks;
use portico_domain::tickets::{QueueRef, Resolution, Ticket, TicketState, TicketType};
use portico_testing::records;
use uuid::Uuid;

/// ID from which the IDs of the records are counted.
pub(super) const FIRST_ID: u128 = 0x0195_a2f4_1c00_7000_8000_0000_0000_0000;

/// The ID of a record.
pub(crate) fn id<T: From<Uuid>>(number: usize) -> T {
    T::from(Uuid::from_u128(FIRST_ID + number as u128))
}

/// A person with their first hat on.
pub(crate) fn caller(person: &Person) -> Caller {
    records::caller(person, &person.hats[0])
}

/// A customer's machine stops on a Monday morning, and an agent answers.
pub(crate) struct Scenario {
    /// Time at which the ticket is opened.
    pub(crate) opened: Timestamp,
    /// Time at which the agent answers.
    pub(crate) answered: Timestamp,
    /// Settings of the portal.
    pub(crate) portal: PortalSettings,
    /// The settings of the identity provider.
    pub(crate) provider: IdentityProviderSettings,
    /// Account of the customer.
    pub(crate) account: Account,
    /// Customer who opened the ticket.
    pub(crate) customer: Person,
    /// Agent who works on it.
    pub(crate) agent: Person,
    /// Administrator of the company.
    pub(crate) administrator: Person,
    /// Queue of the ticket and of the agent.
    pub(crate) queue: QueueRef,
    /// Article about what happened.
    pub(crate) article: Article,
}

impl Scenario {
    pub(super) fn new() -> anyhow::Result<Self> {
        let opened: Timestamp = "2026-03-16T09:30:00Z".parse().context("a time")?;
        let account = Account {
            id: id(1),
            name: "Fjord Robotics".into(),
            number: "A-2041".into(),
            address: "14 Kaigata, Bergen".into(),
            ..records::account()
        };
        let queue = QueueRef { id: id(2), name: "Service Desk".into() };
        let person = |number: usize, name: &str, email: &str, hat: Hat| {
            let hat = Hat { id: id(number + 1), ..hat };
            let person = records::person(vec![hat], opened);
            Person { id: id(number), name: name.into(), email: email.into(), ..person }
        };
        let staff = |role| Hat { queues: vec![queue.id], ..records::hat(HatKind::Staff, role) };
        let article = Article {
            id: id(9),
            title: "What error E-41 says".into(),
            summary: "The spindle is too warm: clean the fan.".into(),
            body: "The spindle is too warm.".into(),
            tags: vec!["spindle".into()],
            owner: id(12),
            owner_name: "Elena Marchetti".into(),
            ..records::article(vec![Audience::Customer], opened)
        };
        Ok(Self {
            opened,
            answered: opened + SignedDuration::from_mins(22),
            provider: IdentityProviderSettings {
                enabled: true,
                issuer: "https://accounts.xyz.example".into(),
                client_id: "portico".into(),
                client_secret: None,
                label: "XYZ account".into(),
                faces: vec![HatKind::Employee, HatKind::Staff],
                domains: vec!["xyz.example".into()],
                newcomers: Vec::new(),
            },
            portal: PortalSettings {
                company_name: "XYZ Co.".into(),
                support_email: "support@xyz.example".into(),
                support_phone: "+47 22 00 00 00".into(),
                ..PortalSettings::default()
            },
            customer: person(3, "Ingrid Solberg", "ingrid@fjord.example", records::hat_of(&account, Role::Member)),
            agent: person(5, "Daniel Okafor", "daniel@xyz.example", staff(Role::Agent)),
            administrator: person(7, "Karin Aalto", "karin@xyz.example", staff(Role::Administrator)),
            account,
            queue,
            article,
        })
    }

    /// The ticket as the customer opened it.
    pub(crate) fn new_ticket(&self) -> Ticket {
        Ticket {
            id: id(10),
            number: 1042,
            r#type: TicketType::Issue,
            synopsis: "The spindle stops after ten minutes".into(),
            description: "It stops with **E-41** as soon as it is warm.".into(),
            account: Some(records::account_ref(&self.account)),
            queue: self.queue.clone(),
            clocks: Clocks {
                first_response_due: self.opened + SignedDuration::from_hours(4),
                resolution_due: self.opened + SignedDuration::from_hours(52),
                ..records::clocks(self.opened)
            },
            ..records::ticket(&self.customer, &self.customer.hats[0], self.opened)
        }
    }

    /// The ticket after the agent answered.
    pub(crate) fn ticket(&self) -> Ticket {
        let opened = self.new_ticket();
        Ticket {
            version: 3,
            assignee: Some(records::named(&self.agent)),
            clocks: Clocks { first_responded_at: Some(self.answered), ..opened.clocks },
            updated_at: self.answered,
            ..records::in_state(opened, TicketState::Open, self.answered)
        }
    }

    /// The ticket in a later state, an hour after the answer.
    pub(crate) fn later(&self, state: TicketState) -> Ticket {
        let at = self.answered + SignedDuration::from_hours(1);
        let ticket = records::in_state(self.ticket(), state, at);
        let text = "The fan was blocked by dust. It is clean now.";
        let resolution = ticket.resolution.clone().map(|found| Resolution { text: text.into(), ..found });
        Ticket { version: 4, updated_at: at, resolution, ..ticket }
    }
}
