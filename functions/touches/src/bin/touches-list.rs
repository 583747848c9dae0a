//! Deployed as `touches-list`: `GET /v1/touches`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_touches::LIST_TOUCHES, <Aws>::from_env, portico_touches::list::list_touches)
}
