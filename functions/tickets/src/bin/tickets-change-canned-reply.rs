//! Deployed as `tickets-change-canned-reply`: `PATCH /v1/canned-replies/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::CHANGE_CANNED_REPLY,
        <Aws>::from_env,
        portico_tickets::change_canned_reply::change_canned_reply,
    )
}
