//! Every key of every kind of record, compared with a committed file: if a key changes, the data under the old one is
//! lost.

use crate::dynamo::announced_jobs;
use crate::dynamo::items::text_of;
use crate::dynamo::keys::*;
use crate::dynamo::plan::load;
use jiff::{SignedDuration, Timestamp};
use portico_domain::accounts::products::Product;
use portico_domain::accounts::{Account, Entitlement};
use portico_domain::action::Action;
use portico_domain::change::Write;
use portico_domain::files::Upload;
use portico_domain::hats::{Audience, Hat, HatKind, Role};
use portico_domain::identity_provider::begun::BegunSignIn;
use portico_domain::ids::{JobId, PersonId, ProductId, TouchId};
use portico_domain::imports::Import;
use portico_domain::imports::lines::LineOutcome;
use portico_domain::jobs::Job;
use portico_domain::knowledge::Article;
use portico_domain::knowledge::jobs::Reindex;
use portico_domain::knowledge::record::{Deflection, ProductFilter};
use portico_domain::people::record::HatLayout;
use portico_domain::people::{
    EmailChange, Invitation, Layout, PasswordReset, Person, PersonStatus, SecondFactor, Session, SignInCode,
};
use portico_domain::portal::PortalSettings;
use portico_domain::record::{Record as _, RecordKind, RecordRef, time_text};
use portico_domain::settings::draft::SectionDraft;
use portico_domain::settings::{FormerSection, Versioned};
use portico_domain::tickets::availability::RoundRobinCursor;
use portico_domain::tickets::canned::CannedReply;
use portico_domain::tickets::counts::{CountPart, TICKET_COUNT};
use portico_domain::tickets::inbound::{InboundMail, InboundState, ReplyAddress};
use portico_domain::tickets::presence::{Activity, Presence};
use portico_domain::tickets::record::{InternalEntry, PublicEntry, opening_key};
use portico_domain::tickets::search::Opening;
use portico_domain::tickets::timeline::{InternalItem, Note, PublicItem, Reply, Side};
use portico_domain::tickets::{Clocks, PartnerRef, PersonRef, QueueRef, Severity, Ticket, TicketState, TicketType};
use portico_domain::touch::Touch;
use portico_testing::records;
use serde_json::json;
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

fn named(number: u128) -> PersonRef {
    PersonRef { id: id(number), name: "Kari".into() }
}

fn ticket() -> Ticket {
    let person = person();
    Ticket {
        id: id(5),
        number: 1042,
        r#type: TicketType::Issue,
        severity: Severity::High,
        state: TicketState::Open,
        queue: QueueRef { id: id(7), name: "Pumps".into() },
        assignee: Some(named(2)),
        clocks: Clocks {
            first_response_due: at(),
            resolution_due: at() + SignedDuration::from_hours(8),
            ..records::clocks(at())
        },
        ..records::ticket(&person, &person.hats[0], at())
    }
}

fn article(products: &[ProductId]) -> Article {
    Article {
        id: id(13),
        title: "Pump".into(),
        summary: String::new(),
        body: String::new(),
        products: products.to_vec(),
        tags: Vec::new(),
        owner: id(1),
        ..records::article(vec![Audience::Customer], at())
    }
}

fn touch(person: Option<PersonId>, at: Timestamp) -> Touch {
    Touch {
        id: id(14),
        person,
        person_name: "Kari".into(),
        action: Action::ReplyToTicket,
        record: Some(RecordRef {
            kind: RecordKind::Ticket,
            id: "01900000-0000-7000-8000-000000000005".into(),
            label: "T-1042".into(),
        }),
        account: Some(id(6)),
        request_id: String::new(),
        ..records::touch(at)
    }
}

/// A person of the staff who cannot sign in: listed as unavailable.
fn person() -> Person {
    let hat = Hat { id: id(2), ..records::hat(HatKind::Staff, Role::Agent) };
    Person {
        id: id(1),
        name: "Kari".into(),
        email: "kari@example.com".into(),
        status: PersonStatus::Disabled,
        ..records::person(vec![hat], at())
    }
}

fn email_change() -> EmailChange {
    EmailChange {
        id: id(22),
        version: 1,
        person: id(1),
        email: "kim@example.com".into(),
        epoch: 0,
        session: id(3),
        link_hashes: Vec::new(),
        created_at: at(),
        expires_at: at(),
    }
}

