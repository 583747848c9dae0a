//! Deployed as `people-update`: `PATCH /v1/people/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_people::UPDATE_PERSON, <Aws>::from_env, portico_people::update::update_person)
}
