//! Records for tests: people, tickets, articles, accounts, each new and known to nobody else.

use jiff::{SignedDuration, Timestamp};
use portico_domain::accounts::{Account, Entitlement, Plan};
use portico_domain::change::Write;
use portico_domain::files::{Upload, UploadState};
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::ids::{AccountId, PersonId, ProductId, QueueId, VersionId};
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::IndexArticle;
use portico_domain::knowledge::{Article, ArticleKind, ArticleState};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::tickets::{
    AccountRef, Clocks, PartnerRef, PersonRef, QueueRef, Resolution, Severity, Ticket, TicketKind, TicketState,
    TicketType,
};
use portico_local::seed::id_of;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// A new id.
pub fn fresh<T: From<Uuid>>() -> T {
    T::from(Uuid::now_v7())
}

/// The product and version whose support outlives every run of the suite.
pub fn supported() -> (ProductId, VersionId) {
    (id_of("product", "app"), id_of("version", "app-lasting"))
}

/// Purchases of Halvorsen Marine and Brink & Vos that stay in support, whatever the date is.
pub fn lasting_support() -> Vec<Write> {
    ["halvorsen", "brink"].map(|key| Write::put(&entitlement(id_of("account", key)))).to_vec()
}

/// A purchase of that product and version.
pub fn entitlement(account: AccountId) -> Entitlement {
    let far = "2999-12-31".parse().unwrap_or_default();
    let (product, product_version) = supported();
    Entitlement {
        id: fresh(),
        account,
        product,
        product_name: "Asme PowerPlus".into(),
        product_code: "APP".into(),
        product_version,
        version_label: "lasting".into(),
        supported_until: Some(far),
        quantity: 1,
        serials: Vec::new(),
        purchased_on: "2024-01-02".parse().unwrap_or_default(),
        warranty_until: None,
        support_until: far,
    }
}

/// A queue of the demo company, by its key.
pub fn queue(key: &str) -> QueueId {
    id_of("queue", key)
}

/// A hat. A customer's belongs to Halvorsen Marine, a partner's to Nordvik, and an agent works on the Service Desk.
pub fn hat(kind: HatKind, role: Role) -> Hat {
    Hat {
        id: fresh(),
        kind,
        role,
        account: (kind == HatKind::Customer).then(|| id_of("account", "halvorsen")),
        partner: (kind == HatKind::Partner).then(|| id_of("partner", "nordvik")),
        organisation: match kind {
            HatKind::Customer => "Halvorsen Marine AS".into(),
            HatKind::Partner => "Nordvik".into(),
            HatKind::Employee | HatKind::Staff => "XYZ Co.".into(),
        },
        queues: if role == Role::Agent { vec![queue("general")] } else { Vec::new() },
    }
}

/// A customer's hat of an account.
pub fn hat_of(account: &Account, role: Role) -> Hat {
    Hat { account: Some(account.id), organisation: account.name.clone(), ..hat(HatKind::Customer, role) }
}

/// A person with these hats.
pub fn person(hats: Vec<Hat>) -> Person {
    let id: PersonId = fresh();
    let now = Timestamp::now();
    Person {
        id,
        version: 1,
        name: format!("Person {}", short(id.0)),
        email: format!("p{}@people.example", id.0.simple()),
        phone: None,
        locale: "en".into(),
        time_zone: "Europe/Oslo".into(),
        status: PersonStatus::Active,
        hats,
        created_at: now,
        updated_at: now,
        sessions_from: None,
        epoch: 0,
        mail_stop: None,
        invitation: None,
    }
}

/// The last letters of an id, which tell it from others.
pub fn short(id: Uuid) -> String {
    let text = id.simple().to_string();
    text[text.len() - 8..].to_owned()
}

