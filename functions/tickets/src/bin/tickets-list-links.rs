//! Deployed as `tickets-list-links`: `GET /v1/tickets/{id}/links`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::LIST_LINKS, <Aws>::from_env, portico_tickets::list_links::list_links)
}
