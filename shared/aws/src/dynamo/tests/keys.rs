//! Every key of every kind of record, held to a committed file: a key that changes would lose what is stored under the old one.

use crate::dynamo::announced_jobs;
use crate::dynamo::items::text_of;
use crate::dynamo::keys::*;
use crate::dynamo::plan::load;
use jiff::{SignedDuration, Timestamp};
use portico_domain::accounts::{Account, Entitlement};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::drafts::Draft;
use portico_domain::files::Upload;
use portico_domain::hats::Audience;
use portico_domain::ids::{JobId, PersonId, TouchId};
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::Reindex;
use portico_domain::knowledge::record::{Deflection, ProductFilter};
use portico_domain::knowledge::{Article, Vote};
use portico_domain::people::record::HatLayout;
use portico_domain::people::{Invitation, Layout, Person, Session};
use portico_domain::portal::PortalSettings;
use portico_domain::record::{Record as _, RecordKind, RecordRef, time_text};
use portico_domain::settings::{FormerSection, Versioned};
use portico_domain::tickets::availability::RoundRobinCursor;
use portico_domain::tickets::canned::CannedReply;
use portico_domain::tickets::record::{InternalEntry, PublicEntry};
use portico_domain::tickets::timeline::{InternalItem, PublicItem};
use portico_domain::tickets::{Ticket, TicketState};
use portico_domain::touch::{Outcome, Touch};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use uuid::Uuid;

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number))
}

fn at() -> Timestamp {
    "2026-11-20T08:05:09.000042Z".parse().unwrap()
}

fn ticket() -> Ticket {
    let person = |number: u32| json!({ "id": id::<Uuid>(u128::from(number)), "name": "Kari" });
    serde_json::from_value(json!({
        "id": id::<Uuid>(5), "version": 1, "number": 1042, "kind": "support", "type": "issue", "severity": "high",
        "synopsis": "The pump stops", "description": "", "state": "open", "requester": person(1), "account": null,
        "product": null, "participants": [], "queue": { "id": id::<Uuid>(7), "name": "Pumps" }, "assignee": person(2),
        "routing_rule": "", "files": [], "resolution": null, "hold_until": null, "custom_fields": {},
        "clocks": { "first_response_due": at(), "resolution_due": at() + SignedDuration::from_hours(8),
            "first_responded_at": null },
        "created_at": at(), "updated_at": at(), "closed_at": null,
    }))
    .unwrap()
}

/// A record made of JSON.
fn sample<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn article(products: &[Uuid]) -> Article {
    sample(json!({
        "id": id::<Uuid>(13), "version": 1, "kind": "faq", "title": "Pump", "summary": "", "body": "",
        "products": products, "audiences": ["customer"], "tags": [], "language": "en", "state": "published",
        "publish_at": at(), "expires_at": null, "owner": id::<Uuid>(1), "updated_at": at(), "helpful": 0,
        "unhelpful": 0,
    }))
}

fn touch(person: Option<PersonId>, at: Timestamp) -> Touch {
    Touch {
        id: id(14),
        at,
        person,
        person_name: "Kari".into(),
        hat: None,
        action: Action::ReplyToTicket,
        record: Some(RecordRef {
            kind: RecordKind::Ticket,
            id: "01900000-0000-7000-8000-000000000005".into(),
            label: "T-1042".into(),
        }),
        account: Some(id(6)),
        outcome: Outcome::Done,
        detail: None,
        request_id: String::new(),
    }
}

/// A person of the staff who cannot sign in: listed as unavailable.
fn person() -> Person {
    sample(json!({
        "id": id::<Uuid>(1), "version": 1, "name": "Kari", "email": "kari@example.com", "phone": null, "locale": "en",
        "time_zone": "UTC", "status": "disabled", "created_at": at(), "updated_at": at(),
        "hats": [{ "id": id::<Uuid>(2), "kind": "staff", "role": "agent", "account": null, "partner": null,
            "organisation": "XYZ Co.", "queues": [] }],
    }))
}

