//! Deployed as `auth-create-session`: `POST /v1/session`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Secrets};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::CREATE_SESSION,
        Aws::<(), (), (), Secrets>::from_env,
        portico_auth::create_session::create_session,
    )
}
