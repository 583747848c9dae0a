//! Deployed as `touches-list`: `GET /v1/touches`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_touches::LIST_TOUCHES, <Aws>::from_env, portico_touches::list::list_touches)
}
