//! Deployed as `accounts-open`: `POST /v1/accounts`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_accounts::OPEN_ACCOUNT, <Aws>::from_env, portico_accounts::open::open_account)
}
