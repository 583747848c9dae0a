//! Deployed as `tickets-merge`: `POST /v1/tickets/{id}/merge`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::MERGE_TICKET, <Aws>::from_env, portico_tickets::merge::merge_ticket)
}