/// A ticket of somebody, as it is just after it was opened.
pub fn ticket(requester: &Person, hat: &Hat) -> Ticket {
    static NUMBER: AtomicU64 = AtomicU64::new(1_000_000);
    let now = Timestamp::now();
    let account = |id| AccountRef {
        id,
        name: hat.organisation.clone(),
        number: "A-1".into(),
        plan: Plan::Standard,
        territory: "Nordics".into(),
    };
    Ticket {
        id: fresh(),
        version: 1,
        number: NUMBER.fetch_add(1, Ordering::Relaxed),
        kind: match hat.kind {
            HatKind::Partner => TicketKind::PartnerRequest,
            HatKind::Employee => TicketKind::HelpDesk,
            HatKind::Customer | HatKind::Staff => TicketKind::Support,
        },
        r#type: TicketType::Question,
        severity: Severity::Medium,
        synopsis: "How do we count the seats?".into(),
        description: "We have **forty**.".into(),
        state: TicketState::New,
        requester: PersonRef { id: requester.id, name: requester.name.clone() },
        account: hat.account.map(account),
        partner: hat.partner.map(|id| PartnerRef { id, name: hat.organisation.clone() }),
        product: None,
        participants: Vec::new(),
        queue: QueueRef { id: queue("general"), name: "Service Desk".into() },
        assignee: None,
        routing_rule: "Everything else".into(),
        files: Vec::new(),
        resolution: None,
        clocks: Clocks {
            first_response_due: now + SignedDuration::from_hours(4),
            first_response_warning: None,
            first_responded_at: None,
            resolution_due: now + SignedDuration::from_hours(40),
            resolution_warning: None,
            stopped_at: None,
        },
        hold_until: None,
        custom_fields: BTreeMap::new(),
        created_at: now,
        updated_at: now,
        closed_at: None,
        merged_into: None,
    }
}

/// The same ticket in another state, with what belongs to it.
pub fn in_state(ticket: Ticket, state: TicketState) -> Ticket {
    let now = Timestamp::now();
    let ended = matches!(state, TicketState::Resolved | TicketState::Closed);
    Ticket {
        state,
        resolution: ended.then(|| Resolution { text: "Forty.".into(), at: now }),
        closed_at: (state == TicketState::Closed).then_some(now),
        hold_until: (state == TicketState::OnHold).then(|| now + jiff::SignedDuration::from_hours(48)),
        clocks: Clocks { stopped_at: state.pauses_clocks().then_some(now), ..ticket.clocks },
        ..ticket
    }
}

/// An account.
pub fn account() -> Account {
    let id: AccountId = fresh();
    Account {
        id,
        version: 1,
        name: format!("Account {}", short(id.0)),
        number: format!("A-{}", short(id.0)),
        plan: Plan::Standard,
        territory: "Nordics".into(),
        address: "1 Quay".into(),
    }
}

/// An article for these readers, published.
pub fn article(audiences: Vec<Audience>) -> Article {
    let now = Timestamp::now() - SignedDuration::from_hours(1);
    Article {
        id: fresh(),
        version: 1,
        kind: ArticleKind::Faq,
        title: "How many seats are there?".into(),
        summary: "As many as were bought.".into(),
        body: "Look at the *purchase*.".into(),
        products: Vec::new(),
        product_names: Vec::new(),
        audiences,
        tags: vec!["seats".into()],
        language: "en".into(),
        state: ArticleState::Published,
        publish_at: now,
        expires_at: None,
        owner: id_of("person", "elena-marchetti"),
        updated_at: now,
        helpful: 0,
        unhelpful: 0,
    }
}

/// A file that has arrived and belongs to nothing yet.
pub fn ready_upload(owner: PersonId) -> Upload {
    Upload {
        id: fresh(),
        version: 2,
        owner,
        name: "trace.txt".into(),
        size: 9,
        media_type: "text/plain".into(),
        sha256: "0".repeat(64),
        state: UploadState::Ready,
        created_at: Timestamp::now(),
    }
}

/// A side effect that is left to people.
pub fn parked_job() -> Job {
    let now = Timestamp::now();
    let kind = IndexArticle { article: fresh() };
    Job { parked: true, tries: 6, last_error: Some("refused".into()), ..Job::new(Uuid::now_v7(), &kind, now, now) }
}
