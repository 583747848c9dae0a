//! The dev server: one command, one process. `--help` lists what can be chosen.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;
use mimalloc::MiMalloc;
use portico_local::server::{self, Options};
use portico_local::wiring;
use tracing_subscriber::EnvFilter;

/// A fifth of what the server did was taking and giving back memory, for the JSON that goes to and from the database.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// Portico on this machine: the portal, the API, and everything of AWS they use.
#[derive(Parser)]
#[command(name = "portico-dev", version)]
struct Command {
    #[command(flatten)]
    options: Options,
    /// Folder of the demo company that a new data folder is filled with.
    #[arg(long, value_name = "DIR", default_value = "seed")]
    seed: PathBuf,
}

fn main() -> ExitCode {
    let command = match Command::try_parse() {
        Ok(command) => command,
        Err(wrong) => {
            // Help and version come this way too, and are no failure. Nobody is left to tell if printing fails.
            let _ = wrong.print();
            return if wrong.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    // The database warns of every condition that does not hold, which is daily business.
    let filter = EnvFilter::try_from_env("PORTICO_LOG").unwrap_or_else(|_| EnvFilter::new("warn,dynoxide=error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(command.options, command.seed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "portico-dev: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options, seed: PathBuf) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let outcome = runtime.block_on(server::run(options, |services| async move { wiring::app(services, &seed).await }));
    // A blocking call that still runs, to the disk say, must not hold the process.
    runtime.shutdown_timeout(Duration::from_millis(100));
    outcome
}
