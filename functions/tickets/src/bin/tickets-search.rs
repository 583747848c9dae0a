//! Deployed as `tickets-search`: `GET /v1/tickets/search`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, TicketReader};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::SEARCH_TICKETS,
        Aws::<(), TicketReader>::from_env,
        portico_tickets::search::search_tickets,
    )
}
