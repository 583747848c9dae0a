//! Deployed as `tickets-open`: `POST /v1/tickets`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::OPEN_TICKET, <Aws>::from_env, portico_tickets::open::open_ticket)
}
