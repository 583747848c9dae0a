//! Deployed as `auth-end-other-sessions`: `DELETE /v1/me/sessions`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::END_OTHER_SESSIONS,
        <Aws>::from_env,
        portico_auth::end_other_sessions::end_other_sessions,
    )
}
