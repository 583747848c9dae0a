//! Deployed as `settings-try-routing`: `GET /v1/settings/tickets/trial`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_settings::TRY_ROUTING,
        <Aws>::from_env,
        portico_settings::try_routing::try_routing,
    )
}
