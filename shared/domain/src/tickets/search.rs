//! Search of tickets by their words: the tickets that a caller may search, the document of a ticket for the index, and
//! the ports. An index gives IDs alone; the ticket itself decides whether it is shown.

use super::fields::{FieldValue, FieldValues};
use super::list::{TicketListing, TicketStatus};
use super::timeline::{InternalItem, PublicItem, StaffItem};
use super::{AccountRef, PartnerRef, PersonRef, ProductRef, QueueRef, Ticket};
use crate::error::Error;
use crate::hats::HatKind;
use crate::ids::{AccountId, PartnerId, PersonId, QueueId, TicketId};
use crate::paging::{Page, PageRequest, Position};
use crate::policy::Scope;
use crate::record::{Ownership, Resource};
use crate::store::StoreResult;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;

/// Largest number of timeline items whose words are indexed, the oldest first.
pub const MOST_ITEMS: usize = 2_000;
/// Largest number of queues that one search looks through, next to the agent's own tickets.
const MOST_QUEUES: usize = 50;

/// A set of tickets that is searched as a whole. An index has a list of its own for each word in each set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketSet {
    /// Tickets that a person opened or takes part in.
    Person(PersonId),
    /// Tickets of an account.
    Account(AccountId),
    /// Tickets of a partner company.
    Partner(PartnerId),
    /// Tickets in a queue.
    Queue(QueueId),
    /// Tickets that an agent has.
    Assignee(PersonId),
    /// All tickets.
    All,
}

impl fmt::Display for TicketSet {
    /// Writes the name that an index has for the set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person#{id}"),
            Self::Account(id) => write!(f, "account#{id}"),
            Self::Partner(id) => write!(f, "partner#{id}"),
            Self::Queue(id) => write!(f, "queue#{id}"),
            Self::Assignee(id) => write!(f, "assignee#{id}"),
            Self::All => f.write_str("all"),
        }
    }
}

impl TicketSet {
    /// Whether the readers of the set may see what only staff see.
    pub const fn is_of_staff(self) -> bool {
        matches!(self, Self::Queue(_) | Self::Assignee(_) | Self::All)
    }

    /// The sets that a ticket with these attributes is in.
    pub(super) fn with(record: &Ownership) -> BTreeSet<Self> {
        let mut sets: BTreeSet<Self> = record.people.iter().map(|person| Self::Person(*person)).collect();
        sets.extend(record.account.map(Self::Account));
        // As in the lists: a ticket belongs to an account or to a partner company, not to both.
        sets.extend(record.partner.filter(|_| record.account.is_none()).map(Self::Partner));
        sets.extend(record.queue.map(Self::Queue));
        sets.extend(record.assignee.map(Self::Assignee));
        sets.insert(Self::All);
        sets
    }
}

/// The tickets that a caller may search. Only [`SearchableTickets::within`] makes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchableTickets {
    sets: Vec<TicketSet>,
    scope: Scope,
}

impl SearchableTickets {
    /// Returns the tickets of the view that a caller of this scope asked for; without a view, all that the scope holds.
    pub fn within(
        scope: &Scope,
        kind: HatKind,
        view: Option<TicketListing>,
        queue: Option<QueueId>,
    ) -> Result<Self, Error> {
        if queue.is_some() && view != Some(TicketListing::Queue) {
            return Err(Error::field("queue", "unknown_field", "Only view=queue has a queue."));
        }
        let company = || scope.account().map(TicketSet::Account).or_else(|| scope.partner().map(TicketSet::Partner));
        let own = TicketSet::Person(scope.person());
        let assigned = TicketSet::Assignee(scope.person());
        let sets = match (view, kind) {
            (Some(TicketListing::Queue), HatKind::Staff) => match queue {
                Some(queue) if scope.holds_queue(queue) => vec![TicketSet::Queue(queue)],
                Some(_) => return Err(Error::NotFound),
                None => of_queues(scope),
            },
            (Some(TicketListing::Assigned), HatKind::Staff) => vec![assigned],
            (None, HatKind::Staff) => {
                let mut sets = of_queues(scope);
                if sets != [TicketSet::All] {
                    sets.push(assigned);
                }
                sets
            }
            (Some(TicketListing::Mine), HatKind::Customer | HatKind::Partner | HatKind::Employee) => vec![own],
            (Some(TicketListing::Company), HatKind::Customer | HatKind::Partner) => {
                vec![company().ok_or(Error::Forbidden)?]
            }
            (None, _) => vec![company().unwrap_or(own)],
            _ => return Err(Error::Forbidden),
        };
        Ok(Self { sets, scope: scope.clone() })
    }

