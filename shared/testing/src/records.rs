//! Builders of records. Each builds a whole record that is valid and new. A test changes the fields it is about by
//! struct update, as in `Ticket { state, ..ticket(&person, &hat, now) }`. So a new field of a record is added here, and
//! in no test.

use jiff::{SignedDuration, Timestamp};
use portico_domain::accounts::products::{Product, ProductVersion};
use portico_domain::accounts::{Account, Entitlement, Plan};
use portico_domain::action::Action;
use portico_domain::calendar::BusinessCalendar;
use portico_domain::caller::Caller;
use portico_domain::drafts::Draft;
use portico_domain::files::{FileRef, Upload, UploadState};
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::ids::{AccountId, ArticleId, InboundMailId, PersonId, ProductId, QueueId};
use portico_domain::imports::kinds::ImportKind;
use portico_domain::imports::lines::{ImportLine, LineCounts, LineOutcome};
use portico_domain::imports::{Import, ImportAuthor, ImportState};
use portico_domain::invitations::INVITATION_LIFETIME;
use portico_domain::knowledge::versions::{ArticleVersion, VersionAct};
use portico_domain::knowledge::{Article, ArticleKind, ArticleState, Vote};
use portico_domain::people::{Device, Invitation, Person, PersonStatus, SESSION_LIFETIME, Session};
use portico_domain::search::{SearchDocument, SearchQuery};
use portico_domain::tickets::canned::CannedReply;
use portico_domain::tickets::inbound::{InboundMail, InboundReason, InboundState};
use portico_domain::tickets::settings::{Alarm, Queue, TicketSettings};
use portico_domain::tickets::timeline::{Author, Note, Reply, Side};
use portico_domain::tickets::{
    AccountRef, Clocks, PartnerRef, PersonRef, QueueRef, Resolution, Severity, Ticket, TicketKind, TicketState,
    TicketType,
};
use portico_domain::touch::{Outcome, Touch};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// A new ID.
pub fn fresh<T: From<Uuid>>() -> T {
    T::from(Uuid::now_v7())
}

/// Returns the last eight digits of an ID, which distinguish it from others.
pub fn short(id: Uuid) -> String {
    let text = id.simple().to_string();
    text[text.len() - 8..].to_owned()
}

/// A hat that belongs to no account, partner company or queue.
pub fn hat(kind: HatKind, role: Role) -> Hat {
    Hat { id: fresh(), kind, role, account: None, partner: None, organisation: "XYZ Co.".into(), queues: Vec::new() }
}

/// A customer's hat of an account.
pub fn hat_of(account: &Account, role: Role) -> Hat {
    Hat { account: Some(account.id), organisation: account.name.clone(), ..hat(HatKind::Customer, role) }
}

/// An active person with these hats, who joined at this time.
pub fn person(hats: Vec<Hat>, at: Timestamp) -> Person {
    let id: PersonId = fresh();
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
        created_at: at,
        updated_at: at,
        sessions_from: None,
        epoch: 0,
        mail_stop: None,
        invitation: None,
        second_factor: false,
        mails_off: Vec::new(),
    }
}

/// A person as other records name them.
pub fn named(person: &Person) -> PersonRef {
    PersonRef { id: person.id, name: person.name.clone() }
}

/// A caller with this hat on.
pub fn caller(person: &Person, hat: &Hat) -> Caller {
    Caller { person: person.id, name: person.name.clone(), hat: hat.clone(), session: fresh() }
}

/// The session of a person with this hat on, begun at this time.
pub fn session(person: &Person, hat: &Hat, at: Timestamp) -> Session {
    Session {
        id: fresh(),
        version: 1,
        person: person.id,
        hat: hat.id,
        epoch: person.epoch,
        family_hash: String::new(),
        refresh_hash: String::new(),
        previous_hash: None,
        sibling_hashes: Vec::new(),
        rotated_at: at,
        created_at: at,
        expires_at: at + SESSION_LIFETIME,
        ended_at: None,
        device: Device::default(),
    }
}

/// An invitation of a person, whose mail was not sent yet.
pub fn invitation(person: PersonId, at: Timestamp) -> Invitation {
    Invitation {
        id: fresh(),
        version: 1,
        person,
        invited_by: None,
        link_hashes: Vec::new(),
        created_at: at,
        expires_at: at + INVITATION_LIFETIME,
    }
}

/// An account of the standard plan.
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
        delivery_address: None,
    }
}

/// An account as tickets name it.
pub fn account_ref(account: &Account) -> AccountRef {
    AccountRef {
        id: account.id,
        name: account.name.clone(),
        number: account.number.clone(),
        plan: account.plan,
        territory: account.territory.clone(),
    }
}

