//! Deployed as `auth-end-own-session`: `DELETE /v1/me/sessions/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::END_OWN_SESSION,
        <Aws>::from_env,
        portico_auth::end_own_session::end_own_session,
    )
}
