//! Deployed as `settings-get-draft`: `GET /v1/settings/{section}/draft`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_settings::GET_SETTINGS_DRAFT,
        <Aws>::from_env,
        portico_settings::get_draft::get_settings_draft,
    )
}
