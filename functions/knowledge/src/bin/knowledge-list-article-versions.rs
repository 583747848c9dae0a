//! Deployed as `knowledge-list-article-versions`: `GET /v1/articles/{id}/versions`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::LIST_ARTICLE_VERSIONS,
        <Aws>::from_env,
        portico_knowledge::list_article_versions::list_article_versions,
    )
}
