//! Deployed as `imports-report`: `GET /v1/imports/{id}/report`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_imports::DOWNLOAD_IMPORT_REPORT,
        Aws::<S3>::from_env,
        portico_imports::report::download_import_report,
    )
}
