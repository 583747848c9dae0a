//! Deployed as `jobs-run`: carries out jobs, woken by the table's stream and by a schedule.

use portico_aws::{Aws, FromEnv, OpenSearchWriter, S3, Ses};

fn main() -> Result<(), lambda_runtime::Error> {
    portico_jobs::lambda::run(Aws::<S3, OpenSearchWriter, Ses>::from_env)
}
