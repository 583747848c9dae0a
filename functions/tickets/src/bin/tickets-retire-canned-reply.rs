//! Deployed as `tickets-retire-canned-reply`: `POST /v1/canned-replies/{id}/retire`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::RETIRE_CANNED_REPLY,
        <Aws>::from_env,
        portico_tickets::retire_canned_reply::retire_canned_reply,
    )
}
