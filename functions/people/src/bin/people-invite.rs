//! Deployed as `people-invite`: `POST /v1/invitations`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_people::INVITE_PERSON, <Aws>::from_env, portico_people::invite::invite_person)
}
