//! Records to be kept, callers to see them, and shorthand for committing.

use jiff::{SignedDuration, Timestamp};
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Claim, Commit, StoredReply, Write};
use portico_domain::files::Upload;
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::ids::{AccountId, PersonId, QueueId, TicketId};
use portico_domain::jobs::ParkedJobs;
use portico_domain::knowledge::{Article, ArticleKind};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::{Person, Session};
use portico_domain::policy::scope;
use portico_domain::record::{RecordKind, RecordRef};
use portico_domain::store::CommitError;
use portico_domain::tickets::list::{TicketList, TicketListing, TicketRow, TicketStatus};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::timeline::{Author, Event, EventKind, InternalItem, Note, PublicItem, Reply, Side};
use portico_domain::tickets::{Clocks, PersonRef, Severity, Ticket};
use portico_domain::touch::Touch;
use portico_domain::touch_list::{TouchList, TouchesOf};
use portico_testing::records;
pub(super) use portico_testing::records::{account, fresh};
use std::collections::BTreeMap;

/// A number no other ticket of this process has.
pub(super) fn fresh_number() -> u64 {
    ticket().number
}

/// A moment, so many minutes after the first.
pub(super) fn at(minutes: i64) -> Timestamp {
    let first: Timestamp = "2026-11-20T08:00:00.123456Z".parse().unwrap();
    first + SignedDuration::from_mins(minutes)
}

pub(super) fn hat(kind: HatKind, role: Role) -> Hat {
    Hat { organisation: "Halvorsen Marine".into(), ..records::hat(kind, role) }
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
    let hat = Hat { account: Some(fresh()), ..hat(HatKind::Customer, Role::Manager) };
    Person { name: "Kari Halvorsen".into(), ..records::person(vec![hat], at(0)) }
}

pub(super) fn session(person: &Person) -> Session {
    Session {
        family_hash: "family".into(),
        refresh_hash: "one".into(),
        sibling_hashes: vec!["three".into()],
        expires_at: at(60),
        ..records::session(person, &person.hats[0], at(0))
    }
}

pub(super) fn upload(owner: PersonId) -> Upload {
    records::upload(owner, at(0))
}

pub(super) fn named(id: PersonId) -> PersonRef {
    PersonRef { id, name: "Kari Halvorsen".into() }
}

pub(super) fn ticket() -> Ticket {
    let person = person();
    Ticket {
        severity: Severity::High,
        clocks: Clocks {
            first_response_due: at(30),
            first_response_warning: Some(at(24)),
            resolution_due: at(480),
            resolution_warning: Some(at(384)),
            ..records::clocks(at(0))
        },
        custom_fields: BTreeMap::from([("vessel".into(), "MS Nordlys".into())]),
        ..records::ticket(&person, &person.hats[0], at(0))
    }
}

pub(super) fn account_of(ticket: &Ticket) -> AccountId {
    ticket.account.as_ref().unwrap().id
}

pub(super) fn reply(minutes: i64, text: &str) -> PublicItem {
    let author = Author { id: Some(fresh()), name: "Kari".into(), side: Side::Customer };
    PublicItem::Reply(Reply { text: text.into(), ..records::reply(author, at(minutes)) })
}

pub(super) fn event(minutes: i64) -> PublicItem {
    PublicItem::Event(Event {
        id: fresh(),
        at: at(minutes),
        author: Author::system(),
        event: EventKind::Opened,
        from: None,
        person: None,
        text: None,
        changes: Vec::new(),
        custom_changes: Vec::new(),
        ticket: None,
    })
}

pub(super) fn note(minutes: i64, text: &str) -> InternalItem {
    let author = Author { id: Some(fresh()), name: "Ola".into(), side: Side::Company };
    InternalItem::Note(Note { text: text.into(), ..records::note(author, at(minutes)) })
}

pub(super) fn article(title: &str) -> Article {
    Article {
        kind: ArticleKind::Article,
        title: title.into(),
        summary: "What to do.".into(),
        body: "# What to do\n\nTurn it off and on.".into(),
        tags: Vec::new(),
        ..records::article(vec![Audience::Customer], at(0))
    }
}

pub(super) fn touch() -> Touch {
    Touch {
        person: Some(fresh()),
        person_name: "Kari Halvorsen".into(),
        action: Action::OpenTicket,
        record: Some(RecordRef { kind: RecordKind::Ticket, id: fresh::<TicketId>().to_string(), label: "T-1".into() }),
        account: Some(fresh()),
        ..records::touch(at(0))
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
