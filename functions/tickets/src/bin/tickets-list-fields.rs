//! Deployed as `tickets-list-fields`: `GET /v1/ticket-fields`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::LIST_TICKET_FIELDS,
        <Aws>::from_env,
        portico_tickets::list_fields::list_ticket_fields,
    )
}
