//! Deployed as `knowledge-publish-article`: `POST /v1/articles/{id}/publish`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::PUBLISH_ARTICLE,
        <Aws>::from_env,
        portico_knowledge::publish_article::publish_article,
    )
}
