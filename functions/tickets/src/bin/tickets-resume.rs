//! Deployed as `tickets-resume`: `POST /v1/tickets/{id}/resume`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::RESUME_TICKET, <Aws>::from_env, portico_tickets::resume::resume_ticket)
}
