//! Deployed as `jobs-discard-inbound-mail`: `POST /v1/inbound-mails/{id}/discard`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_jobs::DISCARD_INBOUND_MAIL,
        Aws::<S3>::from_env,
        portico_jobs::discard_inbound_mail::discard_inbound_mail,
    )
}
