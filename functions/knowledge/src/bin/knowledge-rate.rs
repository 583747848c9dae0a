//! Deployed as `knowledge-rate`: `POST /v1/articles/{id}/feedback`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_knowledge::RATE_ARTICLE, <Aws>::from_env, portico_knowledge::rate::rate_article)
}
