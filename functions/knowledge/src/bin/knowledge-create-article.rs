//! Deployed as `knowledge-create-article`: `POST /v1/articles`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::CREATE_ARTICLE,
        <Aws>::from_env,
        portico_knowledge::create_article::create_article,
    )
}
