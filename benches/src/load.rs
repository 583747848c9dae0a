//! Load that a running Portico carries in a bounded time. Many connections at once each send the next request as soon
//! as the last is answered. Eight in ten calls read, one searches, one changes something.
//!
//! The clients run on the same machine and take their share of it.

use crate::deployed;
use crate::peers;
use crate::portal::Portal;
use crate::report::{ms, quantile, ratio, say};
use crate::request::Request;
use crate::server::DevServer;
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Numbers of connections at once.
const CONNECTIONS: [usize; 3] = [1, 8, 32];
/// Tickets in the database.
const TICKETS: usize = 10_000;

/// Kinds of requests.
const KINDS: [&str; 3] = ["read", "search", "change"];

/// Outcome of one period of load.
#[derive(Default)]
struct Carried {
    times: [Vec<Duration>; 3],
    failed: usize,
    took: Duration,
}

impl Carried {
    fn add(&mut self, other: Self) {
        for (all, seen) in self.times.iter_mut().zip(other.times) {
            all.extend(seen);
        }
        self.failed += other.failed;
    }

    fn per_second(&self) -> f64 {
        self.times.iter().map(Vec::len).sum::<usize>() as f64 / self.took.as_secs_f64().max(f64::EPSILON)
    }

    fn of_all(&self, share: f64) -> Duration {
        quantile(self.times.concat(), share)
    }

    fn summary(&self) -> String {
        let of_kinds: Vec<String> = KINDS
            .iter()
            .zip(&self.times)
            .map(|(kind, times)| {
                let at = |share| ms(quantile(times.clone(), share));
                format!("{kind} p50 {:.1} p99 {:.1} ms", at(0.5), at(0.99))
            })
            .collect();
        format!("{:>6.0} calls/s   {}   {} failed", self.per_second(), of_kinds.join("   "), self.failed)
    }
}

/// Measures the dev server, `seconds` for each number of connections.
pub async fn measure(built: &Path, seconds: u64) -> Result<()> {
    let server = peers::filled(built, TICKETS).await?;
    let requests = Arc::new(requests(&server).await?);
    say(&format!(
        "Mixed load on the dev server with {TICKETS} tickets: 80 % reads, 10 % searches, 10 % changes; {seconds} s each"
    ));
    for connections in CONNECTIONS {
        let carried = carry(server.portal(), &requests, connections, seconds).await?;
        say(&format!("  {connections:>3} at once: {}", carried.summary()));
    }
    server.stop().await
}

/// Measures the deployment that wrote `state` and a dev server with the same demo company, in turn.
pub async fn compare(built: &Path, state: &Path, seconds: u64) -> Result<()> {
    let server = DevServer::start(&deployed::path(built, "portico-dev")?).await?;
    let emulated = Portal::at(state)?;
    say(&format!(
        "Mixed load on the demo company: 80 % reads, 10 % searches, 10 % changes; {seconds} s each, taken in turn"
    ));
    for connections in CONNECTIONS {
        let mut seen = Vec::new();
        for (name, portal) in [("dev server", server.portal()), ("emulator", &emulated)] {
            // New for each: tokens are good for ten minutes only.
            let requests = Arc::new(requests(portal).await?);
            let carried = carry(portal, &requests, connections, seconds).await?;
            say(&format!("  {connections:>3} at once, {name:<10}: {}", carried.summary()));
            seen.push(carried);
        }
        if let [dev, emulated] = seen.as_slice() {
            say(&format!(
                "      emulator ÷ dev server: throughput {:.3}, p50 {:.1}, p99 {:.1}",
                emulated.per_second() / dev.per_second().max(f64::EPSILON),
                ratio(emulated.of_all(0.5), dev.of_all(0.5)),
                ratio(emulated.of_all(0.99), dev.of_all(0.99)),
            ));
        }
    }
    say(
        "  (the emulator hands each call to a process through Python: its figures say what the emulator carries, not what AWS does)",
    );
    server.stop().await
}

async fn carry(
    portal: &Portal,
    requests: &Arc<Vec<(usize, Request)>>,
    connections: usize,
    seconds: u64,
) -> Result<Carried> {
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds);
    let asking: Vec<_> = (0..connections)
        .map(|first| {
            let (portal, requests) = (portal.clone(), Arc::clone(requests));
            tokio::spawn(async move { ask_until(&portal, &requests, first * 27, until).await })
        })
        .collect();
    let mut carried = Carried::default();
    for one in asking {
        carried.add(one.await?);
    }
    carried.took = begun.elapsed();
    Ok(carried)
}

async fn ask_until(portal: &Portal, requests: &[(usize, Request)], first: usize, until: Instant) -> Carried {
    let mut carried = Carried::default();
    for (kind, request) in requests.iter().cycle().skip(first % requests.len()) {
        if Instant::now() >= until {
            break;
        }
        match portal.timed(request).await {
            Ok(time) => carried.times[*kind].push(time),
            Err(_) => carried.failed += 1,
        }
    }
    carried
}

/// Twenty calls around each of the customer's tickets, in the order they are asked.
async fn requests(portal: &Portal) -> Result<Vec<(usize, Request)>> {
    let (member, agent) = (peers::customer(portal).await?, peers::agent(portal).await?);
    let own = portal.ask(&peers::tickets("view=mine&status=active&limit=25", &member)).await?;
    let ids: Vec<&str> = own["items"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str()).collect();
    let queue = peers::queue(portal, &agent).await?;
    let queue = peers::tickets(&format!("view=queue&queue={queue}"), &agent);
    let home = Request::get("profile-get-home", "/v1/home", "/v1/home").by(&member);
    let mine = peers::tickets("view=mine", &member);
    let search = peers::found(portal, &member).await?;
    let path = "/v1/articles/suggestions";
    let suggest = Request::get("knowledge-suggest", path, format!("{path}?q=label+printer")).by(&member);
    let submit = peers::submit(portal, &member).await?;
    let around = |id: &str| {
        let get = Request::get("tickets-get", "/v1/tickets/{id}", format!("/v1/tickets/{id}")).by(&member);
        let path = format!("/v1/tickets/{id}/timeline");
        let timeline = Request::get("tickets-timeline", "/v1/tickets/{id}/timeline", path).by(&member);
        let body = json!({"text": "It still happens, this morning with both printers.", "upload_ids": []});
        let path = format!("/v1/tickets/{id}/replies");
        let reply = Request::post("tickets-reply", "/v1/tickets/{id}/replies", path, body).by(&member);
        let reads = [&mine, &get, &timeline, &queue, &get, &mine, &home, &get];
        let half = |search: &Request, change: &Request| {
            let reads = reads.iter().map(|read| (0, (*read).clone()));
            reads.chain([(1, search.clone()), (2, change.clone())]).collect::<Vec<_>>()
        };
        [half(&search, &reply), half(&suggest, &submit)].concat()
    };
    Ok(ids.into_iter().flat_map(around).collect())
}
