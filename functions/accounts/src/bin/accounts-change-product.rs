//! Deployed as `accounts-change-product`: `PATCH /v1/products/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::CHANGE_PRODUCT,
        <Aws>::from_env,
        portico_accounts::change_product::change_product,
    )
}
