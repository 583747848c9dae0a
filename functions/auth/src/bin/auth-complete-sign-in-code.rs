//! Deployed as `auth-complete-sign-in-code`: `POST /v1/sign-in-codes/complete`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Secrets};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::COMPLETE_SIGN_IN_CODE,
        Aws::<(), (), (), Secrets>::from_env,
        portico_auth::complete_sign_in_code::complete_sign_in_code,
    )
}
