//! `GET /v1/tickets`: lists of tickets.

use jiff::Timestamp;
use portico_domain::caller::Caller;
use portico_domain::error::Error;
use portico_domain::hats::HatKind;
use portico_domain::ids::{AccountId, PersonId, ProductId, QueueId, TicketId};
use portico_domain::paging::Page;
use portico_domain::ports::RequestStore;
use portico_domain::tickets::list::{TicketFilter, TicketList, TicketListing, TicketRow, TicketStatus, read_number};
use portico_domain::tickets::order::{Period, TicketSort};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::view::{StaffTicketSummary, TicketSummary};
use portico_domain::tickets::{Severity, Ticket};
use portico_http::{Call, HandlerResult, List, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

portico_http::list_query! {
    /// Query of a list of tickets.
    pub struct ListTicketsQuery {
        /// List to read. Without it: `mine` for customers, `assigned` for staff.
        pub view: Option<TicketListing>,
        /// Only those still going on, or only those that have ended.
        pub status: Option<TicketStatus>,
        /// Queue, with `view=queue`.
        pub queue: Option<QueueId>,
        /// Account, with `view=company`, for staff: its tickets among those that the caller may see.
        pub account: Option<AccountId>,
        /// Only tickets of this severity.
        pub severity: Option<Severity>,
        /// Only tickets about this product.
        pub product: Option<ProductId>,
        /// Only tickets that this person opened.
        pub requester: Option<PersonId>,
        /// Order of the list. Without it: of a queue or an agent `due`, otherwise `latest_change`. Active tickets of a
        /// queue or an agent are sorted by target or opening, others by change or opening.
        pub sort: Option<TicketSort>,
        /// Start of a period of the time by which the list is sorted, included. By change, it needs a `status`.
        pub from: Option<Timestamp>,
        /// End of that period, excluded.
        pub before: Option<Timestamp>,
        /// Only the ticket of this number: `T-1042`, `t 1042` or `1042`.
        #[schema(min_length = 1, max_length = 20)]
        #[param(min_length = 1, max_length = 20)]
        pub number: Option<String>,
        /// Whether the items have the values of the company's fields too. They are read from each ticket.
        pub with_fields: Option<bool>,
    }
}

/// A ticket in a list, as the caller's audience sees it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum TicketListItem {
    /// Staff.
    Staff(Box<StaffTicketSummary>),
    /// Everybody else.
    Customer(Box<TicketSummary>),
}

/// Makes the view of a row for its reader's audience.
pub(crate) fn item(reader: &Caller, row: TicketRow) -> TicketListItem {
    match reader.hat.kind {
        HatKind::Staff => TicketListItem::Staff(Box::new(row.into())),
        _ => TicketListItem::Customer(Box::new(TicketSummary::of(row, reader.person))),
    }
}

/// Makes the view of a whole ticket for its reader's audience, with the company's fields.
pub(crate) fn item_with_fields(reader: &Caller, ticket: &Ticket) -> TicketListItem {
    match reader.hat.kind {
        HatKind::Staff => TicketListItem::Staff(Box::new(StaffTicketSummary::with_fields(ticket))),
        _ => TicketListItem::Customer(Box::new(TicketSummary::with_fields(ticket, reader.person))),
    }
}

/// Lists tickets: for customers the active ones first, then the newest change; for staff the most urgent first. A page
/// of a list with a filter can hold fewer items than asked for, and go on.
#[utoipa::path(get, path = "/v1/tickets", operation_id = "list_tickets", tag = "tickets", params(ListTicketsQuery),
    responses((status = 200, description = "A page", body = List<TicketListItem>)))]
pub async fn list_tickets<S: RequestStore + Tickets + Sync>(
    store: &S,
    call: Call<(), Params<ListTicketsQuery>>,
) -> HandlerResult<List<TicketListItem>> {
    let wanted = &call.input.0;
    let scope = call.scope()?;
    let reader = call.token_caller()?;
    let kind = reader.hat.kind;
    if let Some(number) = &wanted.number {
        return by_number(store, &call, number).await;
    }
    let usual = if kind == HatKind::Staff { TicketListing::Assigned } else { TicketListing::Mine };
    let listing = wanted.view.unwrap_or(usual);
    let list = match wanted.account {
        Some(account) => TicketList::of_account(&scope, kind, listing, account, wanted.status)?,
        None => TicketList::within(&scope, kind, listing, wanted.queue, wanted.status)?,
    };
    let (severity, product, requester) = (wanted.severity, wanted.product, wanted.requester);
    let list = list.filtered(TicketFilter { severity, product, requester });
    let list = list.sorted(wanted.sort, Period::between(wanted.from, wanted.before)?)?;
    let filter = format!("{:?}|{:?}|{:?}|{:?}|{:?}", list.of, list.status, list.filter, list.sort, list.period);
    let paged = call.paged(wanted, &filter)?;
    let page = store.tickets(&list, paged.request()).await?;
    if wanted.with_fields != Some(true) {
        return Ok(ok(paged.list(page, |row| item(&reader, row))?));
    }
    let ids: Vec<TicketId> = page.items.iter().map(|row| row.id).collect();
    let page = Page { items: store.tickets_listed(&list, &ids).await?, next: page.next };
    Ok(ok(paged.list(page, |ticket| item_with_fields(&reader, &ticket))?))
}

async fn by_number<S: RequestStore + Tickets + Sync>(
    store: &S,
    call: &Call<(), Params<ListTicketsQuery>>,
    number: &str,
) -> HandlerResult<List<TicketListItem>> {
    let number = read_number(number)
        .ok_or_else(|| Error::field("number", "wrong_format", "A ticket number looks like T-1042."))?;
    let found = store.ticket_by_number(number).await?;
    // A ticket out of reach is not in the list: that is no failure.
    let found = call.if_in_reach(found).await?;
    let caller = call.act().await?.caller;
    Ok(ok(List::whole(found.iter().map(|ticket| item_with_fields(&caller, ticket)))))
}
