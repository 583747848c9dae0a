//! Deployed as `auth-refresh-session`: `POST /v1/session/refresh`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Secrets};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::REFRESH_SESSION,
        Aws::<(), (), (), Secrets>::from_env,
        portico_auth::refresh_session::refresh_session,
    )
}
