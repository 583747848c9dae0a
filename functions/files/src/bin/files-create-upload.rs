//! Deployed as `files-create-upload`: `POST /v1/uploads`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_files::CREATE_UPLOAD, Aws::<S3>::from_env, portico_files::create::create_upload)
}
