//! Deployed as `tickets-list-colleagues`: `GET /v1/colleagues`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::LIST_COLLEAGUES,
        <Aws>::from_env,
        portico_tickets::list_colleagues::list_colleagues,
    )
}
