//! Deployed as `imports-apply`: `POST /v1/imports/{id}/apply`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_imports::APPLY_IMPORT, <Aws>::from_env, portico_imports::apply::apply_import)
}
