//! The tasks that other products were measured by, on Portico: through the whole dev server, over HTTP, with its
//! database on disk. A small and a large number of tickets are asked in turn.
//!
//! The peers' figures were measured once, on a machine like the usual one, with two workers, a real database and
//! 200,000 tickets. They are medians in milliseconds of the best of Request Tracker 5, django-helpdesk 2.6 and osTicket
//! 1.18.

use crate::bulk;
use crate::crowd::{Place, TicketPattern, ago, indexed};
use crate::database::Database;
use crate::deployed;
use crate::portal::Portal;
use crate::report::{median, mib, ms, ratio, say};
use crate::request::Request;
use crate::server::DevServer;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Calls that medians are taken of.
const CALLS: usize = 200;
/// Calls before anything is measured.
const WARM_UP: usize = 10;
/// Tickets of the customer's own.
const OWN: usize = 31;
/// Memory of the smallest peer when idle.
const PEER_MEMORY_MIB: f64 = 200.0;

/// A task: its name, the best peer and the time that peer needs, in milliseconds.
type Errand = (&'static str, &'static str, f64);

const ERRANDS: [Errand; 9] = [
    ("customer: my tickets", "osTicket", 18.0),
    ("customer: one ticket", "django-helpdesk", 25.0),
    ("customer: submit", "django-helpdesk", 24.0),
    ("customer: knowledge search", "osTicket", 25.0),
    ("agent: queue", "Request Tracker", 43.0),
    ("customer: search tickets", "osTicket", 1115.0),
    ("agent: search, common word", "Request Tracker", 1342.0),
    ("agent: search, rare word", "Request Tracker", 1342.0),
    ("agent: search, two words", "Request Tracker", 1342.0),
];

/// A word that every ticket has.
const COMMON: &str = "printer";
/// A word that one in twenty tickets has.
const SOME: &str = "jam";
/// A word that one in ten thousand tickets has.
const RARE: &str = "zeppelin";

/// Measures at each of `sizes`, ascending.
pub async fn measure(built: &Path, sizes: &[usize]) -> Result<()> {
    let mut loaded = Vec::new();
    for count in sizes {
        let begun = Instant::now();
        let server = filled(built, *count).await?;
        let disk = server.on_disk("dynamodb")? as f64 / 1e6;
        say(&format!("  {count} tickets loaded in {:.0} s, {disk:.0} MB", begun.elapsed().as_secs_f64()));
        loaded.push((*count, server));
    }
    // Signed in when all is there: tokens are good for ten minutes only.
    let mut servers = Vec::new();
    for (count, server) in loaded {
        let errands = errands(&server).await?;
        servers.push((count, server, errands));
    }
    let mut times = vec![vec![Vec::with_capacity(CALLS); servers.len()]; ERRANDS.len()];
    for turn in 0..WARM_UP + CALLS {
        for (errand, times) in times.iter_mut().enumerate() {
            for ((_, server, requests), times) in servers.iter().zip(times) {
                let time = server.timed(&requests[errand]).await?;
                if turn >= WARM_UP {
                    times.push(time);
                }
            }
        }
    }
    say(&format!("Errands through the dev server over HTTP, on disk; median of {CALLS}, taken in turn"));
    for ((name, peer, best), times) in ERRANDS.iter().zip(times) {
        let times: Vec<Duration> = times.into_iter().map(median).collect();
        let at: Vec<String> = servers
            .iter()
            .zip(&times)
            .map(|((count, ..), time)| format!("at {count:>7}: {:>5.2} ms", ms(*time)))
            .collect();
        let last = times.last().copied().unwrap_or_default();
        let first = times.first().copied().unwrap_or_default();
        say(&format!(
            "  {name:<27} {}  (last ÷ first {:.2})  best peer {best:>3.0} ms ({peer}): {:.1} times as fast",
            at.join("  "),
            ratio(last, first),
            best / ms(last)
        ));
    }
    for (count, server, _) in servers {
        let memory = mib(server.memory()?);
        say(&format!(
            "  memory of the whole server (database, files, mail, search) at {count:>7}: {memory:>5.0} MiB  smallest peer {PEER_MEMORY_MIB:.0} MiB: {:.2} of it",
            memory / PEER_MEMORY_MIB
        ));
        server.stop().await?;
    }
    say("  (goal: ten times as fast as the best peer on every row; searches of tickets within 20 ms)");
    Ok(())
}

