//! Deployed as `auth-request-email-change`: `POST /v1/me/email`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::REQUEST_EMAIL_CHANGE,
        <Aws>::from_env,
        portico_auth::request_email_change::request_email_change,
    )
}
