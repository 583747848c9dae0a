//! Deployed as `tickets-resolve`: `POST /v1/tickets/{id}/resolve`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::RESOLVE_TICKET,
        <Aws>::from_env,
        portico_tickets::resolve::resolve_ticket,
    )
}
