//! Deployed as `knowledge-get-manuscript`: `GET /v1/editor/articles/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::GET_MANUSCRIPT,
        <Aws>::from_env,
        portico_knowledge::get_manuscript::get_manuscript,
    )
}
