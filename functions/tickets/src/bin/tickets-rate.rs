//! Deployed as `tickets-rate`: `POST /v1/tickets/{id}/rating`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::RATE_TICKET, <Aws>::from_env, portico_tickets::rate::rate_ticket)
}
