//! Deployed as `auth-rotate-key`: has no route, Secrets Manager calls it.

use portico_aws::{Aws, FromEnv, SigningSecret};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run_on_events(Aws::<(), (), (), SigningSecret>::from_env, portico_auth::rotate_key::on_event)
}