/// A product with a version that is supported on every day that a test runs.
pub fn product() -> Product {
    let id: ProductId = fresh();
    let version = ProductVersion {
        id: fresh(),
        label: "3.0".into(),
        released_on: jiff::civil::date(2024, 1, 2),
        supported_until: None,
    };
    let code = short(id.0);
    Product { id, version: 1, name: format!("Product {code}"), code, versions: vec![version] }
}

/// The purchase of a product by an account, in support on every day that a test runs.
pub fn entitlement(account: AccountId) -> Entitlement {
    let far = jiff::civil::date(2999, 12, 31);
    Entitlement {
        id: fresh(),
        version: 1,
        account,
        product: fresh(),
        product_name: "Asme PowerPlus".into(),
        product_code: "APP".into(),
        product_version: fresh(),
        version_label: "lasting".into(),
        supported_until: Some(far),
        quantity: 1,
        serials: Vec::new(),
        purchased_on: jiff::civil::date(2024, 1, 2),
        warranty_until: None,
        support_until: far,
    }
}

/// A ticket just after it was opened with this hat at this time. It belongs to the hat's account or partner company.
pub fn ticket(requester: &Person, hat: &Hat, at: Timestamp) -> Ticket {
    static NUMBER: AtomicU64 = AtomicU64::new(1_000_000);
    let organisation = || hat.organisation.clone();
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
        requester: named(requester),
        account: hat.account.map(|id| AccountRef {
            id,
            name: organisation(),
            number: "A-1".into(),
            ..account_ref(&account())
        }),
        partner: hat.partner.map(|id| PartnerRef { id, name: organisation() }),
        product: None,
        participants: Vec::new(),
        queue: QueueRef { id: fresh(), name: "Service Desk".into() },
        assignee: None,
        routing_rule: "Everything else".into(),
        files: Vec::new(),
        resolution: None,
        clocks: clocks(at),
        hold_until: None,
        custom_fields: BTreeMap::new(),
        field_values: BTreeMap::new(),
        staff_field_values: BTreeMap::new(),
        created_at: at,
        updated_at: at,
        closed_at: None,
        merged_into: None,
        rating: None,
        follows: None,
        follow_ups: Vec::new(),
    }
}

/// The clocks of a ticket that was opened at this time.
pub fn clocks(at: Timestamp) -> Clocks {
    Clocks {
        first_response_due: at + SignedDuration::from_hours(4),
        first_response_warning: None,
        first_responded_at: None,
        resolution_due: at + SignedDuration::from_hours(40),
        resolution_warning: None,
        stopped_at: None,
        elapsed: None,
    }
}

/// The same ticket in another state since this time, with what belongs to it.
pub fn in_state(ticket: Ticket, state: TicketState, at: Timestamp) -> Ticket {
    let ended = matches!(state, TicketState::Resolved | TicketState::Closed);
    Ticket {
        state,
        resolution: ended.then(|| Resolution { text: "Forty.".into(), at }),
        closed_at: (state == TicketState::Closed).then_some(at),
        hold_until: (state == TicketState::OnHold).then(|| at + SignedDuration::from_hours(48)),
        clocks: Clocks { stopped_at: state.pauses_clocks().then_some(at), ..ticket.clocks },
        ..ticket
    }
}

/// Settings of tickets: one queue without agents, no routing rule, no business hours, no target.
pub fn ticket_settings(queue: QueueId) -> TicketSettings {
    TicketSettings {
        queues: vec![Queue { id: queue, name: "Pumps".into(), lead: fresh(), agents: Vec::new() }],
        rules: Vec::new(),
        calendar: BusinessCalendar { time_zone: "UTC".into(), week: [None; 7], holidays: Vec::new() },
        targets: Vec::new(),
        custom_fields: Vec::new(),
        alarm: Alarm::default(),
    }
}

/// A person as the author of what they say on this side.
pub fn author(person: &Person, side: Side) -> Author {
    Author { id: Some(person.id), name: person.name.clone(), side }
}

/// A message of this author, without files.
pub fn reply(author: Author, at: Timestamp) -> Reply {
    Reply { id: fresh(), at, author, text: "Forty.".into(), files: Vec::new(), by_mail: None }
}

/// A message of this author among staff.
pub fn note(author: Author, at: Timestamp) -> Note {
    let (files, mentions) = (Vec::new(), Vec::new());
    Note { id: fresh(), at, author, text: "They asked before.".into(), files, mentions }
}

/// An empty draft of a form, for every hat of the person.
pub fn draft(person: PersonId, form: &str, at: Timestamp) -> Draft {
    Draft { person, hat: None, form: form.into(), data: serde_json::Map::new(), updated_at: at }
}

/// An article for these readers, published at this time.
pub fn article(audiences: Vec<Audience>, at: Timestamp) -> Article {
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
        publish_at: at,
        expires_at: None,
        owner: fresh(),
        owner_name: "Elena Marchetti".into(),
        updated_at: at,
        helpful: 0,
        unhelpful: 0,
        review_by: None,
        asked_publish_at: None,
        working: None,
        has_history: false,
    }
}

