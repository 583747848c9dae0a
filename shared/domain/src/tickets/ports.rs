//! Ports of tickets.

use super::Ticket;
use super::availability::{AgentAvailability, AgentLoads};
use super::list::{TicketList, TicketRow};
use super::search::SearchableTickets;
use super::timeline::{InternalItem, PublicItem, StaffItem};
use crate::ids::{ItemId, QueueId, TicketId};
use crate::paging::{Page, PageRequest};
use crate::policy::{Guarded, PartOf};
use crate::store::StoreResult;
use std::future::Future;

/// Largest number of tickets of a queue that are counted for the loads of its agents.
pub const MOST_COUNTED: u32 = 500;

/// Port of tickets.
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
    /// Reads tickets by ID, in that order, as they are now. Those that the search does not show are left out.
    fn tickets_found(
        &self,
        among: &SearchableTickets,
        ids: &[TicketId],
    ) -> impl Future<Output = StoreResult<Vec<Ticket>>> + Send;
    /// Reads tickets by ID, in that order, as they are now. Those that the list does not show are left out.
    fn tickets_listed(
        &self,
        list: &TicketList,
        ids: &[TicketId],
    ) -> impl Future<Output = StoreResult<Vec<Ticket>>> + Send;
    /// Reads a page of the timeline that everybody on a ticket sees, oldest first.
    fn timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<PublicItem>>>> + Send;
    /// Reads a page of the timeline that staff see, oldest first.
    fn staff_timeline(
        &self,
        ticket: TicketId,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Page<StaffItem>>>> + Send;
    /// Reads one item that everybody on a ticket sees.
    fn item(
        &self,
        ticket: TicketId,
        item: ItemId,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<PublicItem>>>> + Send;
    /// Reads one item that only staff see.
    fn internal_item(
        &self,
        ticket: TicketId,
        item: ItemId,
    ) -> impl Future<Output = StoreResult<PartOf<Ticket, Option<InternalItem>>>> + Send;
}

/// Port of the availability and the turns of agents.
pub trait AgentRota {
    /// Reads the unavailable staff, and the last turn in each queue.
    fn rota(&self) -> impl Future<Output = StoreResult<AgentAvailability>> + Send;
    /// Counts the open tickets of each agent in a queue, among the most urgent ones ([`MOST_COUNTED`]).
    fn loads(&self, queue: QueueId) -> impl Future<Output = StoreResult<AgentLoads>> + Send;
}

/// Port of ticket numbers.
pub trait TicketNumbers {
    /// Returns the next ticket number. Gaps are allowed.
    fn next_ticket_number(&self) -> impl Future<Output = StoreResult<u64>> + Send;
}
