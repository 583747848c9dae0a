//! Deployed as `auth-change-password`: `PUT /v1/me/password`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::CHANGE_PASSWORD,
        <Aws>::from_env,
        portico_auth::change_password::change_password,
    )
}
