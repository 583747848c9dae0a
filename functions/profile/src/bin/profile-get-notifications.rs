//! Deployed as `profile-get-notifications`: `GET /v1/me/notifications`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_profile::GET_NOTIFICATIONS,
        <Aws>::from_env,
        portico_profile::notifications::get_notifications,
    )
}