/// Writes of samples of the records of people and of their ways to sign in.
fn of_people() -> Vec<Write> {
    let invitation = Invitation { id: id(16), expires_at: at(), ..records::invitation(id(1), at()) };
    let reset = PasswordReset { id: id(20), person: id(1), epoch: 0, link_hash: String::new(), expires_at: at() };
    let code = SignInCode {
        email: "kari@example.com".into(),
        person: id(1),
        epoch: 0,
        code_hash: String::new(),
        version: 1,
        expires_at: at(),
    };
    let begun = BegunSignIn {
        state_hash: "a1b2".into(),
        page_hash: String::new(),
        issuer: String::new(),
        client_id: String::new(),
        expires_at: at(),
    };
    let factor = SecondFactor {
        person: id(1),
        version: 1,
        secret: String::new(),
        confirmed: false,
        used_step: 0,
        recovery_hashes: Vec::new(),
        answered: Vec::new(),
    };
    let session = Session { id: id(3), expires_at: at(), ..records::session(&person(), &person().hats[0], at()) };
    let draft = records::draft(id(1), "ticket", at());
    let layout = HatLayout { person: id(1), hat: id(2), layout: Layout { version: 1, widgets: Vec::new() } };
    let of_company = Hat { account: Some(id(6)), ..records::hat(HatKind::Customer, Role::Member) };
    let seller = Hat { partner: Some(id(17)), ..records::hat(HatKind::Partner, Role::Seller) };
    let colleague = Person { id: id(20), status: PersonStatus::Active, hats: vec![of_company, seller], ..person() };
    let mut writes = person().create(None).to_vec();
    writes.extend([
        Write::create(&colleague),
        Write::create(&invitation),
        Write::create(&session),
        Write::create(&reset),
        Write::create(&email_change()),
        Write::create(&code),
        Write::create(&begun),
        Write::create(&factor),
        Write::create(&layout),
        Write::create(&draft),
    ]);
    writes
}

/// Writes of samples of every kind of record: those of people, and all others.
fn samples() -> Vec<Write> {
    let company = Account { id: id(6), name: "A".into(), number: "A-1".into(), ..records::account() };
    let with_account =
        Ticket { account: Some(records::account_ref(&company)), participants: vec![named(1), named(2)], ..ticket() };
    let done = Ticket { number: 1043, state: TicketState::Closed, ..with_account.clone() };
    let partner = PartnerRef { id: id(17), name: "Kari".into() };
    let of_partner = Ticket { number: 1044, partner: Some(partner), ..ticket() };
    let upload = Upload { id: id(4), ..records::upload(id(1), at()) };
    let product = Product { id: id(8), name: "P".into(), code: "P".into(), ..records::product() };
    let entitlement = Entitlement {
        id: id(10),
        product: id(8),
        product_name: "P".into(),
        product_code: "P".into(),
        product_version: id(9),
        version_label: "1".into(),
        supported_until: None,
        purchased_on: jiff::civil::date(2026, 1, 1),
        support_until: jiff::civil::date(2027, 1, 1),
        ..records::entitlement(id(6))
    };
    let author = || records::author(&person(), Side::Company);
    let reply = PublicItem::Reply(Reply { id: id(11), ..records::reply(author(), at()) });
    let note = InternalItem::Note(Note { id: id(12), ..records::note(author(), at()) });
    let vote = records::vote(id(13), id(1), at());
    let canned = CannedReply { id: id(18), ..records::canned_reply(None, at()) };
    let import = Import { id: id(40), ..records::import(id(1), at()) };
    let mail = InboundMail { id: id(20), ..records::inbound_mail(at()) };
    let address =
        ReplyAddress { hash: "9f86d081".into(), ticket: id(5), person: id(1), side: Side::Customer, created_at: at() };
    let due = Job::new(id::<JobId>(15).0, &Reindex {}, at(), at());
    let parked = Job { parked: true, ..due.clone() };
    let mut writes = of_people();
    writes.extend([
        Write::create(&Versioned { version: 1, section: PortalSettings::default() }),
        Write::create(&FormerSection {
            section: "portal".into(),
            version: 1,
            document: json!({}),
            replaced_at: at(),
            replaced_by: "Kari".into(),
        }),
        Write::create(&SectionDraft {
            version: 1,
            saved_at: at(),
            saved_by: "Kari".into(),
            ..SectionDraft::none("portal")
        }),
        Write::create(&upload),
        Write::create(&company),
        Write::create(&product),
        Write::create(&entitlement),
        Write::create(&with_account),
        Write::create(&done),
        Write::create(&of_partner),
        Write::create(&PublicEntry { ticket: id(5), item: reply }),
        Write::create(&InternalEntry { ticket: id(5), item: note }),
        Write::create(&RoundRobinCursor { queue: id(7), agent: id(1), version: 1, recent: vec![id(1)] }),
        Write::put(&Presence { ticket: id(5), person: named(1), state: Activity::Viewing, at: at() }),
        Write::create(&canned),
        Write::create(&CannedReply { id: id(19), retired: true, ..canned.clone() }),
        Write::create(&import),
        Write::create(&records::import_line(&import, 2, LineOutcome::Error)),
        Write::create(&mail),
        Write::create(&InboundMail { id: id(21), state: InboundState::SetAside, ..mail.clone() }),
        Write::create(&address),
        Write::create(&article(&[])),
        Write::create(&article(&[id(8)])),
        Write::create(&records::article_version(&article(&[]), at())),
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
        (COUNTER, account_counter()),
        (TICKET_COUNT, CountPart::key_of(id(7), 5)),
        (SEARCH_INDEX, search_index()),
        (OPENED_TICKET, opening_key("account#10", Opening { at: at(), active: true }, id(5))),
        (TICKET_WORD, ticket_posting("all", "printer", id(5))),
        (TICKET_WORDS, ticket_words(id(5))),
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
