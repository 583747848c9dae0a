//! Search of tickets by postings in the table: an item for each word and ticket in each set of tickets. An item says
//! nothing but the ID, so that a ticket's own record decides who sees it.
//!
//! A search reads the rarest of its words newest first, and looks its tickets up under the other words. A register for
//! each ticket has the postings that were written, so that a later write puts and deletes only the difference.

use super::Dynamo;
use super::client::backoff;
use super::condition::Condition;
use super::items::{Item, ItemBuilder, key_item, record, stored, text, text_of};
use super::keys::{OPENED_TICKET, TICKET_WORD, TICKET_WORDS, ticket_posting, ticket_words};
use crate::error::classify;
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{DeleteRequest, PutRequest, WriteRequest};
use futures::future::try_join_all;
use futures::stream::{StreamExt, TryStreamExt, iter};
use jiff::{SignedDuration, Timestamp};
use portico_domain::fault::Fault;
use portico_domain::ids::TicketId;
use portico_domain::paging::{PageRequest, Position};
use portico_domain::record::{List, ListHome, ListQuery, RecordKey, SortRange};
use portico_domain::store::{StoreError, StoreResult};
use portico_domain::tickets::record::opening_key;
use portico_domain::tickets::search::{Opening, SearchableTickets, TicketDocument, TicketHits, TicketSet};
use portico_search::tickets::{TicketWords, asked_words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

stored!(Register);

/// Number of postings that are read of a word at once.
const POSTINGS_AT_ONCE: u32 = 100;
/// Largest number of times that a search reads on in a set. The page is then short, and the next one continues.
const MOST_ROUNDS: usize = 5;
/// Largest number of items in one batch write.
const ITEMS_PER_BATCH: usize = 25;
/// Number of batches that are written in parallel.
const SIDE_BY_SIDE: usize = 3;
/// Largest number of attempts to write a batch, from which DynamoDB may leave items out.
const MOST_WRITES: u32 = 8;
/// Largest number of attempts to take the register while another run writes.
const MOST_TRIES: u32 = 12;
/// Time for which a run has the postings of a ticket to itself: longer than a job may take.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Postings of a ticket: each word in each of its sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Postings {
    /// Words for all sets.
    words: BTreeSet<String>,
    /// Words for the sets of staff alone.
    staff_words: BTreeSet<String>,
    /// Names of the sets of people on the ticket.
    sets: BTreeSet<String>,
    /// Names of the sets of staff.
    staff_sets: BTreeSet<String>,
    /// Place in the order of opening, which the ticket has in each set but that of all tickets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opening: Option<Opening>,
}

/// Content of a register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    /// Words alone, as an earlier version wrote them.
    #[default]
    Words,
    /// Words, and places in the order of opening.
    WordsAndOpening,
    /// Places in the order of opening alone, for the words are in a cluster.
    Opening,
}

impl Postings {
    fn of(document: &TicketDocument) -> Self {
        let TicketWords { public, staff } = TicketWords::of(document);
        let (staff_sets, sets): (Vec<TicketSet>, Vec<TicketSet>) =
            document.sets.iter().copied().partition(|set| set.is_of_staff());
        let names = |sets: Vec<TicketSet>| sets.iter().map(TicketSet::to_string).collect();
        let opening = Some(document.opening);
        Self { words: public, staff_words: staff, sets: names(sets), staff_sets: names(staff_sets), opening }
    }

    /// The postings without the words.
    fn without_words(self) -> Self {
        Self { words: BTreeSet::new(), staff_words: BTreeSet::new(), ..self }
    }

    /// The keys of the items.
    fn keys(&self, ticket: TicketId) -> BTreeSet<RecordKey> {
        let each = |sets: &BTreeSet<String>, words: &BTreeSet<String>| -> Vec<RecordKey> {
            sets.iter().flat_map(|set| words.iter().map(move |word| ticket_posting(set, word, ticket))).collect()
        };
        let mut keys: BTreeSet<RecordKey> = each(&self.sets, &self.words).into_iter().collect();
        keys.extend(each(&self.staff_sets, &self.words));
        keys.extend(each(&self.staff_sets, &self.staff_words));
        let all = TicketSet::All.to_string();
        let sets = self.sets.iter().chain(&self.staff_sets).filter(|set| **set != all);
        keys.extend(self.opening.iter().flat_map(|at| sets.clone().map(|set| opening_key(set, *at, ticket))));
        keys
    }
}

