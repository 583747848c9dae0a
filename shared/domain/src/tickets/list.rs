//! Lists of tickets. Each is one partition of an index. The scope decides which of them a caller may ask for.

use crate::error::Error;
use crate::hats::HatKind;
use crate::ids::{AccountId, PartnerId, PersonId, ProductId, QueueId, TicketId};
use crate::policy::Scope;
use crate::record::{Ownership, Resource};
use crate::tickets::clocks::Elapsed;
use crate::tickets::order::{Period, TicketSort};
use crate::tickets::search::TicketSet;
use crate::tickets::{
    AccountRef, PartnerRef, PersonRef, ProductRef, QueueRef, Severity, Ticket, TicketKind, TicketRef, TicketState,
    TicketType,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// List of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketListing {
    /// Tickets that the caller opened or takes part in.
    Mine,
    /// Tickets of the caller's account or partner company.
    Company,
    /// Tickets of a queue.
    Queue,
    /// Tickets given to the caller.
    Assigned,
}

impl TicketListing {
    /// Every list, in the order of the parameter `view`.
    pub const ALL: [Self; 4] = [Self::Mine, Self::Company, Self::Queue, Self::Assigned];
}

/// Part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// Tickets that somebody still has something to do with.
    Active,
    /// Tickets that have ended.
    Done,
}

/// Filter of a list: fields that a ticket must have. Absent fields match anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketFilter {
    /// Severity of the ticket.
    pub severity: Option<Severity>,
    /// Product that the ticket is about.
    pub product: Option<ProductId>,
    /// Person who opened the ticket.
    pub requester: Option<PersonId>,
}

impl TicketFilter {
    fn matches(&self, row: &TicketRow) -> bool {
        self.severity.is_none_or(|severity| severity == row.severity)
            && self.product.is_none_or(|product| row.product.as_ref().is_some_and(|about| about.id == product))
            && self.requester.is_none_or(|requester| requester == row.requester.id)
    }
}

/// One list, within the caller's scope. Only [`TicketList::within`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketList {
    /// List that is asked for.
    pub of: TicketListOf,
    /// Part of the list; both parts, active tickets first, if absent.
    pub status: Option<TicketStatus>,
    /// Tickets that the list shows of those in its partition.
    pub filter: TicketFilter,
    /// Order of the list, and time of its period.
    pub sort: TicketSort,
    /// Period that the list shows.
    pub period: Period,
    scope: Scope,
}

/// Owner of a list of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketListOf {
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
}

impl TicketListOf {
    /// The tickets of the list as a set.
    pub const fn set(self) -> TicketSet {
        match self {
            Self::Person(person) => TicketSet::Person(person),
            Self::Account(account) => TicketSet::Account(account),
            Self::Partner(partner) => TicketSet::Partner(partner),
            Self::Queue(queue) => TicketSet::Queue(queue),
            Self::Assignee(agent) => TicketSet::Assignee(agent),
        }
    }
}

impl TicketList {
    /// Returns the list that a caller of this scope asked for.
    pub fn within(
        scope: &Scope,
        kind: HatKind,
        listing: TicketListing,
        queue: Option<QueueId>,
        status: Option<TicketStatus>,
    ) -> Result<Self, Error> {
        if queue.is_some() && listing != TicketListing::Queue {
            return Err(Error::field("queue", "unknown_field", "Only view=queue has a queue."));
        }
        let of = match (listing, kind) {
            (TicketListing::Mine, HatKind::Customer | HatKind::Partner | HatKind::Employee) => {
                TicketListOf::Person(scope.person())
            }
            (TicketListing::Company, HatKind::Customer) => {
                TicketListOf::Account(scope.account().ok_or(Error::Forbidden)?)
            }
            (TicketListing::Company, HatKind::Partner) => {
                TicketListOf::Partner(scope.partner().ok_or(Error::Forbidden)?)
            }
            (TicketListing::Assigned, HatKind::Staff) => TicketListOf::Assignee(scope.person()),
            (TicketListing::Queue, HatKind::Staff) => {
                let queue = queue.ok_or_else(|| Error::field("queue", "required", "Say which queue: queue=<id>."))?;
                if !scope.holds_queue(queue) {
                    return Err(Error::NotFound);
                }
                TicketListOf::Queue(queue)
            }
            _ => return Err(Error::Forbidden),
        };
        Ok(Self::whole(of, status, scope))
    }

