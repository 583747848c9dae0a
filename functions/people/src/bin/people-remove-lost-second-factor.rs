//! Deployed as `people-remove-lost-second-factor`: `DELETE /v1/people/{id}/second-factor`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_people::REMOVE_LOST_SECOND_FACTOR,
        <Aws>::from_env,
        portico_people::remove_lost_second_factor::remove_lost_second_factor,
    )
}
