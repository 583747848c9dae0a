//! Records to be kept, callers to see them, and shorthand for committing.

use jiff::{SignedDuration, Timestamp};
use portico_aws::Aws;
use portico_domain::accounts::{Account, Plan};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Claim, Commit, StoredReply, Write};
use portico_domain::files::{Upload, UploadState};
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::ids::{AccountId, PersonId, QueueId, TicketId};
use portico_domain::jobs::ParkedJobs;
use portico_domain::knowledge::{Article, ArticleKind, ArticleState};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::{Person, PersonStatus, Session};
use portico_domain::policy::scope;
use portico_domain::record::{RecordKind, RecordRef};
use portico_domain::store::CommitError;
use portico_domain::tickets::list::{TicketList, TicketListing, TicketRow, TicketStatus};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::timeline::{Author, Event, EventKind, InternalItem, Note, PublicItem, Reply, Side};
use portico_domain::tickets::{
    AccountRef, Clocks, PersonRef, QueueRef, Severity, Ticket, TicketKind, TicketState, TicketType,
};
use portico_domain::touch::{Outcome, Touch};
use portico_domain::touch_list::{TouchList, TouchesOf};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

pub(super) fn fresh<T: From<Uuid>>() -> T {
    T::from(Uuid::now_v7())
}

/// A number no other ticket of this process has.
pub(super) fn fresh_number() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(1000);
    LAST.fetch_add(1, Ordering::Relaxed)
}

/// A moment, so many minutes after the first.
pub(super) fn at(minutes: i64) -> Timestamp {
    let first: Timestamp = "2026-11-20T08:00:00.123456Z".parse().unwrap();
    first + SignedDuration::from_mins(minutes)
}

pub(super) fn hat(kind: HatKind, role: Role) -> Hat {
    Hat {
        id: fresh(),
        kind,
        role,
        account: None,
        partner: None,
        organisation: "Halvorsen Marine".into(),
        queues: Vec::new(),
    }
}

pub(super) fn wearing(person: PersonId, hat: Hat) -> Caller {
    Caller { person, name: "Kari Halvorsen".into(), hat, session: fresh() }
}

/// Somebody who may see everything.
pub(super) fn administrator() -> Caller {
    wearing(fresh(), hat(HatKind::Staff, Role::Administrator))
}

pub(super) fn customer(person: PersonId, account: AccountId) -> Caller {
    wearing(person, Hat { account: Some(account), ..hat(HatKind::Customer, Role::Manager) })
}

pub(super) fn person() -> Person {
    let id: PersonId = fresh();
    Person {
        id,
        version: 1,
        name: "Kari Halvorsen".into(),
        email: format!("kari.{}@example.com", id.0.simple()),
        phone: None,
        locale: "en".into(),
        time_zone: "Europe/Oslo".into(),
        status: PersonStatus::Active,
        hats: vec![Hat { account: Some(fresh()), ..hat(HatKind::Customer, Role::Manager) }],
        created_at: at(0),
        updated_at: at(0),
        sessions_from: None,
        epoch: 0,
        mail_stop: None,
        invitation: None,
    }
}

pub(super) fn session(person: &Person) -> Session {
    Session {
        id: fresh(),
        version: 1,
        person: person.id,
        hat: person.hats[0].id,
        epoch: 0,
        family_hash: "family".into(),
        refresh_hash: "one".into(),
        previous_hash: None,
        sibling_hashes: vec!["three".into()],
        rotated_at: at(0),
        created_at: at(0),
        expires_at: at(60),
        ended_at: None,
    }
}

pub(super) fn account() -> Account {
    Account {
        id: fresh(),
        version: 1,
        name: "Halvorsen Marine".into(),
        number: "A-20117".into(),
        plan: Plan::Premium,
        territory: "Nordics".into(),
        address: "Strandgaten 1, Bergen".into(),
    }
}

