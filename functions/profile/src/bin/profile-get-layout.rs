//! Deployed as `profile-get-layout`: `GET /v1/me/layout`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_profile::GET_LAYOUT, <Aws>::from_env, portico_profile::layout::get_layout)
}
