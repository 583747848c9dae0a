//! Deployed as `jobs-mail-feedback`: has no route, the events of the mail service's configuration set lead to it.

use portico_aws::{Aws, FromEnv};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run_on_events(<Aws>::from_env, portico_jobs::feedback::handle_feedback)
}
