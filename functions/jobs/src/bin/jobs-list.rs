//! Deployed as `jobs-list`: `GET /v1/jobs`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_jobs::LIST_JOBS, <Aws>::from_env, portico_jobs::list::list_jobs)
}
