//! Deployed as `jobs-get-inbound-mail`: `GET /v1/inbound-mails/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_jobs::GET_INBOUND_MAIL,
        <Aws>::from_env,
        portico_jobs::get_inbound_mail::get_inbound_mail,
    )
}