/// Register of the postings of a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Register {
    /// Counts the changes, from 1.
    version: u64,
    /// Version of the document whose postings are written.
    document: u64,
    /// Postings that are written.
    written: Postings,
    /// Content of what is written.
    #[serde(default)]
    content: Content,
    /// Write that has begun and not ended.
    begun: Option<Begun>,
}

/// A write of postings that has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Begun {
    /// Version of the document.
    document: u64,
    /// Postings of the document, and those of earlier writes that did not end.
    postings: Vec<Postings>,
    /// Time until which nobody else writes.
    until: Timestamp,
}

/// Next step of a write, by the register.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// The index has the document, or a newer one has been begun.
    Done,
    /// Another run writes.
    Wait,
    /// The write can begin.
    Write,
}

impl Register {
    fn step(&self, document: &TicketDocument, content: Content, now: Timestamp) -> Step {
        match &self.begun {
            Some(begun) if begun.document > document.version => Step::Done,
            Some(begun) if begun.until > now => Step::Wait,
            Some(_) => Step::Write,
            None if self.document > document.version => Step::Done,
            None if self.document == document.version && self.content == content => Step::Done,
            None => Step::Write,
        }
    }

    /// Keys of all items that may be there.
    fn may_be_there(&self, ticket: TicketId) -> BTreeSet<RecordKey> {
        let mut keys = self.written.keys(ticket);
        let begun = self.begun.iter().flat_map(|begun| &begun.postings);
        keys.extend(begun.flat_map(|postings| postings.keys(ticket)));
        keys
    }

    /// Keys of the items that are certainly there.
    fn is_there(&self, ticket: TicketId) -> BTreeSet<RecordKey> {
        if self.begun.is_some() { BTreeSet::new() } else { self.written.keys(ticket) }
    }
}

/// One set under search: the words, and the postings that were read of each.
struct Search<'a> {
    dynamo: &'a Dynamo,
    words: Vec<Word>,
    /// Upper bound of the tickets that are still to be found, included; `None` if there are none.
    upto: Option<u128>,
}

/// A word with the postings that were read of it, newest first.
struct Word {
    list: List,
    read: Vec<u128>,
    /// Whether `read` reaches to the end of the list.
    whole: bool,
}

impl Word {
    /// Whether the word has a ticket, as far as the postings that were read say.
    fn has(&self, ticket: u128) -> Option<bool> {
        if self.read.contains(&ticket) {
            return Some(true);
        }
        (self.whole || self.read.last().is_some_and(|last| *last < ticket)).then_some(false)
    }
}

/// Tickets of one set, newest first, and the upper bound of those that were not looked at.
type Found = (Vec<u128>, Option<u128>);

fn id(number: u128) -> TicketId {
    TicketId(Uuid::from_u128(number))
}

/// Reads the ticket of a posting: its sort key.
fn posted(item: &Item) -> StoreResult<u128> {
    let ticket = text_of(item, "sk").and_then(|text| text.parse::<Uuid>().ok());
    ticket.map(|ticket| ticket.as_u128()).ok_or_else(|| StoreError::corrupt("a posting names no ticket"))
}

impl<'a> Search<'a> {
    fn new(dynamo: &'a Dynamo, set: TicketSet, asked: &[String], upto: u128) -> Self {
        let set = set.to_string();
        let word = |word: &String| {
            let partition = ticket_posting(&set, word, id(0)).partition;
            Word { list: List::new(ListHome::Table, partition), read: Vec::new(), whole: false }
        };
        Self { dynamo, words: asked.iter().map(word).collect(), upto: Some(upto) }
    }

    /// Finds up to `most` tickets.
    async fn find(mut self, most: usize) -> StoreResult<Found> {
        let mut found = Vec::new();
        for round in 0..MOST_ROUNDS {
            let Some(upto) = self.upto else { break };
            // All words are read once. After that, only the rarest is read on.
            let rarest = if round == 0 { None } else { Some(self.rarest()) };
            self.read(rarest, upto).await?;
            let rarest = self.rarest();
            let candidates: Vec<u128> = self.words[rarest].read.iter().copied().filter(|it| *it <= upto).collect();
            found.extend(self.with_all_words(rarest, &candidates).await?);
            self.upto = match candidates.last() {
                Some(last) if !self.words[rarest].whole => last.checked_sub(1),
                _ => None,
            };
            if found.len() >= most {
                break;
            }
        }
        if found.len() > most {
            found.truncate(most);
            self.upto = found.last().and_then(|last| last.checked_sub(1));
        }
        Ok((found, self.upto))
    }

