//! Deployed as `imports-lines`: `GET /v1/imports/{id}/lines`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_imports::LIST_IMPORT_LINES,
        <Aws>::from_env,
        portico_imports::lines::list_import_lines,
    )
}
