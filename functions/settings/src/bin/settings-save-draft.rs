//! Deployed as `settings-save-draft`: `PUT /v1/settings/{section}/draft`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_settings::SAVE_SETTINGS_DRAFT,
        <Aws>::from_env,
        portico_settings::save_draft::save_settings_draft,
    )
}