pub(super) fn upload(owner: PersonId) -> Upload {
    Upload {
        id: fresh(),
        version: 1,
        owner,
        name: "pump.log".into(),
        size: 12,
        media_type: "text/plain".into(),
        sha256: "ab".repeat(32),
        state: UploadState::Ready,
        created_at: at(0),
    }
}

pub(super) fn named(id: PersonId) -> PersonRef {
    PersonRef { id, name: "Kari Halvorsen".into() }
}

pub(super) fn ticket() -> Ticket {
    Ticket {
        id: fresh(),
        version: 1,
        number: fresh_number(),
        kind: TicketKind::Support,
        r#type: TicketType::Question,
        severity: Severity::High,
        synopsis: "The pump stops".into(),
        description: "It stops after an hour.".into(),
        state: TicketState::New,
        requester: named(fresh()),
        account: Some(AccountRef {
            id: fresh(),
            name: "Halvorsen Marine".into(),
            number: "A-20117".into(),
            plan: Plan::Premium,
            territory: "Nordics".into(),
        }),
        partner: None,
        product: None,
        participants: Vec::new(),
        queue: QueueRef { id: fresh(), name: "Pumps".into() },
        assignee: None,
        routing_rule: "Everything else".into(),
        files: Vec::new(),
        resolution: None,
        clocks: Clocks {
            first_response_due: at(30),
            first_response_warning: Some(at(24)),
            first_responded_at: None,
            resolution_due: at(480),
            resolution_warning: Some(at(384)),
            stopped_at: None,
        },
        hold_until: None,
        custom_fields: BTreeMap::from([("vessel".into(), "MS Nordlys".into())]),
        created_at: at(0),
        updated_at: at(0),
        closed_at: None,
        merged_into: None,
    }
}

pub(super) fn account_of(ticket: &Ticket) -> AccountId {
    ticket.account.as_ref().unwrap().id
}

pub(super) fn reply(minutes: i64, text: &str) -> PublicItem {
    let author = Author { id: Some(fresh()), name: "Kari".into(), side: Side::Customer };
    PublicItem::Reply(Reply { id: fresh(), at: at(minutes), author, text: text.into(), files: Vec::new() })
}

pub(super) fn event(minutes: i64) -> PublicItem {
    PublicItem::Event(Event {
        id: fresh(),
        at: at(minutes),
        author: Author::system(),
        event: EventKind::Opened,
        from: None,
    })
}

pub(super) fn note(minutes: i64, text: &str) -> InternalItem {
    let author = Author { id: Some(fresh()), name: "Ola".into(), side: Side::Company };
    InternalItem::Note(Note { id: fresh(), at: at(minutes), author, text: text.into() })
}

pub(super) fn article(title: &str) -> Article {
    Article {
        id: fresh(),
        version: 1,
        kind: ArticleKind::Article,
        title: title.into(),
        summary: "What to do.".into(),
        body: "# What to do\n\nTurn it off and on.".into(),
        products: Vec::new(),
        product_names: Vec::new(),
        audiences: vec![Audience::Customer],
        tags: Vec::new(),
        language: "en".into(),
        state: ArticleState::Published,
        publish_at: at(0),
        expires_at: None,
        owner: fresh(),
        updated_at: at(0),
        helpful: 0,
        unhelpful: 0,
    }
}

pub(super) fn touch() -> Touch {
    Touch {
        id: fresh(),
        at: at(0),
        person: Some(fresh()),
        person_name: "Kari Halvorsen".into(),
        hat: None,
        action: Action::OpenTicket,
        record: Some(RecordRef { kind: RecordKind::Ticket, id: fresh::<TicketId>().to_string(), label: "T-1".into() }),
        account: Some(fresh()),
        outcome: Outcome::Done,
        detail: None,
        request_id: "request".into(),
    }
}

pub(super) fn claim(person: PersonId, key: &str, expires_at: Timestamp) -> Claim {
    let answer = StoredReply { body: "{}".into(), location: None, version: Some(1), remade: false };
    Claim { person, key: key.into(), request_hash: "hash".into(), answer, expires_at }
}

