//! Deployed as `people-list`: `GET /v1/people`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_people::LIST_PEOPLE, <Aws>::from_env, portico_people::list::list_people)
}