/// A write of a sample of every kind of record.
fn samples() -> Vec<Write> {
    let named = |number: u128| json!({ "id": id::<Uuid>(number), "name": "Kari" });
    let account = json!({ "id": id::<Uuid>(6), "name": "A", "number": "A-1", "plan": "standard", "territory": "" });
    let mut with_account = ticket();
    with_account.account = sample(account);
    with_account.participants = vec![sample(named(1)), sample(named(2))];
    let done = Ticket { number: 1043, state: TicketState::Closed, ..with_account.clone() };
    let of_partner = Ticket { number: 1044, partner: sample(named(17)), ..ticket() };
    let invitation: Invitation = sample(json!({
        "id": id::<Uuid>(16), "version": 1, "person": id::<Uuid>(1), "invited_by": null, "link_hashes": [],
        "created_at": at(), "expires_at": at(),
    }));
    let session: Session = sample(json!({
        "id": id::<Uuid>(3), "version": 1, "person": id::<Uuid>(1), "hat": id::<Uuid>(2), "refresh_hash": "",
        "previous_hash": null, "rotated_at": at(), "created_at": at(), "expires_at": at(), "ended_at": null,
    }));
    let upload: Upload = sample(json!({
        "id": id::<Uuid>(4), "version": 1, "owner": id::<Uuid>(1), "name": "pump.log", "size": 1,
        "media_type": "text/plain", "sha256": "", "state": "ready", "created_at": at(),
    }));
    let company: Account = sample(json!({
        "id": id::<Uuid>(6), "version": 1, "name": "A", "number": "A-1", "plan": "standard", "territory": "",
        "address": "",
    }));
    let entitlement: Entitlement = sample(json!({
        "id": id::<Uuid>(10), "account": id::<Uuid>(6), "product": id::<Uuid>(8), "product_name": "P",
        "product_code": "P", "product_version": id::<Uuid>(9), "version_label": "1", "supported_until": null,
        "quantity": 1, "serials": [], "purchased_on": "2026-01-01", "warranty_until": null,
        "support_until": "2027-01-01",
    }));
    let author = json!({ "id": null, "name": "Kari", "side": "company" });
    let reply: PublicItem =
        sample(json!({ "kind": "reply", "id": id::<Uuid>(11), "at": at(), "author": author, "text": "", "files": [] }));
    let note: InternalItem =
        sample(json!({ "kind": "note", "id": id::<Uuid>(12), "at": at(), "author": author, "text": "" }));
    let draft =
        Draft { person: id(1), hat: None, form: "ticket".into(), data: serde_json::Map::new(), updated_at: at() };
    let layout = HatLayout { person: id(1), hat: id(2), layout: Layout { version: 1, widgets: Vec::new() } };
    let vote = Vote { article: id(13), person: id(1), helpful: true, comment: None, at: at(), version: 1 };
    let canned = CannedReply {
        id: id(18),
        version: 1,
        name: "Restart".into(),
        text: "Restart it.".into(),
        queue: None,
        retired: false,
        created_at: at(),
        updated_at: at(),
    };
    let due = Job::new(id::<JobId>(15).0, &Reindex {}, at(), at());
    let parked = Job { parked: true, ..due.clone() };
    let mut writes = person().create(None).to_vec();
    writes.extend([
        Write::create(&invitation),
        Write::create(&session),
        Write::create(&layout),
        Write::create(&draft),
        Write::create(&Versioned { version: 1, section: PortalSettings::default() }),
        Write::create(&FormerSection {
            section: "portal".into(),
            version: 1,
            document: json!({}),
            replaced_at: at(),
            replaced_by: "Kari".into(),
        }),
        Write::create(&upload),
        Write::create(&company),
        Write::create(&entitlement),
        Write::create(&with_account),
        Write::create(&done),
        Write::create(&of_partner),
        Write::create(&PublicEntry { ticket: id(5), item: reply }),
        Write::create(&InternalEntry { ticket: id(5), item: note }),
        Write::create(&RoundRobinCursor { queue: id(7), agent: id(1), version: 1 }),
        Write::create(&canned),
        Write::create(&CannedReply { id: id(19), retired: true, ..canned.clone() }),
        Write::create(&article(&[])),
        Write::create(&article(&[id(8)])),
        Write::create(&vote),
        Write::create(&Deflection { article: id(13), person: id(1), solved: true, at: at() }),
        Write::create(&touch(Some(id(1)), Timestamp::UNIX_EPOCH)),
        Write::create(&touch(None, Timestamp::UNIX_EPOCH)),
        Write::create(&due),
        Write::create(&parked),
    ]);
    writes
}