    /// Reads the postings of one word up to a ticket, or those of all words.
    async fn read(&mut self, one: Option<usize>, upto: u128) -> StoreResult<()> {
        let (dynamo, page) = (self.dynamo, &PageRequest::first(POSTINGS_AT_ONCE));
        let wanted = self.words.iter_mut().enumerate().filter(|(at, _)| one.is_none_or(|one| one == *at));
        try_join_all(wanted.map(|(_, word)| async move {
            let range = SortRange::UpTo(id(upto).to_string());
            let query = ListQuery::all(word.list.clone()).within(range).newest_first();
            let read = dynamo.page(&query, page, |item| posted(&item)).await?;
            (word.read, word.whole) = (read.items, read.next.is_none());
            Ok(())
        }))
        .await
        .map(drop)
    }

    /// Position of the word whose postings reach back the furthest.
    fn rarest(&self) -> usize {
        let reaches = |word: &Word| if word.whole { (0, word.read.len()) } else { (1, 0) };
        let back = |word: &Word| (reaches(word), word.read.last().copied().unwrap_or_default());
        let words = self.words.iter().enumerate();
        words.min_by(|(_, one), (_, other)| back(one).cmp(&back(other))).map_or(0, |(at, _)| at)
    }

    /// Those of the candidates that have all words but the one they come from.
    async fn with_all_words(&self, from: usize, candidates: &[u128]) -> StoreResult<Vec<u128>> {
        let others: Vec<&Word> =
            self.words.iter().enumerate().filter(|(at, _)| *at != from).map(|(_, word)| word).collect();
        let possible: Vec<u128> = candidates
            .iter()
            .copied()
            .filter(|ticket| others.iter().all(|word| word.has(*ticket) != Some(false)))
            .collect();
        let open = possible.iter().flat_map(|&ticket| {
            let unread = others.iter().filter(move |word| word.has(ticket).is_none());
            unread.map(move |word| (ticket, RecordKey::new(&*word.list.partition, id(ticket).to_string())))
        });
        let (tickets, keys): (Vec<u128>, Vec<RecordKey>) = open.unzip();
        if keys.is_empty() {
            return Ok(possible);
        }
        let there = self.dynamo.get_all(&keys).await?;
        let missing: BTreeSet<u128> =
            tickets.into_iter().zip(there).filter(|(_, item)| item.is_none()).map(|(ticket, _)| ticket).collect();
        Ok(possible.into_iter().filter(|ticket| !missing.contains(ticket)).collect())
    }
}

/// Merges the tickets of several sets, newest first and each once. Returns at most `limit`, and the upper bound of the
/// next page.
fn merged(sets: Vec<Found>, limit: usize) -> Found {
    // Below the highest bound, a set may be incomplete.
    let bound = sets.iter().filter_map(|(_, upto)| *upto).max();
    let mut tickets: Vec<u128> = sets.into_iter().flat_map(|(tickets, _)| tickets).collect();
    tickets.sort_unstable_by(|one, other| other.cmp(one));
    tickets.dedup();
    tickets.retain(|ticket| bound.is_none_or(|bound| *ticket > bound));
    if tickets.len() > limit {
        tickets.truncate(limit);
        let next = tickets.last().and_then(|last| last.checked_sub(1));
        return (tickets, next);
    }
    (tickets, bound)
}

impl Dynamo {
    /// Finds tickets with all words of a text, newest first.
    pub(crate) async fn find_tickets(
        &self,
        among: &SearchableTickets,
        text: &str,
        page: PageRequest,
    ) -> StoreResult<TicketHits> {
        let asked = asked_words(text);
        if asked.is_empty() {
            return Ok(TicketHits { asks_nothing: true, ..TicketHits::default() });
        }
        let upto = match &page.after {
            None => u128::MAX,
            Some(Position(position)) => position
                .parse::<Uuid>()
                .map_err(|_| StoreError::corrupt(format!("not a position among tickets: {position}")))?
                .as_u128(),
        };
        let limit = page.limit.max(1) as usize;
        let searches = among.sets().iter().map(|set| Search::new(self, *set, &asked, upto).find(limit + 1));
        let (ids, next) = merged(try_join_all(searches).await?, limit);
        let next = next.map(|next| Position(id(next).to_string()));
        Ok(TicketHits { ids: ids.into_iter().map(id).collect(), next, asks_nothing: false })
    }

    /// Writes the postings of a ticket, unless the same or a newer version of it was written.
    pub(crate) async fn index_ticket(&self, document: &TicketDocument) -> StoreResult<()> {
        self.write_register(document, Postings::of(document), Content::WordsAndOpening).await
    }

