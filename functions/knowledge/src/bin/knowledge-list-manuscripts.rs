//! Deployed as `knowledge-list-manuscripts`: `GET /v1/editor/articles`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::LIST_MANUSCRIPTS,
        <Aws>::from_env,
        portico_knowledge::list_manuscripts::list_manuscripts,
    )
}
