//! Fills a deployment with the demo company: the same files, written by the same code as in the dev server. For
//! deployments that nobody works with; which one is said by the environment, as for its functions.

use anyhow::{Context, Result};
use clap::Parser;
use portico_aws::{Aws, Config, FromEnv, S3};
use portico_local::seed::{self, Source};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Fills a deployment with the demo company, and prints who can sign in, as JSON.
#[derive(Parser)]
#[command(name = "portico-seed", version)]
struct Command {
    /// Folder of the demo company.
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
    match run(&command) {
        Ok(logins) => {
            let _ = writeln!(std::io::stdout(), "{logins}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "portico-seed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<String> {
    let source = Source::read(&command.seed)?;
    let store = Aws::<S3>::from_config(&Config::from_env()?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let seeded = runtime.block_on(seed::load(&store, &source)).context("the demo company is written by half")?;
    let _ = writeln!(
        std::io::stderr(),
        "seeded {} accounts, {} people, {} articles, {} tickets, {} files",
        seeded.accounts,
        seeded.people,
        seeded.articles,
        seeded.tickets,
        seeded.files
    );
    Ok(serde_json::to_string(&source.logins())?)
}
