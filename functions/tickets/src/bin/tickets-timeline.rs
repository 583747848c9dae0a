//! Deployed as `tickets-timeline`: `GET /v1/tickets/{id}/timeline`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::LIST_TIMELINE,
        <Aws>::from_env,
        portico_tickets::timeline::list_timeline,
    )
}
