//! Deployed as `knowledge-list-article-products`: `GET /v1/editor/products`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::LIST_ARTICLE_PRODUCTS,
        <Aws>::from_env,
        portico_knowledge::list_article_products::list_article_products,
    )
}
