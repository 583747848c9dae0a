//! Deployed as `knowledge-discard-draft`: `POST /v1/articles/{id}/discard`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::DISCARD_DRAFT,
        <Aws>::from_env,
        portico_knowledge::discard_draft::discard_draft,
    )
}