    /// Writes the places of a ticket in the order of opening. Its words are elsewhere.
    pub(crate) async fn place_ticket(&self, document: &TicketDocument) -> StoreResult<()> {
        self.write_register(document, Postings::of(document).without_words(), Content::Opening).await
    }

    async fn write_register(&self, document: &TicketDocument, postings: Postings, content: Content) -> StoreResult<()> {
        for attempt in 0..MOST_TRIES {
            let register = self.get(ticket_words(document.id)).await?.map(record::<Register>).transpose()?;
            let (register, now) = (register.unwrap_or_default(), Timestamp::now());
            match register.step(document, content, now) {
                Step::Done => return Ok(()),
                Step::Write if register.begun.is_none() && register.written == postings => {
                    let next = Register { document: document.version, content, ..register.clone() };
                    if self.replace_register(document.id, register.version, next).await? {
                        return Ok(());
                    }
                }
                Step::Write => {
                    if self.begin(document, &register, &postings, now + LEASE).await? {
                        return self.write_postings(document, &register, postings, content).await;
                    }
                }
                Step::Wait => {}
            }
            tokio::time::sleep(backoff(attempt)).await;
        }
        Err(StoreError::unavailable("another run writes the words of the ticket"))
    }

    /// Writes the difference to what is there, under the lease, and ends the lease.
    async fn write_postings(
        &self,
        document: &TicketDocument,
        register: &Register,
        postings: Postings,
        content: Content,
    ) -> StoreResult<()> {
        let (ticket, wanted) = (document.id, postings.keys(document.id));
        let (there, may) = (register.is_there(ticket), register.may_be_there(ticket));
        let puts = wanted.difference(&there).map(|key| {
            let mut item = key_item(key);
            let kind = if key.partition.starts_with("opened-tickets#") { OPENED_TICKET } else { TICKET_WORD };
            item.insert("type".into(), text(kind));
            PutRequest::builder()
                .set_item(Some(item))
                .build()
                .map(|put| WriteRequest::builder().put_request(put).build())
        });
        let deletes = may.difference(&wanted).map(|key| {
            let delete = DeleteRequest::builder().set_key(Some(key_item(key))).build();
            delete.map(|delete| WriteRequest::builder().delete_request(delete).build())
        });
        let requests: Result<Vec<WriteRequest>, _> = puts.chain(deletes).collect();
        let requests =
            requests.map_err(|error| StoreError::corrupt(Fault::caused("BatchWriteItem cannot be built", error)))?;
        let batches: Vec<Vec<WriteRequest>> = requests.chunks(ITEMS_PER_BATCH).map(<[WriteRequest]>::to_vec).collect();
        let begun = Register { version: register.version + 1, ..register.clone() };
        let write = iter(batches).map(|batch| self.write_batch(batch)).buffer_unordered(SIDE_BY_SIDE);
        if let Err(failure) = write.try_collect::<Vec<()>>().await {
            // The next try need not wait for the end of the lease. If this fails too, it does.
            let _ = self.begin(document, &begun, &postings, Timestamp::now()).await;
            return Err(failure);
        }
        let next = Register { version: 0, document: document.version, written: postings, content, begun: None };
        if self.replace_register(ticket, begun.version, next).await? {
            return Ok(());
        }
        Err(StoreError::unavailable("writing the words of the ticket took too long"))
    }

    /// Says in the register that a write has begun, for nobody else to write until a time.
    async fn begin(
        &self,
        document: &TicketDocument,
        register: &Register,
        postings: &Postings,
        until: Timestamp,
    ) -> StoreResult<bool> {
        // What earlier writes have begun and not ended may be there as well.
        let mut begun = register.begun.as_ref().map(|begun| begun.postings.clone()).unwrap_or_default();
        if !begun.contains(postings) {
            begun.push(postings.clone());
        }
        let begun = Begun { document: document.version, postings: begun, until };
        let next = Register { begun: Some(begun), ..register.clone() };
        self.replace_register(document.id, register.version, next).await
    }

    async fn write_batch(&self, batch: Vec<WriteRequest>) -> StoreResult<()> {
        let mut left = batch;
        for round in 0..MOST_WRITES {
            let call = self.table.client.batch_write_item().request_items(&self.table.name, left).sent().await;
            let answer = call.map_err(|error| classify("BatchWriteItem", &error))?;
            left = answer.unprocessed_items.unwrap_or_default().into_values().flatten().collect();
            if left.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(backoff(round)).await;
        }
        Err(StoreError::unavailable(format!("BatchWriteItem: {} items were left out", left.len())))
    }