    /// The whole list in its usual order.
    fn whole(of: TicketListOf, status: Option<TicketStatus>, scope: &Scope) -> Self {
        let (filter, period) = (TicketFilter::default(), Period::default());
        let list = Self { of, status, filter, sort: TicketSort::LatestChange, period, scope: scope.clone() };
        let sort = if list.is_by_urgency() { TicketSort::Due } else { TicketSort::LatestChange };
        Self { sort, ..list }
    }

    /// Whether the list is one of tickets to be done, which is kept by their targets.
    fn is_by_urgency(&self) -> bool {
        matches!(self.of, TicketListOf::Queue(_) | TicketListOf::Assignee(_)) && self.status != Some(TicketStatus::Done)
    }

    /// Parts of the list.
    pub(super) fn parts(&self) -> &'static [TicketStatus] {
        match self.status {
            Some(TicketStatus::Done) => &[TicketStatus::Done],
            Some(TicketStatus::Active) => &[TicketStatus::Active],
            None if self.is_by_urgency() => &[TicketStatus::Active],
            None => &[TicketStatus::Active, TicketStatus::Done],
        }
    }

    /// Returns the list in this order, with the tickets of this period alone. An order in which the list is not kept is
    /// refused.
    pub fn sorted(self, sort: Option<TicketSort>, period: Period) -> Result<Self, Error> {
        let sort = sort.unwrap_or(self.sort);
        let (urgent, by_opening) = (self.is_by_urgency(), sort.by_opening());
        if !by_opening && urgent != (sort == TicketSort::Due) {
            return Err(Error::field("sort", "not_one_of", "This list is not sorted in this way."));
        }
        // By change, active tickets come before ended ones.
        let mixed = !urgent && !by_opening && self.status.is_none();
        if mixed && (sort == TicketSort::EarliestChange || !period.is_whole()) {
            return Err(Error::field("status", "required", "Say which tickets: status=active or status=done."));
        }
        Ok(Self { sort, period, ..self })
    }

    /// The list with this filter.
    pub fn filtered(self, filter: TicketFilter) -> Self {
        Self { filter, ..self }
    }

    /// Returns the list of an account's tickets for staff. It shows those that they may see.
    pub fn of_account(
        scope: &Scope,
        kind: HatKind,
        listing: TicketListing,
        account: AccountId,
        status: Option<TicketStatus>,
    ) -> Result<Self, Error> {
        if kind != HatKind::Staff || listing != TicketListing::Company {
            return Err(Error::field("account", "unknown_field", "Only staff name an account, with view=company."));
        }
        Ok(Self::whole(TicketListOf::Account(account), status, scope))
    }

    /// Lists that a caller of this scope may ask for; that of a queue, for at least one queue.
    pub fn open_to(scope: &Scope, kind: HatKind) -> Vec<TicketListing> {
        let forbidden = |listing| matches!(Self::within(scope, kind, listing, None, None), Err(Error::Forbidden));
        let holds_some = |listing| listing != TicketListing::Queue || scope.holds_queues();
        TicketListing::ALL.into_iter().filter(|listing| holds_some(*listing) && !forbidden(*listing)).collect()
    }

    /// Whether the list shows a row of its partition, by its filter and the rule that opens the ticket itself. A person with two hats
    /// has two lists of their own, and both are in one partition.
    pub fn shows(&self, row: &TicketRow) -> bool {
        let mut record = row.ownership();
        // A row names its requester alone. A row in a person's partition means that they take part.
        if let TicketListOf::Person(person) = self.of {
            record.people.push(person);
        }
        self.filter.matches(row) && self.scope.permits(&record)
    }

    /// Whether the list shows a whole ticket, which may have left the part of the list since its place was written.
    pub fn holds(&self, ticket: &Ticket) -> bool {
        let part = if ticket.state.active() { TicketStatus::Active } else { TicketStatus::Done };
        self.parts().contains(&part) && self.shows_ticket(ticket)
    }

    /// Whether the list shows a ticket as it is now, in either part: one that has left the list since its row was read is
    /// not shown.
    pub fn shows_ticket(&self, ticket: &Ticket) -> bool {
        let record = ticket.ownership();
        let listed = match self.of {
            TicketListOf::Person(person) => record.people.contains(&person),
            TicketListOf::Account(account) => record.account == Some(account),
            TicketListOf::Partner(partner) => record.partner == Some(partner),
            TicketListOf::Queue(queue) => record.queue == Some(queue),
            TicketListOf::Assignee(agent) => record.assignee == Some(agent),
        };
        listed && self.filter.matches(&TicketRow::from(ticket)) && self.scope.permits(&record)
    }
}

