//! Every key of every entity, held to a committed file: a key that changes would lose what is stored under the old one.

use crate::dynamo::announced_jobs;
use crate::dynamo::keys::*;
use jiff::{SignedDuration, Timestamp};
use portico_domain::ids::{JobId, TouchId};
use portico_domain::jobs::{Job, JobKind};
use portico_domain::knowledge::Audience;
use portico_domain::tickets::{Ticket, TicketState};
use serde_json::json;
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

fn shown() -> String {
    let mut text = String::from("# entity: partition, sort\n");
    let mut entity = |name: &str, key: Key| {
        writeln!(text, "{name}: {}, {}", key.pk, key.sk).unwrap();
    };
    macro_rules! entities {
        ($($key:ident($($part:expr),*)),* $(,)?) => {
            $(entity(<$key<'_> as EntityKey>::TYPE, $key::new($($part),*).key());)*
        };
    }
    entities!(
        PersonKey(id(1)),
        CredentialKey("kari@example.com"),
        InvitationKey(id(1), id(16)),
        SessionKey(id(3)),
        LayoutKey(id(1), id(2)),
        DraftKey(id(1), "ticket"),
        ClaimKey(id(1), "6f1c"),
        AttemptKey("sign-in#kari@example.com", 1_962_345),
        SettingsKey("portal"),
        UploadKey(id(4)),
        AccountKey(id(6)),
        EntitlementKey(id(6), id(8), id(9), id(10)),
        TicketKey(id(5)),
        PublicItemKey(id(5), id(11)),
        InternalItemKey(id(5), id(12)),
        ParticipantKey(id(5), id(1)),
        TicketNumberKey(1042),
        TicketCounterKey(),
        AwayKey(id(1)),
        TurnKey(id(7)),
        ArticleKey(id(13)),
        AudienceKey(Audience::Customer, ProductFilter::Anything, at(), id(13)),
        AudienceKey(Audience::Customer, ProductFilter::Nothing, at(), id(13)),
        AudienceKey(Audience::Customer, ProductFilter::Product(id(8)), at(), id(13)),
        WordKey("pump", id(13)),
        VoteKey(id(13), id(1)),
        DeflectionKey(id(13), jiff::civil::date(2026, 11, 20), id(1)),
        TouchKey(Some(id(1)), id(14)),
        TouchKey(None, id(14)),
        JobKey(id(15)),
        SearchIndexKey(),
    );
    text.push_str("\n# entity, list: index: partition, sort\n");
    let active = ticket();
    let closed = Ticket { state: TicketState::Closed, ..active.clone() };
    let due = Job::new(id::<JobId>(15).0, JobKind::Reindex, at(), at());
    let parked = Job { parked: true, ..due.clone() };
    let places = [
        ("ticket, own, active", own_place(id(1), &active)),
        ("ticket, own, done", own_place(id(1), &closed)),
        ("participant, own, active", own_place(id(2), &active)),
        ("ticket, account, active", account_place(id(6), &active)),
        ("ticket, account, done", account_place(id(6), &closed)),
        ("ticket, partner, active", partner_place(id(17), &active)),
        ("ticket, queue, active", queue_place(&active)),
        ("ticket, queue, done", queue_place(&closed)),
        ("ticket, assigned, active", assignee_place(id(2), &active)),
        ("ticket, assigned, done", assignee_place(id(2), &closed)),
        ("draft, kept", draft_place(id(1), "ticket", at())),
        ("article, all", article_place(id(13))),
        ("touch, account", account_touch_place(id(6), id(14), Timestamp::UNIX_EPOCH)),
        ("touch, record", record_touch_place("01900000-0000-7000-8000-000000000005", id(14), Timestamp::UNIX_EPOCH)),
        ("job, due", job_place(&due)),
        ("job, parked", job_place(&parked)),
    ];
    for (name, IndexKey { index, pk, sk }) in places {
        writeln!(text, "{name}: {}: {pk}, {sk}", index.name()).unwrap();
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
fn no_two_entities_share_a_key() {
    let shown = shown();
    let keys: Vec<&str> = shown.lines().filter_map(|line| line.split_once(": ").map(|(_, key)| key)).collect();
    let mut distinct = keys.clone();
    distinct.sort_unstable();
    distinct.dedup();
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
    let texts: Vec<String> = times.iter().map(|text| time(text.parse().unwrap())).collect();
    assert!(texts.is_sorted());
    assert!(texts.iter().all(|text| text.len() == texts[0].len()));
    assert_eq!(texts[2], "2026-11-20T08:05:09.100000Z");
}

#[test]
fn the_bound_of_a_time_is_after_all_of_it() {
    let key = AudienceKey::new(Audience::Public, ProductFilter::Anything, at(), id(u128::from(u64::MAX))).key();
    assert!(key.sk < until(at()));
    assert!(key.sk > time(at()));
}

#[test]
fn the_stream_announces_jobs_by_their_keys() {
    let record = |pk: String| json!({ "eventName": "INSERT", "dynamodb": { "Keys": { "pk": { "S": pk }, "sk": { "S": "job" } } } });
    let (one, other) = (id::<JobId>(15), id::<JobId>(16));
    let keys = [JobKey::new(one).key().pk, TicketKey::new(id(5)).key().pk, JobKey::new(other).key().pk];
    let event = json!({ "Records": keys.map(record) });
    assert_eq!(announced_jobs(&event), Some(vec![one, other]));
    assert_eq!(announced_jobs(&json!({ "source": "aws.events" })), None);
}

#[test]
fn a_read_stands_where_it_was_and_not_where_its_minute_begins() {
    let minute: TouchId = "019a0000-0000-7abc-8def-000000000001".parse().unwrap();
    let begins = Timestamp::from_millisecond(0x019a_0000_0000).unwrap();
    let turn = |at| account_touch_place(id(6), minute, at).sk;
    assert_eq!(turn(begins), minute.to_string());
    assert_eq!(turn(begins + SignedDuration::from_millis(0x1234)), "019a0000-1234-7abc-8def-000000000001");
    // Other touches are named after they are timed.
    assert_eq!(turn(begins - SignedDuration::from_millis(1)), minute.to_string());
}
