//! Deployed as `profile-get-branding`: `GET /v1/branding`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_profile::GET_BRANDING, <Aws>::from_env, portico_profile::branding::get_branding)
}