/// Row of a ticket in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketRow {
    /// ID of the ticket.
    pub id: TicketId,
    /// Version of the ticket.
    pub version: u64,
    /// Number of the ticket, without the `T-`.
    pub number: u64,
    /// Kind of the ticket: support, help desk or partner request.
    pub kind: TicketKind,
    /// Type of the ticket: issue, question or request.
    pub r#type: TicketType,
    /// Severity of the ticket.
    pub severity: Severity,
    /// Synopsis: the ticket in one line.
    pub synopsis: String,
    /// State of the ticket.
    pub state: TicketState,
    /// Person who opened the ticket.
    pub requester: PersonRef,
    /// Account that the ticket belongs to.
    pub account: Option<AccountRef>,
    /// Partner company that a partner request belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerRef>,
    /// Product that the ticket is about.
    pub product: Option<ProductRef>,
    /// Queue of the ticket.
    pub queue: QueueRef,
    /// Agent who works on the ticket.
    pub assignee: Option<PersonRef>,
    /// Due time of the first reply.
    pub first_response_due: Timestamp,
    /// Due time of the solution.
    pub resolution_due: Timestamp,
    /// Time of the first reply.
    pub first_responded_at: Option<Timestamp>,
    /// Time at which the ticket was opened.
    pub created_at: Timestamp,
    /// Time of the last event of the ticket.
    pub updated_at: Timestamp,
    /// Time until which the ticket is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_until: Option<Timestamp>,
    /// The ticket in which a merged one goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<TicketRef>,
    /// Time of the solution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// Time since which the clocks are stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    /// Business time for which the clocks ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed: Option<Elapsed>,
}

impl TicketRow {
    /// Access attributes of the ticket, as far as a row has them.
    fn ownership(&self) -> Ownership {
        Ownership {
            people: vec![self.requester.id],
            account: self.account.as_ref().map(|account| account.id),
            partner: self.partner.as_ref().map(|partner| partner.id),
            face: Some(self.kind.face()),
            queue: Some(self.queue.id),
            assignee: self.assignee.as_ref().map(|agent| agent.id),
            ..Ownership::default()
        }
    }
}

impl From<&Ticket> for TicketRow {
    fn from(ticket: &Ticket) -> Self {
        Self {
            id: ticket.id,
            version: ticket.version,
            number: ticket.number,
            kind: ticket.kind,
            r#type: ticket.r#type,
            severity: ticket.severity,
            synopsis: ticket.synopsis.clone(),
            state: ticket.state,
            requester: ticket.requester.clone(),
            account: ticket.account.clone(),
            partner: ticket.partner.clone(),
            product: ticket.product.clone(),
            queue: ticket.queue.clone(),
            assignee: ticket.assignee.clone(),
            first_response_due: ticket.clocks.first_response_due,
            resolution_due: ticket.clocks.resolution_due,
            first_responded_at: ticket.clocks.first_responded_at,
            created_at: ticket.created_at,
            updated_at: ticket.updated_at,
            hold_until: ticket.hold_until,
            merged_into: ticket.merged_into,
            resolved_at: ticket.resolution.as_ref().map(|resolution| resolution.at),
            stopped_at: ticket.clocks.stopped_at,
            elapsed: ticket.clocks.elapsed,
        }
    }
}

