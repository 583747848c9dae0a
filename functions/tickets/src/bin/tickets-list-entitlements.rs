//! Deployed as `tickets-list-entitlements`: `GET /v1/entitlements`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::LIST_ENTITLEMENTS,
        <Aws>::from_env,
        portico_tickets::list_entitlements::list_entitlements,
    )
}
