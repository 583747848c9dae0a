//! Deployed as `accounts-contacts`: `GET /v1/accounts/{id}/contacts`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::LIST_ACCOUNT_CONTACTS,
        <Aws>::from_env,
        portico_accounts::contacts::list_account_contacts,
    )
}
