//! Deployed as `accounts-list-products`: `GET /v1/products`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_accounts::LIST_PRODUCTS,
        <Aws>::from_env,
        portico_accounts::list_products::list_products,
    )
}
