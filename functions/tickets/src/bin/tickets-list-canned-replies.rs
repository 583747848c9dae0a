//! Deployed as `tickets-list-canned-replies`: `GET /v1/canned-replies`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::LIST_CANNED_REPLIES,
        <Aws>::from_env,
        portico_tickets::list_canned_replies::list_canned_replies,
    )
}