    /// Writes a register if its version is still `expected`, and says whether it was.
    async fn replace_register(&self, ticket: TicketId, expected: u64, next: Register) -> StoreResult<bool> {
        let next = Register { version: expected + 1, ..next };
        let item = ItemBuilder::new(&ticket_words(ticket), TICKET_WORDS, next.version).data(&next)?.build();
        let (condition, names, values) = Condition::expect(expected).expression();
        let put = self.table.client.put_item().table_name(&self.table.name).set_item(Some(item));
        let put = put.set_condition_expression(condition).set_expression_attribute_names(names);
        match put.set_expression_attribute_values(values).sent().await {
            Ok(_) => Ok(true),
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), PutItemError::ConditionalCheckFailedException(_)) =>
            {
                Ok(false)
            }
            Err(error) => Err(classify("PutItem", &error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(version: u64) -> TicketDocument {
        let sets = BTreeSet::from([TicketSet::All]);
        let opening = Opening { at: Timestamp::UNIX_EPOCH, active: true };
        TicketDocument { id: id(1), version, texts: vec!["printer".into()], staff_texts: Vec::new(), sets, opening }
    }

    fn postings(words: &[&str]) -> Postings {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Postings { words, staff_sets: BTreeSet::from(["all".to_owned()]), ..Postings::default() }
    }

    #[test]
    fn one_run_writes_and_the_newest_document_wins() {
        let now = Timestamp::UNIX_EPOCH;
        let done = Register { version: 2, document: 3, content: Content::WordsAndOpening, ..Register::default() };
        let begun = |until| Begun { document: 4, postings: vec![postings(&["jam"])], until };
        let writing = Register { begun: Some(begun(now + LEASE)), ..done.clone() };
        let crashed = Register { begun: Some(begun(now)), ..done.clone() };
        let content = Content::WordsAndOpening;
        let steps = |register: &Register| [2, 3, 4, 5].map(|version| register.step(&document(version), content, now));
        assert_eq!(steps(&Register::default()), [Step::Write, Step::Write, Step::Write, Step::Write]);
        assert_eq!(steps(&done), [Step::Done, Step::Done, Step::Write, Step::Write]);
        assert_eq!(steps(&writing), [Step::Done, Step::Done, Step::Wait, Step::Wait]);
        assert_eq!(steps(&crashed), [Step::Done, Step::Done, Step::Write, Step::Write]);
        // A register of an earlier version has no places in the order of opening.
        let earlier = Register { content: Content::Words, ..done };
        assert_eq!(steps(&earlier), [Step::Done, Step::Write, Step::Write, Step::Write]);
    }

    #[test]
    fn what_a_broken_write_may_have_left_is_known() {
        let written = Register { written: postings(&["jam", "fire"]), ..Register::default() };
        assert_eq!(written.is_there(id(1)), written.may_be_there(id(1)));
        let begun = Begun { document: 4, postings: vec![postings(&["smoke"])], until: Timestamp::UNIX_EPOCH };
        let broken = Register { begun: Some(begun), ..written };
        assert!(broken.is_there(id(1)).is_empty(), "some may have been deleted");
        assert_eq!(broken.may_be_there(id(1)), postings(&["jam", "fire", "smoke"]).keys(id(1)));
    }

    /// The tickets of a set up to a bound, as a search returns them that stops after a few.
    fn found(set: &BTreeSet<u128>, upto: u128, most: usize) -> Found {
        let tickets: Vec<u128> = set.range(..=upto).rev().take(most).copied().collect();
        let rest = tickets.last().and_then(|last| last.checked_sub(1));
        let rest = rest.filter(|rest| set.range(..=*rest).next().is_some());
        (tickets, rest)
    }

    proptest! {
        #[test]
        fn pages_of_several_sets_have_each_ticket_once(
            sets in prop::collection::vec(prop::collection::btree_set(0..60_u128, 0..25), 0..5),
            limit in 1..8_usize,
            most in prop::collection::vec(1..10_usize, 5),
        ) {
            let (mut read, mut upto) = (Vec::new(), Some(u128::MAX));
            while let Some(bound) = upto {
                let some = sets.iter().zip(&most).map(|(set, most)| found(set, bound, *most)).collect();
                let (tickets, next) = merged(some, limit);
                prop_assert!(tickets.len() <= limit);
                prop_assert!(next.is_none_or(|next| next < bound), "it goes on");
                read.extend(tickets);
                upto = next;
            }
            let all: BTreeSet<u128> = sets.into_iter().flatten().collect();
            prop_assert_eq!(read, all.into_iter().rev().collect::<Vec<_>>());
        }
    }
}
