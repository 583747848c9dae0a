//! Deployed as `knowledge-related`: `GET /v1/articles/{id}/related`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, IndexReader};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::LIST_RELATED_ARTICLES,
        Aws::<(), IndexReader>::from_env,
        portico_knowledge::related::list_related_articles,
    )
}
