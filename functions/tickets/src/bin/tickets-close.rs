//! Deployed as `tickets-close`: `POST /v1/tickets/{id}/close`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::CLOSE_TICKET, <Aws>::from_env, portico_tickets::close::close_ticket)
}
