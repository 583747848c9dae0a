//! Deployed as `tickets-correct`: `PATCH /v1/tickets/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::CORRECT_TICKET,
        <Aws>::from_env,
        portico_tickets::correct::correct_ticket,
    )
}
