//! Deployed as `auth-request-password-reset`: `POST /v1/password-resets`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::REQUEST_PASSWORD_RESET,
        <Aws>::from_env,
        portico_auth::request_password_reset::request_password_reset,
    )
}
