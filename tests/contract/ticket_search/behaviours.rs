//! Behaviours of the search for tickets.

use futures::future::join_all;
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::{AccountId, PersonId, QueueId, TicketId};
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::tickets::search::{
    Opening, SearchableTickets, TicketDocument, TicketIndex, TicketSearch, TicketSet,
};
use portico_testing::records::{self, fresh};
use std::collections::BTreeSet;
use uuid::Uuid;

/// ID of a ticket; a larger number is newer.
fn id(number: u32) -> TicketId {
    TicketId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

fn document(number: u32, text: &str) -> TicketDocument {
    TicketDocument {
        id: id(number),
        version: 1,
        texts: vec![text.to_owned()],
        staff_texts: Vec::new(),
        sets: BTreeSet::from([TicketSet::All]),
        opening: Opening { at: Timestamp::UNIX_EPOCH, active: true },
    }
}

/// The tickets that a caller with this hat may search.
fn searched_by(person: PersonId, hat: Hat) -> SearchableTickets {
    let caller = Caller { person, name: "Kari".into(), session: fresh(), hat };
    let scope = scope(&caller, Action::ListTickets).unwrap();
    SearchableTickets::within(&scope, caller.hat.kind, None, None).unwrap()
}

fn all() -> SearchableTickets {
    searched_by(fresh(), records::hat(HatKind::Staff, Role::Administrator))
}

fn of_person(person: PersonId) -> SearchableTickets {
    searched_by(person, records::hat(HatKind::Employee, Role::Employee))
}

fn of_account(account: AccountId) -> SearchableTickets {
    searched_by(fresh(), Hat { account: Some(account), ..records::hat(HatKind::Customer, Role::Manager) })
}

fn of_queues(person: PersonId, queues: &[QueueId]) -> SearchableTickets {
    searched_by(person, Hat { queues: queues.to_vec(), ..records::hat(HatKind::Staff, Role::Agent) })
}

/// The numbers of the tickets found, read in pages of this size.
async fn paged(index: &impl TicketSearch, among: &SearchableTickets, text: &str, limit: u32) -> Vec<u32> {
    let (mut found, mut page) = (Vec::new(), PageRequest::first(limit));
    for _ in 0..1000 {
        let hits = index.find_tickets(among, text, page.clone()).await.unwrap();
        assert!(hits.ids.len() <= limit as usize);
        found.extend(hits.ids.iter().map(|id| u32::try_from(id.0.as_u128() & 0xFFFF_FFFF).unwrap()));
        let Some(next) = hits.next else { return found };
        page.after = Some(next);
    }
    panic!("pages without end");
}

async fn found(index: &impl TicketSearch, among: &SearchableTickets, text: &str) -> Vec<u32> {
    paged(index, among, text, 25).await
}

pub(super) async fn a_ticket_is_found_by_all_of_its_words(index: &(impl TicketSearch + TicketIndex)) {
    index.index_ticket(&document(1, "The printer jams")).await.unwrap();
    index.index_ticket(&document(2, "The printer is on fire")).await.unwrap();
    for (text, numbers) in [
        ("printer", vec![2, 1]),
        ("jam printer", vec![1]),
        ("fire", vec![2]),
        ("printer scanner", vec![]),
        ("scanner", vec![]),
    ] {
        assert_eq!(found(index, &all(), text).await, numbers, "{text}");
    }
}

pub(super) async fn case_accents_and_forms_do_not_matter(index: &(impl TicketSearch + TicketIndex)) {
    index.index_ticket(&document(1, "Printers in the CAFÉ")).await.unwrap();
    for text in ["PRINTER", "cafe", "cafés", "the printer, at the café!"] {
        assert_eq!(found(index, &all(), text).await, [1], "{text}");
    }
}

pub(super) async fn spellings_of_a_compound_are_one_word(index: &(impl TicketSearch + TicketIndex)) {
    index.index_ticket(&document(1, "Power-Plus stops")).await.unwrap();
    index.index_ticket(&document(2, "PowerPlus stops")).await.unwrap();
    for text in ["power-plus", "PowerPlus", "power plus", "plus"] {
        assert_eq!(found(index, &all(), text).await, [2, 1], "{text}");
    }
}

pub(super) async fn words_for_staff_are_found_by_staff_alone(index: &(impl TicketSearch + TicketIndex)) {
    let (person, account, queue, agent) = (fresh(), fresh(), fresh(), fresh());
    let sets = BTreeSet::from([
        TicketSet::Person(person),
        TicketSet::Account(account),
        TicketSet::Queue(queue),
        TicketSet::Assignee(agent),
        TicketSet::All,
    ]);
    let texts = vec!["The fan is loud".to_owned()];
    let document = TicketDocument { staff_texts: vec!["Kari annoys me, and the fan".into()], sets, ..document(1, "") };
    index.index_ticket(&TicketDocument { texts, ..document }).await.unwrap();
    for customer in [of_person(person), of_account(account)] {
        assert_eq!(found(index, &customer, "fan").await, [1]);
        assert_eq!(found(index, &customer, "annoy").await, [0; 0]);
        assert_eq!(found(index, &customer, "fan annoy").await, [0; 0]);
    }
    for staff in [of_queues(fresh(), &[queue]), of_queues(agent, &[]), all()] {
        assert_eq!(found(index, &staff, "loud annoying").await, [1]);
    }
}

pub(super) async fn a_search_finds_in_its_sets_alone(index: &(impl TicketSearch + TicketIndex)) {
    let (queues, agent): ([QueueId; 3], PersonId) = ([fresh(), fresh(), fresh()], fresh());
    for (number, set) in [
        (1, TicketSet::Queue(queues[0])),
        (2, TicketSet::Queue(queues[1])),
        (3, TicketSet::Queue(queues[2])),
        (4, TicketSet::Assignee(agent)),
    ] {
        let sets = BTreeSet::from([set, TicketSet::All]);
        index.index_ticket(&TicketDocument { sets, ..document(number, "printer") }).await.unwrap();
    }
    let both = BTreeSet::from([TicketSet::Queue(queues[0]), TicketSet::Assignee(agent)]);
    index.index_ticket(&TicketDocument { sets: both, ..document(5, "printer") }).await.unwrap();
    for limit in [1, 2, 25] {
        assert_eq!(paged(index, &of_queues(fresh(), &queues[..1]), "printer", limit).await, [5, 1]);
        assert_eq!(paged(index, &of_queues(agent, &queues[..2]), "printer", limit).await, [5, 4, 2, 1]);
        assert_eq!(paged(index, &all(), "printer", limit).await, [4, 3, 2, 1]);
    }
    assert_eq!(found(index, &of_queues(fresh(), &[]), "printer").await, [0; 0]);
}

pub(super) async fn what_is_gone_is_not_found(index: &(impl TicketSearch + TicketIndex)) {
    let (one, other): (QueueId, QueueId) = (fresh(), fresh());
    let in_queue = |queue| BTreeSet::from([TicketSet::Queue(queue)]);
    let first = TicketDocument { sets: in_queue(one), ..document(1, "printer jams") };
    index.index_ticket(&first).await.unwrap();
    let moved = TicketDocument { version: 2, sets: in_queue(other), ..document(1, "printer burns") };
    index.index_ticket(&moved).await.unwrap();
    assert_eq!(found(index, &of_queues(fresh(), &[one]), "printer").await, [0; 0]);
    assert_eq!(found(index, &of_queues(fresh(), &[other]), "jam").await, [0; 0]);
    assert_eq!(found(index, &of_queues(fresh(), &[other]), "printer burns").await, [1]);
}

pub(super) async fn an_older_document_never_overwrites(index: &(impl TicketSearch + TicketIndex)) {
    index.index_ticket(&TicketDocument { version: 3, ..document(1, "newest") }).await.unwrap();
    for version in [1, 2, 3] {
        index.index_ticket(&TicketDocument { version, ..document(1, "oldest") }).await.unwrap();
    }
    assert_eq!(found(index, &all(), "newest").await, [1]);
    assert_eq!(found(index, &all(), "oldest").await, [0; 0]);
    // The same words count as a version too.
    index.index_ticket(&TicketDocument { version: 5, ..document(1, "newest") }).await.unwrap();
    index.index_ticket(&TicketDocument { version: 4, ..document(1, "oldest") }).await.unwrap();
    assert_eq!(found(index, &all(), "oldest").await, [0; 0]);
}

pub(super) async fn documents_that_meet_end_with_the_newest(index: &(impl TicketSearch + TicketIndex)) {
    let writes = (1..=6).map(|version| {
        let text = format!("common word{version}x");
        async move { index.index_ticket(&TicketDocument { version, ..document(1, &text) }).await }
    });
    for written in join_all(writes).await {
        written.unwrap();
    }
    assert_eq!(found(index, &all(), "common").await, [1]);
    for version in 1..=6 {
        let expected = if version == 6 { vec![1] } else { vec![] };
        assert_eq!(found(index, &all(), &format!("word{version}x")).await, expected, "{version}");
    }
}

pub(super) async fn what_says_nothing_asks_nothing(index: &(impl TicketSearch + TicketIndex)) {
    index.index_ticket(&document(1, "the printer")).await.unwrap();
    for text in ["the", "?!", "to be or not to be"] {
        let hits = index.find_tickets(&all(), text, PageRequest::first(25)).await.unwrap();
        assert!(hits.asks_nothing && hits.ids.is_empty() && hits.next.is_none(), "{text}");
    }
    let hits = index.find_tickets(&all(), "scanner", PageRequest::first(25)).await.unwrap();
    assert!(!hits.asks_nothing);
}

pub(super) async fn the_newest_come_first(index: &(impl TicketSearch + TicketIndex)) {
    for number in [3, 1, 5, 2, 4] {
        index.index_ticket(&document(number, "printer")).await.unwrap();
    }
    for limit in [1, 2, 5, 6] {
        assert_eq!(paged(index, &all(), "printer", limit).await, [5, 4, 3, 2, 1], "{limit} at a time");
    }
    let whole = index.find_tickets(&all(), "printer", PageRequest::first(5)).await.unwrap();
    assert_eq!(whole.next, None, "a full last page is the last");
}

/// Texts of tickets, each word in every so many of them.
fn spread(number: u32) -> String {
    let every = |step: u32, word: &'static str| number.is_multiple_of(step).then_some(word);
    let words = [Some("printer"), every(2, "jam"), every(3, "fire"), every(7, "smoke"), every(50, "flood")];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

pub(super) async fn pages_agree_with_a_plain_filter(index: &(impl TicketSearch + TicketIndex)) {
    const MOST: u32 = 320;
    let documents: Vec<TicketDocument> = (1..=MOST).map(|number| document(number, &spread(number))).collect();
    for some in documents.chunks(40) {
        for written in join_all(some.iter().map(|document| index.index_ticket(document))).await {
            written.unwrap();
        }
    }
    for asked in
        ["printer", "jam", "fire jam", "smoke fire", "smoke jam printer", "flood smoke", "flood fire jam smoke"]
    {
        let filtered = (1..=MOST).rev().filter(|number| {
            let text = spread(*number);
            asked.split(' ').all(|word| text.split(' ').any(|has| has == word))
        });
        let filtered: Vec<u32> = filtered.collect();
        for limit in [1, 7, 100] {
            assert_eq!(paged(index, &all(), asked, limit).await, filtered, "{asked}, {limit} at a time");
        }
    }
}

pub(super) async fn a_rare_word_is_found_among_many(index: &(impl TicketSearch + TicketIndex)) {
    let common: Vec<TicketDocument> = (10..=260).map(|number| document(number, "printer")).collect();
    for some in common.chunks(50) {
        for written in join_all(some.iter().map(|document| index.index_ticket(document))).await {
            written.unwrap();
        }
    }
    index.index_ticket(&document(1, "printer zeppelin")).await.unwrap();
    index.index_ticket(&document(2, "zeppelin")).await.unwrap();
    assert_eq!(found(index, &all(), "printer zeppelin").await, [1]);
}
