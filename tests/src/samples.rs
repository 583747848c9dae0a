//! Records of the demo company for the suites that run a whole Portico. They are built by `portico_testing::records`,
//! in the company's accounts and queues, and as of now.

use jiff::{SignedDuration, Timestamp};
use portico_domain::accounts::Entitlement;
use portico_domain::change::Write;
use portico_domain::files::Upload;
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::ids::{AccountId, PersonId, ProductId, QueueId, VersionId};
use portico_domain::jobs::Job;
use portico_domain::knowledge::Article;
use portico_domain::knowledge::jobs::IndexArticle;
use portico_domain::people::Person;
use portico_domain::tickets::{QueueRef, Ticket, TicketState};
use portico_local::seed::id_of;
use portico_testing::records;
pub use portico_testing::records::{account, fresh, hat_of, short};
use uuid::Uuid;

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
    let (product, product_version) = supported();
    Entitlement { product, product_version, ..records::entitlement(account) }
}

/// A queue of the demo company, by its key.
pub fn queue(key: &str) -> QueueId {
    id_of("queue", key)
}

/// A hat. A customer's belongs to Halvorsen Marine, a partner's to Nordvik, and an agent works on the Service Desk.
pub fn hat(kind: HatKind, role: Role) -> Hat {
    Hat {
        account: (kind == HatKind::Customer).then(|| id_of("account", "halvorsen")),
        partner: (kind == HatKind::Partner).then(|| id_of("partner", "nordvik")),
        organisation: match kind {
            HatKind::Customer => "Halvorsen Marine AS".into(),
            HatKind::Partner => "Nordvik".into(),
            HatKind::Employee | HatKind::Staff => "XYZ Co.".into(),
        },
        queues: if role == Role::Agent { vec![queue("general")] } else { Vec::new() },
        ..records::hat(kind, role)
    }
}

/// A person with these hats.
pub fn person(hats: Vec<Hat>) -> Person {
    records::person(hats, Timestamp::now())
}

/// A ticket of somebody, as it is just after it was opened.
pub fn ticket(requester: &Person, hat: &Hat) -> Ticket {
    let queue = QueueRef { id: queue("general"), name: "Service Desk".into() };
    Ticket { queue, ..records::ticket(requester, hat, Timestamp::now()) }
}

/// Returns the ticket in another state, with the data that belongs to it.
pub fn in_state(ticket: Ticket, state: TicketState) -> Ticket {
    records::in_state(ticket, state, Timestamp::now())
}

/// An article for these readers, published.
pub fn article(audiences: Vec<Audience>) -> Article {
    let published = Timestamp::now() - SignedDuration::from_hours(1);
    Article { owner: id_of("person", "elena-marchetti"), ..records::article(audiences, published) }
}

/// A file that has arrived and belongs to nothing yet.
pub fn ready_upload(owner: PersonId) -> Upload {
    Upload { version: 2, ..records::upload(owner, Timestamp::now()) }
}

/// A side effect that is left to people.
pub fn parked_job() -> Job {
    let now = Timestamp::now();
    let kind = IndexArticle { article: fresh() };
    Job { parked: true, tries: 6, last_error: Some("refused".into()), ..Job::new(Uuid::now_v7(), &kind, now, now) }
}
