//! Deployed as `tickets-add-participant`: `POST /v1/tickets/{id}/participants`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::ADD_PARTICIPANT,
        <Aws>::from_env,
        portico_tickets::add_participant::add_participant,
    )
}