/// Starts a server with `count` tickets. The customer has [`OWN`], and nine in ten of the others have ended. The others
/// are of many people, accounts and queues.
pub async fn filled(built: &Path, count: usize) -> Result<DevServer> {
    let server = DevServer::start(&deployed::path(built, "portico-dev")?).await?;
    let items = crowd(&server, count).await?;
    server.refilled(move |folder| bulk::fill(folder, items)).await
}

/// The items that bring a new server to `count` tickets.
async fn crowd(server: &Portal, count: usize) -> Result<impl Iterator<Item = String> + Send + 'static> {
    let database = Database::at(&server.state.endpoints.dynamodb)?;
    indexed(&database).await?;
    let (member, agent) = (customer(server).await?, agent(server).await?);
    let own = server.ask(&tickets("view=mine", &member)).await?;
    let has = own["items"].as_array().map(Vec::len).unwrap_or_default();
    let mine = TicketPattern::read(&database, id(&own["items"][0])?).await?;
    let person = format!("person#{}", mine.id_of("requester")?);
    let own = (has..OWN).flat_map(move |index| {
        let items = mine.another(&Place { number: 50_000 + index, at: ago(index * 86_400), instead: &[] });
        with_words(items, &person, index)
    });

    let queue = queue(server, &agent).await?;
    let queues = [queue.clone(), Uuid::now_v7().to_string(), Uuid::now_v7().to_string(), Uuid::now_v7().to_string()];
    let done = server.ask(&tickets(&format!("view=queue&status=done&queue={queue}"), &agent)).await?;
    let active = server.ask(&tickets(&format!("view=queue&queue={queue}"), &agent)).await?;
    let done = TicketPattern::read(&database, id(&done["items"][0])?).await?;
    let active = TicketPattern::read(&database, id(&active["items"][0])?).await?;
    let people: Vec<String> = (0..2_000).map(|_| Uuid::now_v7().to_string()).collect();
    let accounts: Vec<String> = (0..200).map(|_| Uuid::now_v7().to_string()).collect();
    let others = (0..count.saturating_sub(OWN)).flat_map(move |index| {
        let pattern = if index % 10 == 0 { &active } else { &done };
        let mut instead = vec![(queue.clone(), queues[index / 10 % queues.len()].clone())];
        for (name, among) in [("requester", &people), ("account", &accounts)] {
            if let Ok(was) = pattern.id_of(name) {
                instead.push((was, among[index % among.len()].clone()));
            }
        }
        let items = pattern.another(&Place { number: 100_000 + index, at: ago(index * 60), instead: &instead });
        with_words(items, &format!("queue#{}", queues[index / 10 % queues.len()]), index)
    });
    Ok(own.chain(others))
}

/// Adds the words of a copied ticket to its items, in one of its sets.
fn with_words(mut items: Vec<String>, set: &str, index: usize) -> Vec<String> {
    let id = items.first().and_then(|item| Some(item.split_once("\"ticket#")?.1.get(..36)?.to_owned()));
    let Some(id) = id else { return items };
    let words = [(COMMON, 1, 0), (SOME, 20, 0), (RARE, 10_000, 7)];
    let words = words.iter().filter(|(_, every, at)| index % every == *at);
    items.extend(words.map(|(word, ..)| {
        let posting = json!({
            "pk": {"S": format!("ticket-word#{set}#{word}")}, "sk": {"S": id}, "type": {"S": "ticket_word"},
        });
        posting.to_string()
    }));
    items
}

