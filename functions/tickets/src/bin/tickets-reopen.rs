//! Deployed as `tickets-reopen`: `POST /v1/tickets/{id}/reopen`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::REOPEN_TICKET, <Aws>::from_env, portico_tickets::reopen::reopen_ticket)
}
