//! Deployed as `settings-history`: `GET /v1/settings/{section}/history`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_settings::LIST_SETTINGS_HISTORY,
        <Aws>::from_env,
        portico_settings::history::list_settings_history,
    )
}
