//! Copies a whole deployment into a folder, and back. Scripts call this command: see `scripts/backup`,
//! `scripts/restore` and `scripts/drill`.

use anyhow::{Result, ensure};
use clap::{Parser, Subcommand};
use portico_aws::backup::Storage;
use portico_aws::{Config, Patience};
use portico_operator::backup::{content, export, restore, verify, wipe};
use portico_operator::command;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Copies a deployment of Portico. The environment names it, as for its functions: AWS credentials and region,
/// PORTICO_TABLE and PORTICO_BUCKET.
#[derive(Parser)]
#[command(name = "portico-backup", version)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Copies all items and all versions of all files into a new folder.
    Export {
        /// The folder, which must not be there yet.
        folder: PathBuf,
    },
    /// Writes a copy into an empty table and an empty bucket, and holds the outcome against the copy.
    Restore {
        /// The copy.
        folder: PathBuf,
    },
    /// Holds a deployment against a copy.
    Verify {
        /// The copy.
        folder: PathBuf,
    },
    /// Says what there is.
    Count,
    /// Deletes everything, on this machine only: for trying a restore.
    Wipe,
}

fn main() -> ExitCode {
    command::answer(async |command: Command| run(command.what).await)
}

/// Whether a service is a stand-in on this machine.
fn here(endpoint: Option<&String>) -> bool {
    endpoint.is_some_and(|url| url.starts_with("http://127.") || url.starts_with("http://localhost:"))
}

async fn run(what: What) -> Result<String> {
    let mut config = Config::from_env()?;
    // Pages and files are larger than what an endpoint asks for, and nobody waits in front of a browser.
    config.patience =
        Patience { attempt: Duration::from_mins(2), operation: Duration::from_mins(10), ..Patience::default() };
    let storage = Storage::from_config(&config)?;
    Ok(match what {
        What::Export { folder } => format!("copied: {}", export(&storage, &folder).await?.summary()),
        What::Restore { folder } => format!("restored, and as it was: {}", restore(&storage, &folder).await?.summary()),
        What::Verify { folder } => format!("as copied: {}", verify(&storage, &folder).await?.summary()),
        What::Count => format!("there are {}", content(&storage).await?.summary()),
        What::Wipe => {
            let local = here(config.endpoints.dynamodb.as_ref()) && here(config.endpoints.s3.as_ref());
            ensure!(local, "only stand-ins on this machine are emptied: there is no command for a deployment");
            format!("left: {}", wipe(&storage).await?.summary())
        }
    })
}
