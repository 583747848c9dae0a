//! Deployed as `knowledge-deflect`: `POST /v1/deflections`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_knowledge::RECORD_DEFLECTION,
        <Aws>::from_env,
        portico_knowledge::deflect::record_deflection,
    )
}
