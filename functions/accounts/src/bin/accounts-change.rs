//! Deployed as `accounts-change`: `PATCH /v1/accounts/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::CHANGE_ACCOUNT,
        <Aws>::from_env,
        portico_accounts::change::change_account,
    )
}
