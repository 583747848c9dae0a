//! Deployed as `knowledge-suggest`: `GET /v1/articles/suggestions`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, IndexReader};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::SUGGEST_ARTICLES,
        Aws::<(), IndexReader>::from_env,
        portico_knowledge::suggest::suggest_articles,
    )
}
