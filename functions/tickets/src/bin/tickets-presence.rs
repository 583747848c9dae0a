//! Deployed as `tickets-presence`: `PUT /v1/tickets/{id}/presence`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::NOTE_PRESENCE,
        <Aws>::from_env,
        portico_tickets::presence::note_presence,
    )
}
