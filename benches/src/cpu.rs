//! Cost of a warm call of a function: CPU time, instructions and memory. Each function is compared with one that reads
//! one item, and with one that makes the same calls as the measured one.

use crate::deployed;
use crate::function::{Function, Program};
use crate::meter::{Meter, Passed, rounds};
use crate::report::{median, mib, ms, ratio, say};
use crate::request::Request;
use crate::world::World;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// Calls before anything is measured.
const WARM_UP: usize = 60;
/// Calls in one block; functions take turns by blocks, so that whatever else the machine does falls on all alike.
const BLOCK: u32 = 50;
/// Number of turns of each function.
const TURNS: usize = 12;
/// Calls counted under the instruction counter: the difference of two runs, so that starting up falls out.
const COUNTED: (u64, u64) = (30, 90);
/// Delay that the meter adds to each answer while calls are recorded, so that parallel requests are seen to overlap.
const DISTANCE: Duration = Duration::from_millis(25);

/// A measured function and its request.
struct Runner {
    name: String,
    program: Program,
    request: Request,
}

/// Measures all functions and prints the figures.
pub async fn measure(built: &Path) -> Result<()> {
    let meter = Meter::at(DISTANCE);
    let world = World::start(&meter).await?;
    let folder = tempfile::tempdir()?;
    let requests = requests(&world).await?;
    let ticket = requests[0].path.rsplit('/').next().unwrap_or_default().to_owned();
    let get = json!([[{"operation": "GetItem", "request": {
        "TableName": portico_local::wiring::TABLE, "Key": {"pk": {"S": format!("ticket#{ticket}")}, "sk": {"S": "ticket"}}
    }}]]);
    let bare = deployed::path(built, "bench-bare")?;
    let replay = |name: &str, calls: &Value| -> Result<Program> {
        let file = folder.path().join(name);
        std::fs::write(&file, calls.to_string())?;
        let mut environment = world.environment(false);
        environment.push(("BENCH_CALLS".into(), file.display().to_string()));
        Ok(Program::binary(&bare, &environment))
    };
    let mut runners =
        vec![Runner { name: "bare GetItem".into(), program: replay("get", &get)?, request: requests[0].clone() }];
    say("Calls of DynamoDB that each makes (/: one after another, +: side by side)");
    for request in requests {
        let path = deployed::path(built, request.binary)?;
        let seen = seen(&Program::binary(&path, &world.environment(true)), &request, &meter).await?;
        say(&format!("  {:<16} {}", request.binary, summary(&seen)));
        let program = Program::binary(&path, &world.environment(false));
        runners.push(Runner { name: request.binary.into(), program, request: request.clone() });
        let name = format!("its calls, bare: {}", request.binary);
        runners.push(Runner { name, program: replay(request.binary, &calls(&seen))?, request });
    }
    let (cpu, memory) = cpu(&runners).await?;
    let counted = instructions(&runners, folder.path()).await?;
    say(&format!(
        "\nA warm call: CPU time (median of {TURNS} turns of {BLOCK} calls, taken in turn), instructions (valgrind), peak memory"
    ));
    say(&format!(
        "  {:<34} {:>8} {:>9} {:>9} {:>14} {:>9} {:>9} {:>9}",
        "", "CPU ms", "÷ GetItem", "÷ bare", "instructions", "÷ GetItem", "÷ bare", "peak MiB"
    ));
    for (index, runner) in runners.iter().enumerate() {
        // The bare calls of a function come right after it.
        let bare = (index % 2 == 1).then_some(index + 1);
        let of = |bare: Option<usize>, ratio: &dyn Fn(usize) -> f64| {
            bare.map_or_else(|| "-".into(), |bare| format!("{:.2}", ratio(bare)))
        };
        let instructions = |than: usize| counted[index] as f64 / counted[than].max(1) as f64;
        say(&format!(
            "  {:<34} {:>8.3} {:>9.2} {:>9} {:>14} {:>9} {:>9} {:>9.1}",
            runner.name,
            ms(cpu[index]),
            ratio(cpu[index], cpu[0]),
            of(bare, &|bare| ratio(cpu[index], cpu[bare])),
            if counted[index] == 0 { "-".into() } else { counted[index].to_string() },
            if counted[index] == 0 { "-".into() } else { format!("{:.2}", instructions(0)) },
            if counted[index] == 0 { "-".into() } else { of(bare, &instructions) },
            mib(memory[index]),
        ));
    }
    say("  (goal for tickets-get: CPU ÷ bare GetItem ≤ 1.3)");
    Ok(())
}

