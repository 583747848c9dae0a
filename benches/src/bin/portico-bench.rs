//! `./scripts/bench`: measures and prints. What is measured has been built before.

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use portico_benches::report::say;
use portico_benches::{bill, cpu, lists, load, peers, search, snapshots, startup};
use std::path::PathBuf;
use std::time::Instant;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Start-up of every function, and of twins in Node and Python.
    Startup,
    /// CPU, instructions and memory of warm calls.
    Cpu,
    /// Lists as records grow.
    Lists,
    /// The errands that other products were measured by.
    Peers,
    /// Throughput.
    Load,
    /// What a month costs; writes docs/COSTS.md.
    Cost,
    /// Search as articles grow.
    Search,
}

/// Measures Portico.
#[derive(Debug, Parser)]
struct Options {
    /// The folder of what has been built for AWS: `<binary>/bootstrap`.
    #[arg(long)]
    built: PathBuf,
    /// Records in each list.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000")]
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
    /// What to measure.
    #[arg(required = true)]
    parts: Vec<Part>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        for part in &options.parts {
            let begun = Instant::now();
            let name = part.to_possible_value().context("a part without a name")?;
            say(&format!("\n== {}", name.get_name()));
            measure(*part, &options).await.with_context(|| format!("measuring {}", name.get_name()))?;
            say(&format!("   ({} took {:.0} s)", name.get_name(), begun.elapsed().as_secs_f64()));
        }
        Ok(())
    })
}

async fn measure(part: Part, options: &Options) -> Result<()> {
    match part {
        Part::Startup => startup::measure(&options.built).await,
        Part::Cpu => cpu::measure(&options.built).await,
        Part::Lists => lists::measure(&options.built, &options.sizes).await,
        Part::Peers => peers::measure(&options.built, &options.tickets).await,
        Part::Load => load::measure(&options.built, options.seconds).await,
        Part::Cost => bill::measure(&options.built).await,
        Part::Search => {
            search::measure(&options.built, &options.articles).await?;
            snapshots::measure(&options.built, &options.articles).await
        }
    }
}
