//! Deployed as `jobs-retry`: `POST /v1/jobs/{id}/retry`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_jobs::RETRY_JOB, <Aws>::from_env, portico_jobs::retry::retry_job)
}
