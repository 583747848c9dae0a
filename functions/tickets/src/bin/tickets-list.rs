//! Deployed as `tickets-list`: `GET /v1/tickets`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::LIST_TICKETS, <Aws>::from_env, portico_tickets::list::list_tickets)
}
