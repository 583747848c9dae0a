//! Deployed as `auth-take-second-step`: `POST /v1/session/totp`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Secrets};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::TAKE_SECOND_STEP,
        Aws::<(), (), (), Secrets>::from_env,
        portico_auth::take_second_step::take_second_step,
    )
}
