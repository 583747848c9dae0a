//! Deployed as `tickets-close`: `POST /v1/tickets/{id}/close`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::CLOSE_TICKET, <Aws>::from_env, portico_tickets::close::close_ticket)
}
