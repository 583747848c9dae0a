//! Deployed as `settings-undo`: `POST /v1/settings/{section}/undo`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_settings::UNDO_SETTINGS, <Aws>::from_env, portico_settings::undo::undo_settings)
}
