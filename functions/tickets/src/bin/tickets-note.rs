//! Deployed as `tickets-note`: `POST /v1/tickets/{id}/notes`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::NOTE_ON_TICKET, <Aws>::from_env, portico_tickets::note::note_on_ticket)
}