    /// The sets that are searched together.
    pub fn sets(&self) -> &[TicketSet] {
        &self.sets
    }

    /// Whether the search shows a ticket: it is in one of the sets now, and the rule that opens it permits that.
    pub fn shows(&self, ticket: &Ticket) -> bool {
        let record = ticket.ownership();
        let sets = TicketSet::with(&record);
        self.sets.iter().any(|set| sets.contains(set)) && self.scope.permits(&record)
    }
}

/// The queues whose tickets a scope holds, as sets.
fn of_queues(scope: &Scope) -> Vec<TicketSet> {
    match scope.queues() {
        None => vec![TicketSet::All],
        Some(queues) => queues.iter().take(MOST_QUEUES).map(|queue| TicketSet::Queue(*queue)).collect(),
    }
}

/// A ticket as an index keeps it: its texts and its sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketDocument {
    /// ID of the ticket.
    pub id: TicketId,
    /// Counts the changes of the ticket and of its timeline. An older document never overwrites a newer one.
    pub version: u64,
    /// Texts that everybody on the ticket may read.
    pub texts: Vec<String>,
    /// Further texts, for staff alone.
    pub staff_texts: Vec<String>,
    /// Sets that the ticket is in.
    pub sets: BTreeSet<TicketSet>,
    /// Place of the ticket in the order of opening.
    pub opening: Opening,
}

/// Place of a ticket among those of a set, in the order of their opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Time at which the ticket was opened.
    pub at: Timestamp,
    /// Whether somebody still has something to do with the ticket.
    pub active: bool,
}

impl TicketDocument {
    /// Document of a ticket and the items of its timeline. The items must have been read after the ticket.
    pub fn of(ticket: &Ticket, items: &[StaffItem]) -> Self {
        let mut texts = vec![ticket.synopsis.clone(), ticket.description.clone()];
        texts.extend(ticket.product.iter().map(|product| format!("{} {}", product.name, product.version_label)));
        texts.extend(ticket.resolution.iter().map(|resolution| resolution.text.clone()));
        texts.extend(words(&ticket.field_values));
        let mut staff_texts = vec![ticket.requester.name.clone()];
        staff_texts.extend(words(&ticket.staff_field_values));
        staff_texts.extend(ticket.account.iter().map(|account| format!("{} {}", account.name, account.number)));
        staff_texts.extend(ticket.partner.iter().map(|partner| partner.name.clone()));
        for item in items {
            match item {
                StaffItem::Public(PublicItem::Reply(reply)) => texts.push(reply.text.clone()),
                StaffItem::Internal(InternalItem::Note(note)) => staff_texts.push(note.text.clone()),
                StaffItem::Public(PublicItem::Event(_)) | StaffItem::Internal(InternalItem::Event(_)) => {}
            }
        }
        // A change of the ticket counts in its version, and one of the timeline alone adds an item.
        let version = ticket.version + items.len() as u64;
        let opening = Opening { at: ticket.created_at, active: ticket.state.active() };
        Self { id: ticket.id, version, texts, staff_texts, sets: TicketSet::with(&ticket.ownership()), opening }
    }
}

/// The texts among the values of the company's fields.
fn words(values: &FieldValues) -> impl Iterator<Item = String> {
    values.values().filter_map(FieldValue::words).map(str::to_owned)
}

