//! `./scripts/bench`: measures binaries that have been built before, and prints the figures.

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use portico_benches::report::say;
use portico_benches::{bill, cpu, lists, load, pages, peers, search, snapshots, startup, tells};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::signal::unix::{SignalKind, signal};

/// Measurement to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Start-up of every function, and of twins in Node and Python.
    Startup,
    /// CPU, instructions and memory of warm calls.
    Cpu,
    /// Lists as records grow.
    Lists,
    /// Tasks that other products were measured by.
    Peers,
    /// From a click to content in a browser, page by page.
    Pages,
    /// Throughput.
    Load,
    /// Throughput of a deployment on an emulator, next to that of the dev server.
    Emulator,
    /// Cost of a month; writes docs/COSTS.md.
    Cost,
    /// Search as articles grow.
    Search,
    /// Time differences between answers for hidden and for missing records.
    Tells,
}

/// Measures Portico.
#[derive(Debug, Parser)]
struct Options {
    /// Folder of the binaries built for AWS: `<binary>/bootstrap`.
    #[arg(long)]
    built: PathBuf,
    /// Records in each list.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000,1000000")]
    sizes: Vec<usize>,
    /// Tickets for the errands.
    #[arg(long, value_delimiter = ',', default_value = "1000,200000")]
    tickets: Vec<usize>,
    /// Articles to search.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
    articles: Vec<usize>,
    /// Seconds of load for each number of connections.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// The file that a deployment on an emulator has written.
    #[arg(long, default_value = ".local/deploy-local.json")]
    emulator: PathBuf,
    /// Measurements to run.
    #[arg(required = true)]
    parts: Vec<Part>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let outcome = runtime.block_on(async {
        tokio::select! {
            done = all(&options) => done,
            // Everything that runs is dropped then: servers end, and their folders are removed.
            stopped = asked_to_stop() => stopped.and_then(|()| bail!("stopped")),
        }
    });
    // A database that is being filled must not hold the process.
    runtime.shutdown_timeout(Duration::from_millis(100));
    outcome
}

async fn all(options: &Options) -> Result<()> {
    for part in &options.parts {
        let begun = Instant::now();
        let name = part.to_possible_value().context("a part without a name")?;
        say(&format!("\n== {}", name.get_name()));
        measure(*part, options).await.with_context(|| format!("measuring {}", name.get_name()))?;
        say(&format!("   ({} took {:.0} s)", name.get_name(), begun.elapsed().as_secs_f64()));
    }
    Ok(())
}

async fn asked_to_stop() -> Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

async fn measure(part: Part, options: &Options) -> Result<()> {
    match part {
        Part::Startup => startup::measure(&options.built).await,
        Part::Cpu => cpu::measure(&options.built).await,
        Part::Lists => lists::measure(&options.built, &options.sizes).await,
        Part::Peers => peers::measure(&options.built, &options.tickets).await,
        Part::Pages => pages::measure(&options.built, &options.tickets).await,
        Part::Load => load::measure(&options.built, options.seconds).await,
        Part::Emulator => load::compare(&options.built, &options.emulator, options.seconds).await,
        Part::Cost => bill::measure(&options.built).await,
        Part::Tells => tells::measure(&options.built).await,
        Part::Search => {
            search::measure(&options.built, &options.articles).await?;
            snapshots::measure(&options.built, &options.articles).await
        }
    }
}