/// Returns the ticket number in what somebody typed: with or without its letter, in any case, with a hyphen or a blank or neither.
pub fn read_number(typed: &str) -> Option<u64> {
    let typed = typed.trim();
    let digits = typed.strip_prefix(['T', 't']).unwrap_or(typed);
    let digits = digits
        .trim_start_matches(|mark: char| mark.is_whitespace() || matches!(mark, '-' | '\u{2010}'..='\u{2013}' | '#'));
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::hats::Role;
    use crate::policy::scope;
    use crate::testing::{AGENT, CUSTOMER, QUEUE, agent, customer, monday, ticket, uuid};

    fn listed(by: &Caller, listing: TicketListing, status: Option<TicketStatus>) -> TicketList {
        let queue = (listing == TicketListing::Queue).then(|| QueueId(uuid(QUEUE)));
        let scope = scope(by, Action::ListTickets).expect("a list");
        TicketList::within(&scope, by.hat.kind, listing, queue, status).expect("it is open to them")
    }

    #[test]
    fn a_list_is_sorted_as_it_is_kept() {
        use TicketSort::{Due, EarliestChange, LatestChange, Newest, Oldest};
        let (member, staff) = (customer(CUSTOMER, Role::Member), agent(AGENT));
        let (active, done) = (Some(TicketStatus::Active), Some(TicketStatus::Done));
        let orders = |by, listing, status| -> Vec<TicketSort> {
            let list = || listed(by, listing, status);
            let sorted = |sort: &TicketSort| list().sorted(Some(*sort), Period::default()).is_ok();
            let all = [Due, LatestChange, EarliestChange, Newest, Oldest];
            let usual = list().sorted(None, Period::default()).expect("its usual order").sort;
            std::iter::once(usual).chain(all.into_iter().filter(sorted)).collect()
        };
        for status in [active, done] {
            let expected = [LatestChange, LatestChange, EarliestChange, Newest, Oldest];
            assert_eq!(orders(&member, TicketListing::Mine, status), expected);
        }
        assert_eq!(orders(&member, TicketListing::Mine, None), [LatestChange, LatestChange, Newest, Oldest]);
        for listing in [TicketListing::Queue, TicketListing::Assigned] {
            for status in [active, None] {
                assert_eq!(orders(&staff, listing, status), [Due, Due, Newest, Oldest]);
            }
            let expected = [LatestChange, LatestChange, EarliestChange, Newest, Oldest];
            assert_eq!(orders(&staff, listing, done), expected);
        }
    }

    #[test]
    fn a_period_by_change_is_of_active_or_of_ended_tickets() {
        let period = Period { from: Some(monday()), before: None };
        let mine = |status| listed(&customer(CUSTOMER, Role::Member), TicketListing::Mine, status);
        assert!(mine(Some(TicketStatus::Done)).sorted(None, period).is_ok());
        assert!(mine(None).sorted(Some(TicketSort::Oldest), period).is_ok());
        assert!(matches!(mine(None).sorted(None, period), Err(Error::Input(_))));
        assert!(listed(&agent(AGENT), TicketListing::Queue, None).sorted(None, period).is_ok());
    }

    #[test]
    fn a_list_holds_a_ticket_while_it_is_in_it() {
        let queue = |status| listed(&agent(AGENT), TicketListing::Queue, status);
        assert!(queue(None).holds(&ticket()));
        assert!(queue(Some(TicketStatus::Active)).holds(&ticket()));
        assert!(!queue(Some(TicketStatus::Done)).holds(&ticket()));
        let closed = Ticket { state: TicketState::Closed, ..ticket() };
        assert!(!queue(None).holds(&closed));
        assert!(queue(Some(TicketStatus::Done)).holds(&closed));
        // Its queue is in reach too, but it is another list.
        let mine = listed(&agent(AGENT), TicketListing::Assigned, None);
        assert!(!mine.holds(&Ticket { assignee: None, ..ticket() }));
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        for typed in ["1069", "T-1069", "t-1069", "t 1069", "T1069", " T - 1069 ", "#1069", "T\u{2011}1069"] {
            assert_eq!(read_number(typed), Some(1069), "{typed:?}");
        }
        for typed in ["", "T", "TT-1069", "T-1069a", "+1069", "1 069", "T-99999999999999999999"] {
            assert_eq!(read_number(typed), None, "{typed:?}");
        }
    }
}
