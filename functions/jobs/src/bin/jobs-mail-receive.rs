//! Deployed as `jobs-mail-receive`: has no route, the bucket's event of a new mail leads to it.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run_on_events(Aws::<S3>::from_env, portico_jobs::receive::receive_mail)
}
