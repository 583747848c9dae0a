//! Search without a domain, as deployed: `jobs-run` makes versions of the index in the bucket, `knowledge-search`
//! fetches and searches them. Both are run as Lambda runs them, on the stand-ins of this machine; all sizes are
//! measured in turn.

use crate::database::Database;
use crate::deployed;
use crate::function::{Function, Program};
use crate::meter::Meter;
use crate::report::{median, mib, ms, quantile, ratio, say};
use crate::request::Request;
use crate::search;
use crate::world::World;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Number of cold functions measured.
const STARTS: usize = 15;
/// Number of searches of a warm function.
const SEARCHES: usize = 200;
/// Number of versions that add one article.
const CHANGES: usize = 7;

/// Deployment with one number of articles.
struct Place {
    articles: usize,
    world: World,
    search: Program,
    runner: Program,
    event: String,
    // The temporary disk of the functions.
    _disk: TempDir,
}

/// Measures at each of `sizes`, ascending.
pub async fn measure(built: &Path, sizes: &[usize]) -> Result<()> {
    let mut places = Vec::new();
    for articles in sizes {
        places.push(Place::start(built, *articles).await?);
    }
    cold(&places).await?;
    warm(&places).await
}

impl Place {
    async fn start(built: &Path, articles: usize) -> Result<Self> {
        let world = World::start(&Meter::default()).await?;
        let disk = tempfile::tempdir()?;
        let mut environment = world.environment(false);
        let folder = disk.path().to_str().context("a folder whose name is no text")?;
        environment.extend(
            [("PORTICO_SEARCH_SNAPSHOTS", "search"), ("TMPDIR", folder)]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        let program = |name| Ok::<_, anyhow::Error>(Program::binary(&deployed::path(built, name)?, &environment));
        let (search, runner) = (program("knowledge-search")?, program("jobs-run")?);
        search::write(&Database::at(&world.dynamodb)?, articles).await?;
        let member = world.token("jon.arne.eide@halvorsen-marine.example").await?;
        let request = Request::get("knowledge-search", "/v1/articles", "/v1/articles?q=scaner+pairing").by(&member);
        let place = Self { articles, world, search, runner, event: request.event(), _disk: disk };
        place.reindex().await?;
        let mut runner = Function::start(&place.runner).await?;
        runner.start_up().await?;
        let took = place.run(&mut runner).await?;
        say(&format!(
            "  {articles} articles indexed anew in {:.2} s, at most {:.0} MiB; packed {:.1} MB",
            took.as_secs_f64(),
            mib(runner.peak_memory()?),
            place.packed().await? / 1e6
        ));
        runner.stop().await;
        Ok(place)
    }

    async fn reindex(&self) -> Result<()> {
        let editor = self.world.token("elena.marchetti@xyz.example").await?;
        let path = "/v1/knowledge/reindex";
        self.world.ask(&Request::post("knowledge-reindex", path, path, json!({})).by(&editor)).await?;
        Ok(())
    }

    /// Has the runner carry out the due jobs, and returns the time taken.
    async fn run(&self, runner: &mut Function) -> Result<Duration> {
        let begun = Instant::now();
        let ran = runner.invoke("{}").await?;
        if ran["done"].as_u64().is_none_or(|done| done == 0) || ran["put_off"] != 0 || ran["parked"] != 0 {
            bail!("the runner answered {ran}");
        }
        Ok(begun.elapsed())
    }

    /// Returns the size of the index's current version, in bytes.
    async fn packed(&self) -> Result<f64> {
        let register = Database::at(&self.world.dynamodb)?.item("search-index", "search-index").await?;
        let bytes = register["data"]["M"]["current"]["M"]["bytes"]["N"].as_str().context("no version holds")?;
        Ok(bytes.parse()?)
    }

    async fn search(&self, function: &mut Function) -> Result<Duration> {
        let begun = Instant::now();
        let answer = function.ask(&self.event).await?;
        let took = begun.elapsed();
        let found: Value = serde_json::from_str(answer["body"].as_str().context("no body")?)?;
        if found["degraded"] != false || found["items"].as_array().is_none_or(Vec::is_empty) {
            bail!("nothing was searched: {found}");
        }
        Ok(took)
    }
}

/// Measures new processes, from their start to their first answer.
async fn cold(places: &[Place]) -> Result<()> {
    let mut times = vec![(Vec::new(), Vec::new()); places.len()];
    for _ in 0..STARTS {
        for (place, (starts, firsts)) in places.iter().zip(&mut times) {
            let mut function = Function::start(&place.search).await?;
            starts.push(function.start_up().await?);
            firsts.push(place.search(&mut function).await?);
            function.stop().await;
        }
    }
    say(&format!("knowledge-search as Lambda runs it, a misspelt word and another; median of {STARTS} cold functions"));
    let mut medians = Vec::new();
    for (place, (starts, firsts)) in places.iter().zip(times) {
        let (start, first) = (median(starts), median(firsts));
        say(&format!(
            "  first search at {:>6} articles: {:>6.2} ms, after a start-up of {:.2} ms; of them it fetches {:.1} MB",
            place.articles,
            ms(first),
            ms(start),
            place.packed().await? / 1e6
        ));
        medians.push(first);
    }
    last_to_first(&medians);
    Ok(())
}

/// Measures a process that has searched before, and one whose version is replaced.
async fn warm(places: &[Place]) -> Result<()> {
    let mut functions = Vec::new();
    for place in places {
        let (mut function, mut runner) = (Function::start(&place.search).await?, Function::start(&place.runner).await?);
        function.start_up().await?;
        runner.start_up().await?;
        for _ in 0..20 {
            place.search(&mut function).await?;
        }
        functions.push((function, runner, Vec::new()));
    }
    for _ in 0..SEARCHES {
        for (place, (function, _, times)) in places.iter().zip(&mut functions) {
            times.push(place.search(function).await?);
        }
    }
    say(&format!("The same, warm; median and p99 of {SEARCHES}, taken in turn"));
    let mut medians = Vec::new();
    for (place, (function, _, times)) in places.iter().zip(&functions) {
        let middle = median(times.clone());
        let (p99, memory) = (quantile(times.clone(), 0.99), mib(function.memory()?));
        say(&format!(
            "  a search at {:>6} articles: {:>6.2} ms, p99 {:.2} ms; {memory:.1} MiB resident",
            place.articles,
            ms(middle),
            ms(p99)
        ));
        medians.push(middle);
    }
    last_to_first(&medians);
    say(&format!("A new version; median of {CHANGES}"));
    for (place, (mut function, mut runner, _)) in places.iter().zip(functions) {
        let (mut made, mut seen) = (Vec::new(), Vec::new());
        for _ in 0..CHANGES {
            place.reindex().await?;
            made.push(place.run(&mut runner).await?);
            // The next look is due by then.
            tokio::time::sleep(Duration::from_millis(3100)).await;
            seen.push(place.search(&mut function).await?);
        }
        say(&format!(
            "  at {:>6} articles: made anew in {:>7.1} ms, at most {:.0} MiB; the search that goes over to it {:>6.2} ms",
            place.articles,
            ms(median(made)),
            mib(runner.peak_memory()?),
            ms(median(seen))
        ));
        function.stop().await;
        runner.stop().await;
    }
    Ok(())
}

fn last_to_first(medians: &[Duration]) {
    if let (Some(first), Some(last)) = (medians.first(), medians.last()) {
        say(&format!("  last ÷ first {:.2}", ratio(*last, *first)));
    }
}