/// Returns the request of a search for tickets, once that search finds some.
async fn searched(server: &Portal, words: &str, token: &str) -> Result<Request> {
    let path = format!("/v1/tickets/search?q={words}");
    let search = Request::get("tickets-search", "/v1/tickets/search", path).by(token);
    let found = server.ask(&search).await?;
    if found["items"].as_array().is_none_or(Vec::is_empty) {
        anyhow::bail!("nothing is found by {words}");
    }
    Ok(search)
}

/// The customer's access token.
pub async fn customer(server: &Portal) -> Result<String> {
    server.token("jon.arne.eide@halvorsen-marine.example").await
}

/// The agent's access token.
pub async fn agent(server: &Portal) -> Result<String> {
    server.token("daniel.okafor@xyz.example").await
}

/// Returns the request of a list of tickets.
pub fn tickets(query: &str, token: &str) -> Request {
    Request::get("tickets-list", "/v1/tickets", format!("/v1/tickets?{query}")).by(token)
}

/// The agent's queue.
pub async fn queue(server: &Portal, agent: &str) -> Result<String> {
    let queues = server.ask(&Request::get("tickets-list-queues", "/v1/queues", "/v1/queues").by(agent)).await?;
    let mine = queues["items"].as_array().into_iter().flatten().find(|queue| queue["mine"] == true);
    id(mine.context("an agent without a queue")?).map(str::to_owned)
}

/// Returns the request that opens a ticket for a product the customer owns.
pub async fn submit(server: &Portal, member: &str) -> Result<Request> {
    let list = Request::get("tickets-list-entitlements", "/v1/entitlements", "/v1/entitlements").by(member);
    let owned = server.ask(&list).await?;
    let owned = owned["items"].as_array().into_iter().flatten().find(|owned| owned["in_support"] == true);
    let owned = owned.context("nothing in support")?;
    let body = json!({
        "type": "issue", "severity": "medium", "synopsis": "Second login on one terminal server is refused",
        "description": "Since the update on Friday the second person who logs in on the same terminal server is refused.",
        "product_id": owned["product"]["id"], "version_id": owned["version"]["id"],
        "upload_ids": [], "participant_ids": [], "custom_fields": {}
    });
    Ok(Request::post("tickets-open", "/v1/tickets", "/v1/tickets", body).by(member))
}

/// Returns the requests, in the order of [`ERRANDS`].
async fn errands(server: &Portal) -> Result<Vec<Request>> {
    let (member, agent) = (customer(server).await?, agent(server).await?);
    let own = server.ask(&tickets("view=mine", &member)).await?;
    let one = id(&own["items"][0])?;
    let queue = queue(server, &agent).await?;
    Ok(vec![
        tickets("view=mine", &member),
        Request::get("tickets-get", "/v1/tickets/{id}", format!("/v1/tickets/{one}")).by(&member),
        submit(server, &member).await?,
        found(server, &member).await?,
        tickets(&format!("view=queue&queue={queue}"), &agent),
        searched(server, COMMON, &member).await?,
        searched(server, COMMON, &agent).await?,
        searched(server, RARE, &agent).await?,
        searched(server, &format!("{COMMON}+{SOME}"), &agent).await?,
    ])
}

/// Returns the request of a search, once that search finds something.
pub async fn found(server: &Portal, member: &str) -> Result<Request> {
    let search = Request::get("knowledge-search", "/v1/articles", "/v1/articles?q=scanner+pairing").by(member);
    let begun = Instant::now();
    loop {
        let found = server.ask(&search).await?;
        if found["degraded"] == false && found["total"].as_u64().is_some_and(|total| total > 0) {
            return Ok(search);
        }
        if begun.elapsed() > Duration::from_secs(30) {
            anyhow::bail!("the search index finds nothing");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn id(of: &Value) -> Result<&str> {
    of["id"].as_str().context("a record without an id")
}
