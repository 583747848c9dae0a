//! Deployed as `auth-view-as-person`: `POST /v1/people/{id}/view-as`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, Secrets};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_auth::VIEW_AS_PERSON,
        Aws::<(), (), (), Secrets>::from_env,
        portico_auth::view_as_person::view_as_person,
    )
}
