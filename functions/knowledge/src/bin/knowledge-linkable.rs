//! Deployed as `knowledge-linkable`: `GET /v1/tickets/{id}/articles`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, IndexReader};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::LIST_LINKABLE_ARTICLES,
        Aws::<(), IndexReader>::from_env,
        portico_knowledge::linkable::list_linkable_articles,
    )
}
