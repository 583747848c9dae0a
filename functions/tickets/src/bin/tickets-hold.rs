//! Deployed as `tickets-hold`: `POST /v1/tickets/{id}/hold`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::HOLD_TICKET, <Aws>::from_env, portico_tickets::hold::hold_ticket)
}
