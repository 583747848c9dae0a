//! Deployed as `knowledge-view-insights`: `GET /v1/knowledge/insights`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::VIEW_INSIGHTS,
        <Aws>::from_env,
        portico_knowledge::view_insights::view_insights,
    )
}
