//! Deployed as `knowledge-review-article`: `POST /v1/articles/{id}/review`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::REVIEW_ARTICLE,
        <Aws>::from_env,
        portico_knowledge::review_article::review_article,
    )
}
