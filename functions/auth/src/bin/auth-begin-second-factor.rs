//! Deployed as `auth-begin-second-factor`: `POST /v1/me/totp`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::BEGIN_SECOND_FACTOR,
        <Aws>::from_env,
        portico_auth::begin_second_factor::begin_second_factor,
    )
}
