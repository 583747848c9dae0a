//! Deployed as `auth-list-sessions`: `GET /v1/me/sessions`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_auth::LIST_SESSIONS, <Aws>::from_env, portico_auth::list_sessions::list_sessions)
}
