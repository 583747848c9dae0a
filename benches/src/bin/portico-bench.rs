//! `./scripts/bench`: measures and prints.

use anyhow::{Context, Result};
use portico_benches::function::Function;
use portico_benches::lists;
use portico_benches::meter::Meter;
use portico_benches::report::{median, ms, ratio, say};
use portico_benches::world::World;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a start is measured.
const STARTS: usize = 40;
/// How many warm calls the CPU time is taken of.
const CALLS: u32 = 1500;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(run())
}

async fn run() -> Result<()> {
    let binaries = std::env::current_exe()?.parent().context("no folder")?.to_owned();
    let meter = Meter::default();
    let world = World::start(async |url| meter.in_front_of(url).await).await?;
    functions(&world, &binaries).await?;
    let sizes: Vec<usize> = match std::env::var("PORTICO_BENCH_SIZES") {
        Ok(sizes) => sizes.split(',').map(str::parse).collect::<Result<_, _>>()?,
        Err(_) => vec![1_000, 100_000],
    };
    say(
        "\nLists: the same page as the account grows (through the gateway, on disk; times include the meter in between)",
    );
    let costs = lists::measure(&world, &meter, &sizes).await?;
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else { return Ok(()) };
    for small in costs.iter().filter(|cost| cost.tickets == *first) {
        if let Some(large) = costs.iter().find(|cost| cost.list == small.list && cost.tickets == *last) {
            let (latency, units) = (ratio(large.latency, small.latency), large.units / small.units.max(f64::EPSILON));
            say(&format!(
                "  {:<16} {last} ÷ {first}: latency {latency:.2}, capacity {units:.2} (goal 0.90–1.10)",
                small.list
            ));
        }
    }
    Ok(())
}

/// Start-up and CPU of functions, as Lambda runs them.
async fn functions(world: &World, binaries: &Path) -> Result<()> {
    let environment: Vec<(String, String)> = [
        ("AWS_REGION", portico_local::REGION),
        ("AWS_ACCESS_KEY_ID", portico_local::ACCESS_KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", portico_local::SECRET_ACCESS_KEY),
        ("AWS_ENDPOINT_URL_DYNAMODB", &world.dynamodb),
        ("PORTICO_TABLE", portico_local::wiring::TABLE),
        ("PORTICO_SEALING_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    let token = world.token("jon.arne.eide@halvorsen-marine.example").await?;
    let list = world.get("/v1/tickets?view=mine&status=active", &token).await?;
    let id = list["items"][0]["id"].as_str().context("no ticket")?.to_owned();
    let event = json!({
        "version": "2.0", "routeKey": "GET /v1/tickets/{id}", "rawPath": format!("/v1/tickets/{id}"), "rawQueryString": "",
        "headers": {"authorization": format!("Bearer {token}"), "accept": "application/json"},
        "pathParameters": {"id": id},
        "requestContext": {
            "accountId": "000000000000", "apiId": "bench", "domainName": "bench", "domainPrefix": "bench", "stage": "$default",
            "requestId": "bench", "routeKey": "GET /v1/tickets/{id}", "time": "22/Nov/2026:09:00:00 +0000", "timeEpoch": 0,
            "http": {"method": "GET", "path": format!("/v1/tickets/{id}"), "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "bench"}
        },
        "isBase64Encoded": false
    })
    .to_string();
    let names = ["bench-empty-function", "bench-bare-get", "tickets-get"];
    let paths: Vec<PathBuf> = names.iter().map(|name| binaries.join(name)).collect();

    let mut starts: Vec<Vec<Duration>> = vec![Vec::new(); names.len()];
    for _ in 0..STARTS {
        // In turn, so that whatever else the machine does falls on all alike.
        for (path, times) in paths.iter().zip(&mut starts) {
            let mut function = Function::start(path, &environment).await?;
            times.push(function.start_up().await?);
            function.stop().await;
        }
    }
    let starts: Vec<Duration> = starts.into_iter().map(median).collect();
    say("Start-up: process start to first poll of the runtime API, median");
    for (name, time) in names.iter().zip(&starts) {
        say(&format!("  {name:<22} {:>6.2} ms", ms(*time)));
    }
    say(&format!("  tickets-get ÷ empty function: {:.2} (goal ≤ 1.4)", ratio(starts[2], starts[0])));

    say(&format!("\nWarm CPU of one call, over {CALLS} calls"));
    let mut spent = Vec::new();
    for (name, path) in names.iter().zip(&paths) {
        let mut function = Function::start(path, &environment).await?;
        function.start_up().await?;
        for _ in 0..50 {
            function.invoke(&event).await?;
        }
        let before = function.cpu()?;
        for _ in 0..CALLS {
            function.invoke(&event).await?;
        }
        let each = function.cpu()?.saturating_sub(before) / CALLS;
        let memory = function.memory()? as f64 / 1024.0 / 1024.0;
        say(&format!("  {name:<22} {:>6.3} ms, {memory:.1} MiB resident", ms(each)));
        spent.push(each);
        function.stop().await;
    }
    say(&format!("  tickets-get ÷ bare GetItem: {:.2} (goal ≤ 1.3)", ratio(spent[2], spent[1])));
    Ok(())
}