/// The first version of an article that the history keeps.
pub fn article_version(article: &Article, at: Timestamp) -> ArticleVersion {
    ArticleVersion {
        article: article.id,
        version: article.version,
        act: VersionAct::Written,
        at,
        by: Some(article.owner),
        by_name: article.owner_name.clone(),
        state: article.state,
        stage: article.stage(),
        wording: article.wording(),
    }
}

/// The first vote of a person on an article, which helped them.
pub fn vote(article: ArticleId, person: PersonId, at: Timestamp) -> Vote {
    Vote { article, person, helpful: true, comment: None, at, version: 1 }
}

/// An article for these readers as a search index keeps it, published at this time.
pub fn document(audiences: Vec<Audience>, at: Timestamp) -> SearchDocument {
    SearchDocument {
        id: fresh(),
        version: 1,
        published: true,
        kind: ArticleKind::Article,
        title: "How many seats are there?".into(),
        summary: String::new(),
        body: String::new(),
        tags: Vec::new(),
        products: Vec::new(),
        audiences,
        language: "en".into(),
        publish_at: at,
        expires_at: None,
        updated_at: at,
    }
}

/// A search of these words by a reader of these audiences at this time, for the first hundred hits.
pub fn query(text: &str, audiences: Vec<Audience>, now: Timestamp) -> SearchQuery {
    let (products, kind, language) = (Vec::new(), None, None);
    SearchQuery { text: text.into(), audiences, products, kind, language, now, offset: 0, limit: 100 }
}

/// A file that was uploaded at this time and belongs to nothing yet.
pub fn upload(owner: PersonId, at: Timestamp) -> Upload {
    Upload {
        id: fresh(),
        version: 1,
        owner,
        name: "trace.txt".into(),
        size: 9,
        media_type: "text/plain".into(),
        sha256: "0".repeat(64),
        state: UploadState::Ready,
        created_at: at,
    }
}

/// An import of accounts by name, whose two lines were checked at this time: one is new, one has an error.
pub fn import(by: PersonId, at: Timestamp) -> Import {
    let file = |name: &str| FileRef { id: fresh(), name: name.into(), size: 90, media_type: "text/csv".into() };
    Import {
        id: fresh(),
        version: 1,
        kind: ImportKind::Accounts,
        file: file("accounts.csv"),
        columns: Vec::new(),
        key: "name".into(),
        quiet: false,
        by: ImportAuthor { person: by, name: "Kari Halvorsen".into(), hat: fresh(), session: fresh() },
        applied_by: None,
        state: ImportState::Checked,
        done: 2,
        total: Some(2),
        checked: LineCounts { create: 1, error: 1, ..LineCounts::default() },
        applied: LineCounts::default(),
        problem: None,
        report: Some(file("accounts-report.csv")),
        created_at: at,
        updated_at: at,
    }
}

/// A line of an import that was checked.
pub fn import_line(import: &Import, line: u32, outcome: LineOutcome) -> ImportLine {
    ImportLine {
        import: import.id,
        line,
        version: 1,
        outcome,
        key: format!("Account {line}"),
        fields: Vec::new(),
        errors: Vec::new(),
        record: None,
        applied: false,
        ends_at: import.ends_at(),
    }
}

/// A canned reply of a queue, or of all queues, written at this time.
pub fn canned_reply(queue: Option<QueueId>, at: Timestamp) -> CannedReply {
    CannedReply {
        id: fresh(),
        version: 1,
        name: "Restart".into(),
        text: "Restart it.".into(),
        queue,
        retired: false,
        created_at: at,
        updated_at: at,
    }
}

/// A mail of a stranger that waits.
pub fn inbound_mail(at: Timestamp) -> InboundMail {
    let id: InboundMailId = fresh();
    InboundMail {
        id,
        version: 1,
        state: InboundState::Waiting,
        reason: Some(InboundReason::UnknownAddress),
        from: "stranger@example.com".into(),
        from_name: "Somebody".into(),
        subject: "A question".into(),
        text: "Do you have pumps?".into(),
        quoted: String::new(),
        files: Vec::new(),
        object: format!("inbound/{id}"),
        sender: None,
        ticket: None,
        queue: None,
        further: None,
        received_at: at,
        updated_at: at,
    }
}

/// The touch of a job that was carried out at this time.
pub fn touch(at: Timestamp) -> Touch {
    Touch {
        id: fresh(),
        at,
        person: None,
        person_name: "Portico".into(),
        hat: None,
        action: Action::RunJob,
        record: None,
        account: None,
        outcome: Outcome::Done,
        detail: None,
        viewed_as: None,
        request_id: "request".into(),
    }
}
