//! Deployed as `files-complete-upload`: `POST /v1/uploads/{id}/complete`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_files::COMPLETE_UPLOAD,
        Aws::<S3>::from_env,
        portico_files::complete::complete_upload,
    )
}
