//! Deployed as `accounts-get`: `GET /v1/accounts/{id}`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_accounts::GET_ACCOUNT, <Aws>::from_env, portico_accounts::get::get_account)
}
