//! Output of an operator's command: one line to standard output, or one to standard error and exit code 1.

use anyhow::{Context, Result};
use clap::Parser;
use std::io::Write as _;
use std::process::ExitCode;

/// Parses the command line, carries the command out and prints its outcome.
pub fn answer<C: Parser>(run_job: impl AsyncFnOnce(C) -> Result<String>) -> ExitCode {
    let command = match C::try_parse() {
        Ok(command) => command,
        Err(wrong) => {
            // Help and version come this way too, and are no failure. Nobody is left to tell if printing fails.
            let _ = wrong.print();
            return if wrong.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    let outcome = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the runtime does not start")
        .and_then(|runtime| runtime.block_on(run_job(command)));
    match outcome {
        Ok(outcome) => {
            let _ = writeln!(std::io::stdout(), "{outcome}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{}: {error:#}", C::command().get_name());
            ExitCode::FAILURE
        }
    }
}