/// Requests that are measured: two reads and two changes of a customer.
async fn requests(world: &World) -> Result<Vec<Request>> {
    let token = world.token("jon.arne.eide@halvorsen-marine.example").await?;
    let list = Request::get("tickets-list", "/v1/tickets", "/v1/tickets?view=mine").by(&token);
    let active = Request { path: "/v1/tickets?view=mine&status=active".into(), ..list.clone() };
    let page = world.ask(&active).await?;
    let id = page["items"][0]["id"].as_str().context("no ticket")?.to_owned();
    let text = "The label comes out two millimetres to the left, since this morning, on both printers.";
    let new = json!({"type": "question", "severity": "medium", "synopsis": "Labels come out to the left", "description": text,
        "upload_ids": [], "participant_ids": [], "custom_fields": {}});
    let reply = json!({"text": text, "upload_ids": []});
    Ok(vec![
        Request::get("tickets-get", "/v1/tickets/{id}", format!("/v1/tickets/{id}")).by(&token),
        list,
        Request::post("tickets-open", "/v1/tickets", "/v1/tickets", new).by(&token),
        Request::post("tickets-reply", "/v1/tickets/{id}/replies", format!("/v1/tickets/{id}/replies"), reply)
            .by(&token),
    ])
}

/// Records the requests that a warm call sends, in rounds.
async fn seen(program: &Program, request: &Request, meter: &Meter) -> Result<Vec<Vec<Passed>>> {
    let mut function = Function::start(program).await?;
    function.start_up().await?;
    // The first call also reads the public keys.
    function.ask(&request.event()).await?;
    meter.take();
    function.ask(&request.event()).await?;
    let passed = meter.take();
    function.stop().await;
    Ok(rounds(&passed))
}

fn calls(seen: &[Vec<Passed>]) -> Value {
    let one = |request: &Passed| json!({"operation": request.operation, "request": request.request});
    seen.iter().map(|round| round.iter().map(one).collect::<Value>()).collect()
}

fn summary(seen: &[Vec<Passed>]) -> String {
    let one = |request: &Passed| {
        let count = match request.operation.as_str() {
            "BatchGetItem" => request.request["RequestItems"].as_object().map(|tables| {
                tables.values().filter_map(|asked| asked["Keys"].as_array()).map(Vec::len).sum::<usize>()
            }),
            "TransactWriteItems" => request.request["TransactItems"].as_array().map(Vec::len),
            _ => None,
        };
        format!("{}{}", request.operation, count.map(|count| format!(" of {count}")).unwrap_or_default())
    };
    let round = |round: &Vec<Passed>| round.iter().map(one).collect::<Vec<_>>().join(" + ");
    seen.iter().map(round).collect::<Vec<_>>().join(" / ")
}

async fn cpu(runners: &[Runner]) -> Result<(Vec<Duration>, Vec<u64>)> {
    let mut functions = Vec::new();
    for runner in runners {
        let mut function = Function::start(&runner.program).await?;
        function.start_up().await?;
        for _ in 0..WARM_UP {
            function.ask(&runner.request.event()).await.with_context(|| runner.name.clone())?;
        }
        functions.push(function);
    }
    let mut spent: Vec<Vec<Duration>> = vec![Vec::new(); runners.len()];
    for _ in 0..TURNS {
        for ((function, runner), spent) in functions.iter_mut().zip(runners).zip(&mut spent) {
            let before = function.cpu()?;
            for _ in 0..BLOCK {
                function.ask(&runner.request.event()).await?;
            }
            spent.push(function.cpu()?.saturating_sub(before) / BLOCK);
        }
    }
    let mut memory = Vec::new();
    for function in functions {
        memory.push(function.peak_memory()?);
        function.stop().await;
    }
    Ok((spent.into_iter().map(median).collect(), memory))
}

/// Returns the instructions of one call of each function; 0 without valgrind.
async fn instructions(runners: &[Runner], folder: &Path) -> Result<Vec<u64>> {
    let mut counted = Vec::new();
    let there = tokio::process::Command::new("valgrind").arg("--version").output().await.is_ok();
    for runner in runners {
        if !there {
            counted.push(0);
            continue;
        }
        let few = count(runner, folder, COUNTED.0).await?;
        let many = count(runner, folder, COUNTED.1).await?;
        counted.push(many.saturating_sub(few) / (COUNTED.1 - COUNTED.0));
    }
    Ok(counted)
}

async fn count(runner: &Runner, folder: &Path, calls: u64) -> Result<u64> {
    let file = folder.join("counted");
    let out = format!("--cachegrind-out-file={}", file.display());
    let program =
        runner.program.clone().under(["/usr/bin/env", "valgrind", "--tool=cachegrind", "--cache-sim=no", "-q", &out]);
    let mut environment = program.environment.clone();
    environment.push(("PATH".into(), std::env::var("PATH").unwrap_or_default()));
    let mut function = Function::start(&Program { environment, ..program }).await?;
    function.start_up().await?;
    for _ in 0..calls {
        function.ask(&runner.request.event()).await.with_context(|| format!("{} under valgrind", runner.name))?;
    }
    function.end().await?;
    let text = std::fs::read_to_string(&file).context("valgrind wrote nothing")?;
    let summary = text.lines().find_map(|line| line.strip_prefix("summary: ")).context("valgrind summed nothing up")?;
    summary.split_whitespace().next().context("an empty sum")?.parse().context("not a number")
}
