//! Deployed as `jobs-download-inbound-mail`: `GET /v1/inbound-mails/{id}/download`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_jobs::DOWNLOAD_INBOUND_MAIL,
        Aws::<S3>::from_env,
        portico_jobs::download_inbound_mail::download_inbound_mail,
    )
}