/// Fields of a ticket that its document is made of. The words of its timeline are apart.
#[derive(PartialEq)]
struct Indexed<'a> {
    synopsis: &'a str,
    description: &'a str,
    product: Option<&'a ProductRef>,
    resolution: Option<&'a str>,
    requester: &'a PersonRef,
    participants: &'a [PersonRef],
    account: Option<&'a AccountRef>,
    partner: Option<&'a PartnerRef>,
    queue: &'a QueueRef,
    assignee: Option<&'a PersonRef>,
    fields: [&'a FieldValues; 2],
    active: bool,
}

impl Ticket {
    /// Whether an index has to be written because the ticket became `after`. Moving between active and ended tickets
    /// counts: a rebuild reads the two in parallel and could miss the ticket in both.
    pub(super) fn is_found_otherwise(&self, after: &Self) -> bool {
        self.indexed() != after.indexed()
    }

    fn indexed(&self) -> Indexed<'_> {
        Indexed {
            synopsis: &self.synopsis,
            description: &self.description,
            product: self.product.as_ref(),
            resolution: self.resolution.as_ref().map(|resolution| resolution.text.as_str()),
            requester: &self.requester,
            participants: &self.participants,
            account: self.account.as_ref(),
            partner: self.partner.as_ref(),
            queue: &self.queue,
            assignee: self.assignee.as_ref(),
            fields: [&self.field_values, &self.staff_field_values],
            active: self.state.active(),
        }
    }
}

/// Result of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketHits {
    /// Tickets with all of the words, the newest first: at most as many as were asked for.
    pub ids: Vec<TicketId>,
    /// Position after which the next page begins. A page may be short, or even empty, before the last one.
    pub next: Option<Position>,
    /// Whether the text has no word that says what is looked for.
    pub asks_nothing: bool,
}

/// Port that finds tickets by words.
pub trait TicketSearch {
    /// Finds the tickets with all of the words of `text`, newest first. Case, accents and word forms do not matter.
    fn find_tickets(
        &self,
        among: &SearchableTickets,
        text: &str,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<TicketHits>> + Send;
}

/// Port that keeps the index of tickets. The next search sees every write.
pub trait TicketIndex {
    /// Stores a document. If the index has the same ticket in the same or a newer version, nothing changes.
    fn index_ticket(&self, document: &TicketDocument) -> impl Future<Output = StoreResult<()>> + Send;
}

/// Search part of a deployment, which may have an index of tickets. Without one, their words are with the records.
pub trait TicketEngine: Send + Sync {
    /// Index of tickets.
    type Index: TicketSearch + TicketIndex + Send + Sync;

    /// The index, if there is one.
    fn tickets(&self) -> Option<&Self::Index>;
}

/// Index of a search part that never has one.
#[derive(Clone, Copy, Debug)]
pub enum NoIndex {}

impl TicketSearch for NoIndex {
    async fn find_tickets(&self, _: &SearchableTickets, _: &str, _: PageRequest) -> StoreResult<TicketHits> {
        match *self {}
    }
}

impl TicketIndex for NoIndex {
    async fn index_ticket(&self, _: &TicketDocument) -> StoreResult<()> {
        match *self {}
    }
}

impl TicketEngine for () {
    type Index = NoIndex;

