//! Deployed as `auth-confirm-email-change`: `POST /v1/me/email/confirm`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::CONFIRM_EMAIL_CHANGE,
        <Aws>::from_env,
        portico_auth::confirm_email_change::confirm_email_change,
    )
}
