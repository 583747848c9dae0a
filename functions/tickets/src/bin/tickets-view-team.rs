//! Deployed as `tickets-view-team`: `GET /v1/team`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(&portico_tickets::VIEW_TEAM, <Aws>::from_env, portico_tickets::team::view_team)
}
