//! Deployed as `tickets-list-team-tickets`: `GET /v1/team/tickets`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::LIST_TEAM_TICKETS,
        <Aws>::from_env,
        portico_tickets::team_tickets::list_team_tickets,
    )
}
