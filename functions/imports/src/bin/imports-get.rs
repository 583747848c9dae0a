//! Deployed as `imports-get`: `GET /v1/imports/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_imports::GET_IMPORT, <Aws>::from_env, portico_imports::get::get_import)
}
