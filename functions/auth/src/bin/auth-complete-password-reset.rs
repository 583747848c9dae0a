//! Deployed as `auth-complete-password-reset`: `POST /v1/password-resets/complete`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::COMPLETE_PASSWORD_RESET,
        <Aws>::from_env,
        portico_auth::complete_password_reset::complete_password_reset,
    )
}
