//! Deployed as `accounts-change-entitlement`: `PATCH /v1/accounts/{id}/entitlements/{entitlement_id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::CHANGE_ENTITLEMENT,
        <Aws>::from_env,
        portico_accounts::change_entitlement::change_entitlement,
    )
}
