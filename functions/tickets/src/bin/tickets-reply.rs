//! Deployed as `tickets-reply`: `POST /v1/tickets/{id}/replies`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::REPLY_TO_TICKET,
        <Aws>::from_env,
        portico_tickets::reply::reply_to_ticket,
    )
}
