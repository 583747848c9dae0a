//! Deployed as `auth-remove-second-factor`: `DELETE /v1/me/totp`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::REMOVE_SECOND_FACTOR,
        <Aws>::from_env,
        portico_auth::remove_second_factor::remove_second_factor,
    )
}
