//! Deployed as `tickets-assign`: `POST /v1/tickets/{id}/assign`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::ASSIGN_TICKET, <Aws>::from_env, portico_tickets::assign::assign_ticket)
}
