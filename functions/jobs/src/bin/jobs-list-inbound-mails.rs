//! Deployed as `jobs-list-inbound-mails`: `GET /v1/inbound-mails`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_jobs::LIST_INBOUND_MAILS,
        <Aws>::from_env,
        portico_jobs::list_inbound_mails::list_inbound_mails,
    )
}
