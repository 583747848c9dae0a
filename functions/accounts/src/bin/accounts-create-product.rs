//! Deployed as `accounts-create-product`: `POST /v1/products`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::CREATE_PRODUCT,
        <Aws>::from_env,
        portico_accounts::create_product::create_product,
    )
}
