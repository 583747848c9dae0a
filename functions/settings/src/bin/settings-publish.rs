//! Deployed as `settings-publish`: `POST /v1/settings/{section}/publish`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_settings::PUBLISH_SETTINGS,
        <Aws>::from_env,
        portico_settings::publish::publish_settings,
    )
}