/// Type, key and places in the indexes of every item that the samples are stored as; and the keys of what is no record.
fn shown() -> String {
    let mut lines = BTreeSet::new();
    for item in load(&samples()).unwrap() {
        let part = |name: &str| text_of(&item, name);
        let kind = part("type").unwrap();
        lines.insert(format!("{kind}: {}, {}", part("pk").unwrap(), part("sk").unwrap()));
        for column in INDEXES {
            if let (Some(pk), Some(sk)) = (part(column.partition), part(column.sort)) {
                lines.insert(format!("{kind}, {}: {pk}, {sk}", column.index));
            }
        }
    }
    let others = [
        (ClaimKey::KIND, ClaimKey { person: id(1), name: "6f1c" }.key()),
        (AttemptKey::KIND, AttemptKey { name: "sign-in#kari@example.com", slice: 1_962_345 }.key()),
        (COUNTER, ticket_counter()),
        (SEARCH_INDEX, search_index()),
    ];
    lines.extend(others.map(|(kind, key)| format!("{kind}: {}, {}", key.partition, key.sort)));
    let mut text = String::from("# type, and index if it is of one: partition, sort\n");
    for line in lines {
        writeln!(text, "{line}").unwrap();
    }
    text
}

#[test]
fn keys_are_as_committed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dynamo/keys.snap.txt");
    let shown = shown();
    if std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|value| value == "1") {
        std::fs::write(&file, &shown).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(shown, committed, "keys have changed; UPDATE_SNAPSHOTS=1 writes the file anew");
}

#[test]
fn no_two_kinds_share_a_key() {
    let shown = shown();
    let keys: Vec<&str> = shown.lines().filter_map(|line| line.split_once(": ").map(|(_, key)| key)).collect();
    let distinct: BTreeSet<&str> = keys.iter().copied().collect();
    assert_eq!(distinct.len(), keys.len());
}

#[test]
fn times_in_keys_sort_as_times_do() {
    let times = [
        "2026-11-20T08:05:09Z",
        "2026-11-20T08:05:09.000001Z",
        "2026-11-20T08:05:09.1Z",
        "2026-11-20T08:05:10Z",
        "2027-01-01T00:00:00Z",
    ];
    let texts: Vec<String> = times.iter().map(|text| time_text(text.parse().unwrap())).collect();
    assert!(texts.is_sorted());
    assert!(texts.iter().all(|text| text.len() == texts[0].len()));
    assert_eq!(texts[2], "2026-11-20T08:05:09.100000Z");
}

#[test]
fn the_bound_of_a_time_is_after_all_of_it() {
    let article = Article { id: id(u128::from(u64::MAX)), ..article(&[]) };
    let newest = Article::of_audience(Audience::Customer, ProductFilter::Anything);
    let listed = article.memberships().into_iter().find(|listed| listed.list == newest).unwrap();
    assert!(listed.sort < Article::published_until(at()));
    assert!(listed.sort > time_text(at()));
}

#[test]
fn the_stream_announces_jobs_by_their_keys() {
    let record = |pk: String| json!({ "eventName": "INSERT", "dynamodb": { "Keys": { "pk": { "S": pk }, "sk": { "S": "job" } } } });
    let (one, other) = (id::<JobId>(15), id::<JobId>(16));
    let keys = [Job::key_of(one), Ticket::key_of(id(5)), Job::key_of(other)].map(|key| key.partition);
    let event = json!({ "Records": keys.map(record) });
    assert_eq!(announced_jobs(&event), Some(vec![one, other]));
    assert_eq!(announced_jobs(&json!({ "source": "aws.events" })), None);
}

#[test]
fn a_read_stands_where_it_was_and_not_where_its_minute_begins() {
    let minute: TouchId = "019a0000-0000-7abc-8def-000000000001".parse().unwrap();
    let begins = Timestamp::from_millisecond(0x019a_0000_0000).unwrap();
    let turn = |at| Touch { id: minute, ..touch(None, at) }.memberships().remove(0).sort;
    assert_eq!(turn(begins), minute.to_string());
    assert_eq!(turn(begins + SignedDuration::from_millis(0x1234)), "019a0000-1234-7abc-8def-000000000001");
    // Other touches are named after they are timed.
    assert_eq!(turn(begins - SignedDuration::from_millis(1)), minute.to_string());
}