    fn tickets(&self) -> Option<&NoIndex> {
        None
    }
}

/// Port of the tickets that a rebuild of the index reads.
pub trait TicketsToIndex {
    /// Reads a page of a queue's active or ended tickets.
    fn tickets_of_queue(
        &self,
        queue: QueueId,
        status: TicketStatus,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<TicketId>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::hats::{Hat, Role};
    use crate::policy::scope;
    use crate::testing::{AGENT, CUSTOMER, act, agent, customer, monday, settings, ticket, uuid};

    fn within(caller: &Caller, view: Option<TicketListing>) -> Result<SearchableTickets, Error> {
        SearchableTickets::within(&scope(caller, Action::ListTickets)?, caller.hat.kind, view, None)
    }

    fn sets(caller: &Caller, view: Option<TicketListing>) -> Vec<TicketSet> {
        within(caller, view).expect("it may be searched").sets().to_vec()
    }

    #[test]
    fn a_search_is_as_wide_as_the_hat_reaches() {
        let (member, manager) = (customer(CUSTOMER, Role::Member), customer(CUSTOMER, Role::Manager));
        let own = TicketSet::Person(member.person);
        let account = TicketSet::Account(member.hat.account.expect("an account"));
        assert_eq!(sets(&member, None), [own]);
        assert_eq!(sets(&manager, None), [account]);
        assert_eq!(sets(&manager, Some(TicketListing::Mine)), [own]);
        assert_eq!(within(&member, Some(TicketListing::Company)), Err(Error::Forbidden));
        for view in [TicketListing::Queue, TicketListing::Assigned] {
            assert_eq!(within(&manager, Some(view)), Err(Error::Forbidden));
        }
        let agent = agent(AGENT);
        let mut of_agent: Vec<TicketSet> = agent.hat.queues.iter().map(|queue| TicketSet::Queue(*queue)).collect();
        assert_eq!(sets(&agent, Some(TicketListing::Queue)), of_agent);
        of_agent.push(TicketSet::Assignee(agent.person));
        assert_eq!(sets(&agent, None), of_agent);
        let hat = Hat { role: Role::Administrator, ..agent.hat.clone() };
        assert_eq!(sets(&Caller { hat, ..agent.clone() }, None), [TicketSet::All]);
        assert_eq!(within(&agent, Some(TicketListing::Mine)), Err(Error::Forbidden));
        let elsewhere = scope(&agent, Action::ListTickets).expect("a scope");
        let queue = Some(QueueId(uuid(999)));
        let found = SearchableTickets::within(&elsewhere, HatKind::Staff, Some(TicketListing::Queue), queue);
        assert_eq!(found, Err(Error::NotFound));
    }

    #[test]
    fn the_ticket_decides_whether_it_is_shown() {
        let member = within(&customer(CUSTOMER, Role::Member), None).expect("it may be searched");
        assert!(member.shows(&ticket()));
        let other = PersonRef { id: PersonId(uuid(998)), name: "Ida".into() };
        let of_other = Ticket { requester: other.clone(), participants: Vec::new(), ..ticket() };
        assert!(!member.shows(&of_other));
        let me = PersonRef { id: customer(CUSTOMER, Role::Member).person, name: "Me".into() };
        assert!(member.shows(&Ticket { participants: vec![me], ..of_other }));
        // Assigned to them is not the same as in their queue.
        let assigned = within(&agent(AGENT), Some(TicketListing::Assigned)).expect("it may be searched");
        assert!(!assigned.shows(&Ticket { assignee: None, ..ticket() }));
    }

    #[test]
    fn what_staff_write_is_apart() {
        let by_agent = act(agent(AGENT), Action::NoteOnTicket, monday());
        let (note, _) = ticket().note(&by_agent, "It is the fan.".into()).expect("noted");
        let (reply, _) =
            ticket().reply(&by_agent, "Turn it off.".into(), &[], Vec::new(), &settings()).expect("replied");
        let items = [StaffItem::Public(PublicItem::Reply(reply)), StaffItem::Internal(InternalItem::Note(note))];
        let document = TicketDocument::of(&ticket(), &items);
        assert!(document.texts.contains(&"Turn it off.".to_owned()));
        assert!(!document.texts.contains(&"It is the fan.".to_owned()));
        assert!(document.staff_texts.contains(&"It is the fan.".to_owned()));
        assert!(document.staff_texts.contains(&ticket().requester.name));
        assert!(!document.texts.contains(&ticket().requester.name));
        assert_eq!(document.version, ticket().version + 2);
        assert!(document.sets.contains(&TicketSet::All));
    }

    #[test]
    fn a_set_is_of_staff_or_of_the_people_on_the_ticket() {
        let of_staff: Vec<TicketSet> =
            TicketDocument::of(&ticket(), &[]).sets.into_iter().filter(|set| set.is_of_staff()).collect();
        assert!(of_staff.contains(&TicketSet::Queue(ticket().queue.id)));
        assert!(!of_staff.iter().any(|set| matches!(set, TicketSet::Person(_) | TicketSet::Account(_))));
    }
}
