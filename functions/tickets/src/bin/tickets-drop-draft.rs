//! Deployed as `tickets-drop-draft`: `DELETE /v1/drafts/{form}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::DROP_DRAFT, <Aws>::from_env, portico_tickets::drafts::drop_draft)
}
