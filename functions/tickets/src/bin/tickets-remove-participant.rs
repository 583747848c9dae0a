//! Deployed as `tickets-remove-participant`: `DELETE /v1/tickets/{id}/participants/{person_id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::REMOVE_PARTICIPANT,
        <Aws>::from_env,
        portico_tickets::remove_participant::remove_participant,
    )
}
