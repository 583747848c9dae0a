//! Deployed as `tickets-wait`: `POST /v1/tickets/{id}/wait`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::AWAIT_CUSTOMER, <Aws>::from_env, portico_tickets::wait::await_customer)
}
