//! Deployed as `knowledge-reindex`: `POST /v1/knowledge/reindex`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::REINDEX_KNOWLEDGE,
        <Aws>::from_env,
        portico_knowledge::reindex::reindex_knowledge,
    )
}
