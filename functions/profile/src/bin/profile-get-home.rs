//! Deployed as `profile-get-home`: `GET /v1/home`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_profile::GET_HOME, <Aws>::from_env, portico_profile::home::get_home)
}
