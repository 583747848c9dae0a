//! Deployed as `knowledge-archive-article`: `POST /v1/articles/{id}/archive`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::ARCHIVE_ARTICLE,
        <Aws>::from_env,
        portico_knowledge::archive_article::archive_article,
    )
}
