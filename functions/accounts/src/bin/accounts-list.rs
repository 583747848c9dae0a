//! Deployed as `accounts-list`: `GET /v1/accounts`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_accounts::LIST_ACCOUNTS, <Aws>::from_env, portico_accounts::list::list_accounts)
}
