//! Deployed as `knowledge-get`: `GET /v1/articles/{id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_knowledge::GET_ARTICLE, <Aws>::from_env, portico_knowledge::get::get_article)
}
