//! Deployed as `imports-list-kinds`: `GET /v1/import-kinds`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_imports::LIST_IMPORT_KINDS,
        <Aws>::from_env,
        portico_imports::kinds::list_import_kinds,
    )
}
