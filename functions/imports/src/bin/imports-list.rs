//! Deployed as `imports-list`: `GET /v1/imports`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_imports::LIST_IMPORTS, <Aws>::from_env, portico_imports::list::list_imports)
}
