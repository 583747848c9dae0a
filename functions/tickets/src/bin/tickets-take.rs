//! Deployed as `tickets-take`: `POST /v1/tickets/{id}/take`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::TAKE_TICKET, <Aws>::from_env, portico_tickets::take::take_ticket)
}
