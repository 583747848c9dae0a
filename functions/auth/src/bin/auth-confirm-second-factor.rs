//! Deployed as `auth-confirm-second-factor`: `POST /v1/me/totp/confirm`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::CONFIRM_SECOND_FACTOR,
        <Aws>::from_env,
        portico_auth::confirm_second_factor::confirm_second_factor,
    )
}
