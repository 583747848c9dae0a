//! Deployed as `profile-update-me`: `PATCH /v1/me`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_profile::UPDATE_ME, <Aws>::from_env, portico_profile::me::update_me)
}
