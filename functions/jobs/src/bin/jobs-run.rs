//! Deployed as `jobs-run`: carries out jobs, woken by the table's stream and by a schedule.

// The runner's future holds those of all effects, and the compiler counts how deep they lie.
#![recursion_limit = "256"]

use portico_aws::{Aws, FromEnv, IndexWriter, S3, Ses};

fn main() -> Result<(), lambda_runtime::Error> {
    portico_jobs::lambda::run(Aws::<S3, IndexWriter, Ses>::from_env, portico_aws::dynamo::announced_jobs)
}
