//! Deployed as `accounts-add-entitlement`: `POST /v1/accounts/{id}/entitlements`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::ADD_ENTITLEMENT,
        <Aws>::from_env,
        portico_accounts::add_entitlement::add_entitlement,
    )
}
