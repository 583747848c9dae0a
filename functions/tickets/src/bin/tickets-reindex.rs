//! Deployed as `tickets-reindex`: `POST /v1/tickets/reindex`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::REINDEX_TICKETS,
        <Aws>::from_env,
        portico_tickets::reindex::reindex_tickets,
    )
}
