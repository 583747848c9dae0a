//! Deployed as `settings-get`: `GET /v1/settings/{section}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_settings::GET_SETTINGS, <Aws>::from_env, portico_settings::get::get_settings)
}
