//! Deployed as `auth-request-sign-in-code`: `POST /v1/sign-in-codes`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::REQUEST_SIGN_IN_CODE,
        <Aws>::from_env,
        portico_auth::request_sign_in_code::request_sign_in_code,
    )
}
