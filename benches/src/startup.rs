//! Start-up: from the start of the process to its first poll of the runtime API. Every deployed function is compared
//! with an empty one, and `tickets-get` with its twins in Node and Python. Between the two is a bare function: empty but
//! for a client of DynamoDB, which every function has to make.
//!
//! The environment is that of a deployment: no stand-in is named, so clients are made that speak TLS to AWS.

use crate::deployed::{self, Deployed};
use crate::function::{Function, Program};
use crate::meter::Meter;
use crate::report::{median, mib, ms, ratio, say};
use crate::request::Request;
use crate::twins;
use crate::world::{World, deployed_environment};
use anyhow::{Context, Result};
use std::path::Path;
use std::time::Duration;

/// Number of starts of each function.
const STARTS: usize = 25;
/// Number of starts of each twin.
const TWIN_STARTS: usize = 15;
/// Number of warm calls of each twin in one turn, and number of turns.
const CALLS: (u32, usize) = (25, 8);

/// Measures and prints.
pub async fn measure(built: &Path) -> Result<()> {
    let environment = deployed_environment();
    let empty = Program::binary(&deployed::path(built, "bench-empty-function")?, &environment);
    let functions = deployed::all(built)?;
    let programs: Vec<Program> =
        functions.iter().map(|function| Program::binary(&function.path, &environment)).collect();
    let bare = Program::binary(&deployed::path(built, "bench-bare")?, &environment);
    let (mut empties, mut bares, mut times) = (Vec::new(), Vec::new(), vec![Vec::new(); functions.len()]);
    for _ in 0..STARTS {
        // In turn, so that whatever else the machine does falls on all alike; the empty one often, as all are held to
        // it.
        for (index, (program, times)) in programs.iter().zip(&mut times).enumerate() {
            if index % 8 == 0 {
                empties.push(start(&empty).await?);
                bares.push(start(&bare).await?);
            }
            times.push(start(program).await?);
        }
    }
    let (empty, bare) = (Starts::of(empties), Starts::of(bares));
    say(&format!(
        "Start-up to the first poll, median of {STARTS} (and the shortest); an empty function takes {:.2} ms ({:.2})",
        ms(empty.median),
        ms(empty.least)
    ));
    let mut all: Vec<(Starts, &Deployed)> = times.into_iter().map(Starts::of).zip(&functions).collect();
    all.sort_by_key(|(time, function)| (!function.besides.is_empty(), std::cmp::Reverse(time.median)));
    say(&format!("  {:<26} {}", "bare: a DynamoDB client", bare.summary(&empty)));
    for (time, function) in &all {
        let besides =
            if function.besides.is_empty() { String::new() } else { format!("  also {}", function.besides.join(", ")) };
        say(&format!("  {:<26} {}{besides}", function.name, time.summary(&empty)));
    }
    let only: Vec<&Starts> = all.iter().filter(|(_, one)| one.besides.is_empty()).map(|(time, _)| time).collect();
    for (of, ratios) in [
        ("medians", only.iter().map(|time| ratio(time.median, empty.median)).collect::<Vec<f64>>()),
        ("shortest", only.iter().map(|time| ratio(time.least, empty.least)).collect()),
        ("medians ÷ bare", only.iter().map(|time| ratio(time.median, bare.median)).collect()),
    ] {
        say(&format!(
            "  DynamoDB only, {of}: {} of {} at most 1.4 (the goal is ÷ empty); {:.2} to {:.2}",
            ratios.iter().filter(|ratio| **ratio <= 1.4).count(),
            ratios.len(),
            ratios.iter().copied().fold(f64::INFINITY, f64::min),
            ratios.iter().copied().fold(0.0, f64::max)
        ));
    }
    compare_twins(built, &environment).await
}

/// Times of the starts of one program.
struct Starts {
    median: Duration,
    least: Duration,
}

impl Starts {
    fn of(times: Vec<Duration>) -> Self {
        Self { least: times.iter().copied().min().unwrap_or_default(), median: median(times) }
    }

    /// The times in words, compared with those of another program.
    fn summary(&self, other: &Self) -> String {
        let [median, least] = [ratio(self.median, other.median), ratio(self.least, other.least)];
        format!("{:>6.2} ms ({:.2})  ÷ empty {median:.2} ({least:.2})", ms(self.median), ms(self.least))
    }
}

async fn start(program: &Program) -> Result<Duration> {
    let mut function = Function::start(program).await?;
    let time = function.start_up().await.with_context(|| format!("{:?}", program.command))?;
    function.stop().await;
    Ok(time)
}

async fn compare_twins(built: &Path, environment: &[(String, String)]) -> Result<()> {
    let path = deployed::path(built, "tickets-get")?;
    let mut programs = vec![("tickets-get".to_owned(), Program::binary(&path, environment))];
    programs.extend(twins::all(environment)?);
    let mut times = vec![Vec::new(); programs.len()];
    for _ in 0..TWIN_STARTS {
        for ((_, program), times) in programs.iter().zip(&mut times) {
            times.push(start(program).await?);
        }
    }
    let times: Vec<Duration> = times.into_iter().map(median).collect();

    let world = World::start(&Meter::default()).await?;
    let token = world.token("jon.arne.eide@halvorsen-marine.example").await?;
    let list = Request::get("tickets-list", "/v1/tickets", "/v1/tickets?view=mine&status=active").by(&token);
    let page = world.ask(&list).await?;
    let id = page["items"][0]["id"].as_str().context("no ticket")?;
    let request = Request::get("tickets-get", "/v1/tickets/{id}", format!("/v1/tickets/{id}")).by(&token);
    let environment = world.environment(false);
    let mut programs = vec![("tickets-get".to_owned(), Program::binary(&path, &environment))];
    programs.extend(twins::all(&environment)?);
    let (mut functions, mut spent) = (Vec::new(), vec![Vec::new(); programs.len()]);
    for (name, program) in &programs {
        let mut function = Function::start(program).await?;
        function.start_up().await?;
        for _ in 0..CALLS.0 * 2 {
            function.ask(&request.event()).await.with_context(|| name.clone())?;
        }
        functions.push(function);
    }
    for _ in 0..CALLS.1 {
        for (function, spent) in functions.iter_mut().zip(&mut spent) {
            let before = function.cpu()?;
            for _ in 0..CALLS.0 {
                function.ask(&request.event()).await?;
            }
            spent.push(function.cpu()?.saturating_sub(before) / CALLS.0);
        }
    }
    let spent: Vec<Duration> = spent.into_iter().map(median).collect();
    say(&format!(
        "\ntickets-get and the same in Node and Python: start-up (median of {TWIN_STARTS}), warm CPU of a call, peak memory"
    ));
    for (index, (function, (name, _))) in functions.into_iter().zip(&programs).enumerate() {
        say(&format!(
            "  {name:<16} {:>8.2} ms  ÷ tickets-get {:>6.1}   {:>7.3} ms  ÷ tickets-get {:>5.1}   {:>6.1} MiB",
            ms(times[index]),
            ratio(times[index], times[0]),
            ms(spent[index]),
            ratio(spent[index], spent[0]),
            mib(function.peak_memory()?)
        ));
        function.stop().await;
    }
    say("  (goal: start-up of tickets-get ≤ 1/50 of the twins')");
    Ok(())
}
