//! Deployed as `knowledge-rate`: `POST /v1/articles/{id}/feedback`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_knowledge::RATE_ARTICLE, <Aws>::from_env, portico_knowledge::rate::rate_article)
}
