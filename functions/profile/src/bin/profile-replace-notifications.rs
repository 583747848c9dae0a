//! Deployed as `profile-replace-notifications`: `PUT /v1/me/notifications`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_profile::REPLACE_NOTIFICATIONS,
        <Aws>::from_env,
        portico_profile::notifications::replace_notifications,
    )
}
