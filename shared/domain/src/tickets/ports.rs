//! Ports of tickets.

use super::Ticket;
use super::availability::AgentAvailability;
use super::list::{TicketList, TicketRow};
use super::timeline::{PublicItem, StaffItem};
use crate::ids::{ItemId, TicketId};
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, PartOf};
use crate::store::StoreResult;
use std::future::Future;

/// Tickets.
pub trait Tickets {
    /// A ticket.
    fn ticket(&self, id: TicketId) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
    /// A ticket by its number.
    fn ticket_by_number(&self, number: u64) -> impl Future<Output = StoreResult<Guarded<Ticket>>> + Send;
    /// A page of a list.
    fn tickets(
        &self,
        list: &TicketList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<TicketRow>>> + Send;
    /// What everybody on a ticket sees, oldest first.
    fn timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<PublicItem>>>> + Send;
    /// What staff see, oldest first.
    fn staff_timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<StaffItem>>>> + Send;
    /// One item that everybody on a ticket sees.
    fn item(
        &self,
        ticket: TicketId,
        item: ItemId,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<PublicItem>>>> + Send;
}

/// The agents: who can be given tickets, and whose turn it is.
pub trait AgentRota {
    /// Who is away, and where the turns of the queues stand.
    fn rota(&self) -> impl Future<Output = StoreResult<AgentAvailability>> + Send;
}

/// Numbers for people.
pub trait TicketNumbers {
    /// The next ticket number. Gaps are fine.
    fn next_ticket_number(&self) -> impl Future<Output = StoreResult<u64>> + Send;
}
