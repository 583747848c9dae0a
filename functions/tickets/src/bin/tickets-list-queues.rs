//! Deployed as `tickets-list-queues`: `GET /v1/queues`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::LIST_QUEUES, <Aws>::from_env, portico_tickets::list_queues::list_queues)
}
