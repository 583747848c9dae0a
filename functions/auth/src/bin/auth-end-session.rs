//! Deployed as `auth-end-session`: `DELETE /v1/session`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_auth::END_SESSION, <Aws>::from_env, portico_auth::end_session::end_session)
}
