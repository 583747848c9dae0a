//! Deployed as `settings-health`: `GET /v1/settings/health`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_settings::GET_SETTINGS_HEALTH,
        <Aws>::from_env,
        portico_settings::health::get_settings_health,
    )
}
