//! `GET /v1/tickets/search`: find tickets by words, or by a number.

use crate::list::{TicketListItem, item, item_with_fields};
use futures::future::try_join;
use portico_domain::error::Error;
use portico_domain::ids::QueueId;
use portico_domain::paging::{Page, PageRequest, Position};
use portico_domain::ports::RequestStore;
use portico_domain::tickets::Ticket;
use portico_domain::tickets::list::read_number;
use portico_domain::tickets::list::{TicketListing, TicketRow};
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::search::{SearchableTickets, TicketSearch};
use portico_http::{Call, EarlyResponse, HandlerResult, Params, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// Largest number of times that a page reads on for tickets that its reader may not see.
const MOST_ROUNDS: usize = 4;
/// Position of a page that is full with the ticket of the number alone.
const AFTER_NUMBER: &str = "number";

portico_http::list_query! {
    /// Query of a search for tickets.
    pub struct SearchTicketsQuery {
        /// Words as typed, all of which a ticket must have. The ticket of a number among them, `T-1042`, comes first.
        #[schema(min_length = 2, max_length = 150)]
        #[param(min_length = 2, max_length = 150)]
        pub q: String,
        /// List to search. Without it: all tickets that the caller may read; of a queue, all queues of the caller.
        pub view: Option<TicketListing>,
        /// Queue, with `view=queue`.
        pub queue: Option<QueueId>,
        /// Whether the items have the values of the company's fields too.
        pub with_fields: Option<bool>,
    }
}

/// Page of found tickets.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundTickets {
    /// The tickets: that of a number first, the others newest first.
    pub items: Vec<TicketListItem>,
    /// Whether the text has only words without meaning, such as `the`. The page is then empty, and nothing is missing.
    pub asks_nothing: bool,
    /// Cursor of the next page. A page may be short before the last one.
    pub next_cursor: Option<String>,
}

/// Finds tickets by the words of their texts, newest first. Staff also find them by notes, requester and account.
#[utoipa::path(get, path = "/v1/tickets/search", operation_id = "search_tickets", tag = "tickets",
    params(SearchTicketsQuery), responses((status = 200, description = "A page", body = FoundTickets)))]
pub async fn search_tickets<S: RequestStore + Tickets + TicketSearch + Sync>(
    store: &S,
    call: Call<(), Params<SearchTicketsQuery>>,
) -> HandlerResult<FoundTickets> {
    let wanted = &call.input.0;
    let reader = call.token_caller()?;
    let among = SearchableTickets::within(&call.scope()?, reader.hat.kind, wanted.view, wanted.queue)?;
    let paged = call.paged(wanted, &format!("{:?}|{}", among.sets(), wanted.q))?;
    let (number, words) = number_and_words(&wanted.q);
    let mut request = paged.request();
    let first = number.filter(|_| request.after.is_none());
    request.after = request.after.filter(|position| position.0 != AFTER_NUMBER);
    if first.is_some() {
        request.limit = request.limit.saturating_sub(1).max(1);
    }
    let (named, (others, asks_nothing)) =
        try_join(numbered(store, &call, first), found(store, &among, &words, request)).await?;
    let others = Page {
        items: others.items.into_iter().filter(|ticket| Some(ticket.number) != number).collect(),
        next: others.next,
    };
    let with_fields = wanted.with_fields == Some(true);
    let view = |ticket: Ticket| {
        if with_fields { item_with_fields(&reader, &ticket) } else { item(&reader, TicketRow::from(&ticket)) }
    };
    let list = paged.list(together(named, others, paged.request().limit), view)?;
    let asks_nothing = asks_nothing && number.is_none();
    Ok(ok(FoundTickets { items: list.items, asks_nothing, next_cursor: list.next_cursor }))
}

/// The page that begins with the ticket of the number. One that has room for nothing else is followed by the others.
fn together(named: Option<Ticket>, others: Page<Ticket>, limit: u32) -> Page<Ticket> {
    match named {
        Some(named) if limit == 1 => {
            let more = !others.items.is_empty() || others.next.is_some();
            Page { items: vec![named], next: more.then(|| Position(AFTER_NUMBER.into())) }
        }
        named => Page { items: named.into_iter().chain(others.items).collect(), next: others.next },
    }
}

/// The ticket of a number, if the caller may read it.
async fn numbered<S: RequestStore + Tickets + Sync>(
    store: &S,
    call: &Call<(), Params<SearchTicketsQuery>>,
    number: Option<u64>,
) -> Result<Option<Ticket>, EarlyResponse> {
    let Some(number) = number else { return Ok(None) };
    let ticket = store.ticket_by_number(number).await?;
    match call.open_for(ticket, call.act().await?.action).await {
        Ok(ticket) => Ok(Some(ticket)),
        Err(Error::NotFound) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}

/// A page of the tickets with all of the words, and whether the words ask nothing.
async fn found<S: Tickets + TicketSearch + Sync>(
    store: &S,
    among: &SearchableTickets,
    words: &str,
    mut page: PageRequest,
) -> Result<(Page<Ticket>, bool), EarlyResponse> {
    let mut rows = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let hits = store.find_tickets(among, words, page.clone()).await?;
        let shown = store.tickets_found(among, &hits.ids).await?;
        page.limit = page.limit.saturating_sub(u32::try_from(shown.len()).unwrap_or(u32::MAX));
        rows.extend(shown);
        page.after = hits.next;
        if page.limit == 0 || page.after.is_none() {
            return Ok((Page { items: rows, next: page.after }, hits.asks_nothing));
        }
    }
    Ok((Page { items: rows, next: page.after }, false))
}

/// The first number of a ticket in a text, and the text without it. Digits alone are a number, and words too.
fn number_and_words(text: &str) -> (Option<u64>, String) {
    if let Some(number) = read_number(text) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        return (Some(number), digits);
    }
    let mut number = None;
    let words = text.split_whitespace().filter(|word| match number {
        None if word.starts_with(['T', 't', '#']) => {
            number = read_number(word);
            number.is_none()
        }
        _ => true,
    });
    let words = words.collect::<Vec<_>>().join(" ");
    (number, words)
}

#[cfg(test)]
mod tests {
    use super::number_and_words;

    #[test]
    fn a_number_among_words_is_read() {
        for (text, number, words) in [
            ("T-1069", Some(1069), "1069"),
            ("1069", Some(1069), "1069"),
            ("printer T-1069", Some(1069), "printer"),
            ("#1069 printer jam", Some(1069), "printer jam"),
            ("error 1069", None, "error 1069"),
            ("the printer", None, "the printer"),
            ("T-1 T-2", Some(1), "T-2"),
        ] {
            assert_eq!(number_and_words(text), (number, words.to_owned()), "{text}");
        }
    }
}
