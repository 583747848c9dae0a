//! Deployed as `accounts-entitlements`: `GET /v1/accounts/{id}/entitlements`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::LIST_ACCOUNT_ENTITLEMENTS,
        <Aws>::from_env,
        portico_accounts::entitlements::list_account_entitlements,
    )
}
