//! How much the dev server carries: many connections at once, each asking the next thing as soon as it has been answered, for
//! a bounded time. Eight in ten calls read, one searches, one changes something.
//!
//! Who asks runs on the same machine and takes its share of it.

use crate::deployed;
use crate::peers;
use crate::report::{ms, quantile, say};
use crate::request::Request;
use crate::server::DevServer;
use anyhow::{Context, Result};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many ask at once.
const CONNECTIONS: [usize; 3] = [1, 8, 32];
/// Tickets in the database.
const TICKETS: usize = 10_000;

/// What is asked, and what kind of thing it is.
const KINDS: [&str; 3] = ["read", "search", "change"];

/// Measures, `seconds` for each number of connections.
pub async fn measure(built: &Path, seconds: u64) -> Result<()> {
    let server = DevServer::start(&deployed::path(built, "portico-dev")?).await?;
    peers::fill(&server, TICKETS).await?;
    let requests = Arc::new(requests(&server).await?);
    let server = Arc::new(server);
    say(&format!(
        "Mixed load on the dev server with {TICKETS} tickets: 80 % reads, 10 % searches, 10 % changes; {seconds} s each"
    ));
    for connections in CONNECTIONS {
        let until = Instant::now() + Duration::from_secs(seconds);
        let asking: Vec<_> = (0..connections)
            .map(|first| {
                let (server, requests) = (Arc::clone(&server), Arc::clone(&requests));
                tokio::spawn(async move { ask_until(&server, &requests, first * 27, until).await })
            })
            .collect();
        let mut times: [Vec<Duration>; 3] = Default::default();
        let mut failed = 0;
        for one in asking {
            let (seen, refused) = one.await?;
            failed += refused;
            for (all, seen) in times.iter_mut().zip(seen) {
                all.extend(seen);
            }
        }
        let answered: usize = times.iter().map(Vec::len).sum();
        let of_kinds: Vec<String> = KINDS
            .iter()
            .zip(&times)
            .map(|(kind, times)| {
                let at = |share| ms(quantile(times.clone(), share));
                format!("{kind} p50 {:.1} p99 {:.1} ms", at(0.5), at(0.99))
            })
            .collect();
        say(&format!(
            "  {connections:>3} at once: {:>6.0} calls/s   {}   {failed} failed",
            answered as f64 / seconds as f64,
            of_kinds.join("   ")
        ));
    }
    let server = Arc::into_inner(server).context("somebody still asks")?;
    server.stop().await
}

async fn ask_until(
    server: &DevServer,
    requests: &[(usize, Request)],
    first: usize,
    until: Instant,
) -> ([Vec<Duration>; 3], usize) {
    let (mut times, mut failed): ([Vec<Duration>; 3], usize) = Default::default();
    for (kind, request) in requests.iter().cycle().skip(first % requests.len()) {
        if Instant::now() >= until {
            break;
        }
        match server.timed(request).await {
            Ok(time) => times[*kind].push(time),
            Err(_) => failed += 1,
        }
    }
    (times, failed)
}

/// Twenty calls around each of the customer's tickets, in the order they are asked.
async fn requests(server: &DevServer) -> Result<Vec<(usize, Request)>> {
    let (member, agent) = (peers::customer(server).await?, peers::agent(server).await?);
    let own = server.ask(&peers::tickets("view=mine&status=active&limit=25", &member)).await?;
    let ids: Vec<&str> = own["items"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str()).collect();
    let queue = peers::queue(server, &agent).await?;
    let queue = peers::tickets(&format!("view=queue&queue={queue}"), &agent);
    let home = Request::get("profile-get-home", "/v1/home", "/v1/home").by(&member);
    let mine = peers::tickets("view=mine", &member);
    let search = peers::found(server, &member).await?;
    let path = "/v1/articles/suggestions";
    let suggest = Request::get("knowledge-suggest", path, format!("{path}?q=label+printer")).by(&member);
    let submit = peers::submit(server, &member).await?;
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
