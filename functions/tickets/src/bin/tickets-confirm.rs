//! Deployed as `tickets-confirm`: `POST /v1/tickets/{id}/confirm`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::CONFIRM_TICKET,
        <Aws>::from_env,
        portico_tickets::confirm::confirm_ticket,
    )
}
