//! Deployed as `tickets-create-canned-reply`: `POST /v1/canned-replies`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::CREATE_CANNED_REPLY,
        <Aws>::from_env,
        portico_tickets::create_canned_reply::create_canned_reply,
    )
}
