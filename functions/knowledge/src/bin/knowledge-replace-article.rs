//! Deployed as `knowledge-replace-article`: `PUT /v1/articles/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::REPLACE_ARTICLE,
        <Aws>::from_env,
        portico_knowledge::replace_article::replace_article,
    )
}