pub(super) fn change(writes: impl IntoIterator<Item = Write>) -> Change {
    Change::new(touch()).writes(writes)
}

pub(super) async fn commit(store: &Aws, writes: impl IntoIterator<Item = Write>) -> Result<(), CommitError> {
    store.commit(change(writes)).await
}

pub(super) fn opened(ticket: &Ticket) -> Write {
    Write::create(ticket)
}

/// Changes a ticket, and gives it as it then is.
pub(super) async fn altered(store: &Aws, before: &Ticket, alter: impl FnOnce(&mut Ticket)) -> Ticket {
    let mut ticket = before.clone();
    ticket.version += 1;
    alter(&mut ticket);
    commit(store, [Write::update(before, &ticket)]).await.unwrap();
    ticket
}

pub(super) fn published(article: &Article) -> Write {
    Write::create(article)
}

/// The ticket as an administrator sees it.
pub(super) async fn stored(store: &Aws, id: TicketId) -> Option<Ticket> {
    store.ticket(id).await.unwrap().open(&administrator(), Action::ViewTicket).ok()
}

/// The whole of one person's list, as they have it with the hat of the account that the ticket belongs to.
pub(super) fn mine(person: PersonId, of: &Ticket, status: Option<TicketStatus>) -> TicketList {
    let caller = customer(person, account_of(of));
    let scope = scope(&caller, Action::ListTickets).unwrap();
    TicketList::within(&scope, HatKind::Customer, TicketListing::Mine, None, status).unwrap()
}

pub(super) fn company(account: AccountId, status: Option<TicketStatus>) -> TicketList {
    let caller = customer(fresh(), account);
    let scope = scope(&caller, Action::ListTickets).unwrap();
    TicketList::within(&scope, HatKind::Customer, TicketListing::Company, None, status).unwrap()
}

pub(super) fn queue(queue: QueueId, status: Option<TicketStatus>) -> TicketList {
    let scope = scope(&administrator(), Action::ListTickets).unwrap();
    TicketList::within(&scope, HatKind::Staff, TicketListing::Queue, Some(queue), status).unwrap()
}

pub(super) fn assigned(agent: PersonId, status: Option<TicketStatus>) -> TicketList {
    let caller = wearing(agent, hat(HatKind::Staff, Role::Agent));
    let scope = scope(&caller, Action::ListTickets).unwrap();
    TicketList::within(&scope, HatKind::Staff, TicketListing::Assigned, None, status).unwrap()
}

/// A part of the ledger, as an administrator may list it.
pub(super) fn ledger(of: TouchesOf) -> TouchList {
    TouchList::within(&scope(&administrator(), Action::ListTouches).unwrap(), of).unwrap()
}

/// The jobs left to people, as an administrator may list them.
pub(super) fn parked_jobs() -> ParkedJobs {
    ParkedJobs::within(&scope(&administrator(), Action::ListJobs).unwrap()).unwrap()
}

/// The first page of a list, which is all there is of it.
pub(super) async fn listed(store: &Aws, list: &TicketList) -> Vec<TicketId> {
    let page: Page<TicketRow> = store.tickets(list, PageRequest::first(50)).await.unwrap();
    assert_eq!(page.next, None, "there is more than one page");
    page.items.iter().map(|row| row.id).collect()
}

/// Every item of a list, read page by page; checks that no page is longer than asked for.
pub(super) async fn all_pages<T>(limit: u32, read: impl AsyncFn(PageRequest) -> Page<T>) -> Vec<T> {
    let mut items = Vec::new();
    let mut request = PageRequest::first(limit);
    loop {
        let page = read(request).await;
        assert!(page.items.len() <= limit as usize, "{} of {limit}", page.items.len());
        assert!(page.next.is_none() || page.items.len() == limit as usize, "a short page that is not the last");
        items.extend(page.items);
        let Some(next) = page.next else { return items };
        request = PageRequest { limit, after: Some(next) };
    }
}
