//! Deployed as `jobs-attach-inbound-mail`: `POST /v1/inbound-mails/{id}/attach`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_jobs::ATTACH_INBOUND_MAIL,
        Aws::<S3>::from_env,
        portico_jobs::attach_inbound_mail::attach_inbound_mail,
    )
}
