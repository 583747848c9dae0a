//! Deployed as `auth-switch-hat`: `POST /v1/session/hat`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Secrets};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::SWITCH_HAT,
        Aws::<(), (), (), Secrets>::from_env,
        portico_auth::switch_hat::switch_hat,
    )
}
