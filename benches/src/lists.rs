//! Lists as records grow: the same page at different sizes. A dev server for each size, all of them asked in turn, so that
//! whatever else the machine does falls on all sizes alike. What a page consumes is read from the deployed function.

use crate::crowd::{Place, TicketPattern, ago, copies, copies_of};
use crate::database::Database;
use crate::deployed;
use crate::fleet::Fleet;
use crate::meter::{Meter, Service};
use crate::peers::{self, tickets};
use crate::report::{median, ms, ratio, say};
use crate::request::Request;
use crate::server::DevServer;
use crate::world::deployed_environment;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

/// How many reads a median is taken of.
const READS: usize = 150;
/// Reads before anything is measured.
const WARM_UP: usize = 5;

/// A list to be read.
struct List {
    name: &'static str,
    request: Request,
}

/// One size: its server, and the lists in it.
struct Sized {
    count: usize,
    server: DevServer,
    lists: Vec<List>,
}

/// Measures at each of `sizes`, ascending.
pub async fn measure(built: &Path, sizes: &[usize]) -> Result<()> {
    let mut loaded = Vec::new();
    for count in sizes {
        let begun = Instant::now();
        let server = DevServer::start(&deployed::path(built, "portico-dev")?).await?;
        let filled = fill(&server, *count).await?;
        let disk = server.on_disk("dynamodb")? as f64 / 1e6;
        say(&format!("  {count} records in each list loaded in {:.0} s, {disk:.0} MB", begun.elapsed().as_secs_f64()));
        loaded.push((*count, server, filled));
    }
    // Signed in when all is there: tokens are good for ten minutes only.
    let mut all = Vec::new();
    for (count, server, filled) in loaded {
        let lists = lists(&server, &filled).await?;
        all.push(Sized { count, server, lists });
    }
    let names: Vec<&str> = all.first().context("no size")?.lists.iter().map(|list| list.name).collect();
    let mut times = vec![vec![Vec::with_capacity(READS); all.len()]; names.len()];
    for turn in 0..WARM_UP + READS {
        for (list, times) in times.iter_mut().enumerate() {
            for (sized, times) in all.iter().zip(times) {
                let time = sized.server.timed(&sized.lists[list].request).await?;
                if turn >= WARM_UP {
                    times.push(time);
                }
            }
        }
    }
    let mut units = Vec::new();
    for sized in &all {
        units.push(consumed(built, sized).await?);
    }
    say(&format!(
        "Lists: a page over HTTP from the dev server on disk, median of {READS} reads taken in turn; read units of its query"
    ));
    for (list, name) in names.iter().enumerate() {
        let times: Vec<Duration> = times[list].iter().cloned().map(median).collect();
        let at = |index: usize| {
            format!("{:>7}: {:>5.2} ms {:>4.1} units", all[index].count, ms(times[index]), units[index][list])
        };
        let sizes: Vec<String> = (0..all.len()).map(at).collect();
        let last = all.len() - 1;
        let flat = format!(
            "latency {:.2}, units {:.2}",
            ratio(times[last], times[0]),
            units[last][list] / units[0][list].max(f64::EPSILON)
        );
        say(&format!("  {name:<20} {}   last ÷ first: {flat}", sizes.join("  ")));
    }
    say("  (goal 0.90–1.10)");
    for sized in all {
        sized.server.stop().await?;
    }
    Ok(())
}

/// Read units of the queries of each list, by the deployed function.
async fn consumed(built: &Path, sized: &Sized) -> Result<Vec<f64>> {
    let meter = Meter::default();
    let through = meter.in_front_of(Service::DynamoDb, sized.server.state.endpoints.dynamodb.clone()).await?;
    let mut environment = deployed_environment();
    environment.push(("AWS_ENDPOINT_URL_DYNAMODB".into(), through));
    let mut fleet = Fleet::new(built, environment);
    let mut units = Vec::new();
    for list in &sized.lists {
        fleet.ask(&list.request).await?;
        meter.take();
        fleet.ask(&list.request).await?;
        let passed = meter.take();
        units.push(passed.iter().filter(|one| one.operation == "Query").map(|one| one.total().read).sum());
    }
    fleet.stop().await;
    Ok(units)
}

/// Whose lists were filled.
struct Filled {
    ticket: String,
    person: String,
    account: String,
    queue: String,
}

/// Puts `count` more records into every list.
async fn fill(server: &DevServer, count: usize) -> Result<Filled> {
    let database = Database::at(&server.state.endpoints.dynamodb)?;
    let (member, agent) = (peers::customer(server).await?, peers::agent(server).await?);

    // One ticket of the agent's, as if all were of one customer.
    let first = server.ask(&tickets("view=assigned", &agent)).await?;
    let pattern = TicketPattern::read(&database, text(&first["items"][0]["id"])?).await?;
    let own = server.ask(&tickets("view=mine&status=active", &member)).await?;
    let (ticket, account) = (text(&own["items"][0]["id"])?, text(&own["items"][0]["account"]["id"])?);
    let person = text(&own["items"][0]["requester"]["id"])?;
    let queue = pattern.id_of("queue")?;
    let instead = [(pattern.id_of("requester")?, person.to_owned()), (pattern.id_of("account")?, account.to_owned())];
    let place = |index: usize| Place { number: 100_000 + index, at: ago(index * 7), instead: &instead };
    database.put((0..count).flat_map(|index| pattern.another(&place(index)))).await?;

    let items = database.partition(&format!("ticket#{ticket}")).await?;
    let item = items.iter().find(|item| item["sk"]["S"].as_str().is_some_and(|key| key.starts_with("public#")));
    let item = item.context("a ticket without a timeline")?;
    database.put(copies(item, after_mark(&item["sk"]["S"])?, count)).await?;

    let view = Request::get("tickets-get", "/v1/tickets/{id}", format!("/v1/tickets/{ticket}")).by(&member);
    server.ask(&view).await?;
    let touches = database.partition(&format!("touch#{person}")).await?;
    let of_ticket = |touch: &&Value| touch["gsi2pk"]["S"] == format!("touches-of-record#{ticket}");
    let touch = touches.iter().rev().find(of_ticket).context("no touch of the ticket")?;
    database.put(copies(touch, text(&touch["sk"]["S"])?, count)).await?;

    let owned = database.partition(&format!("account#{account}")).await?;
    let owned = owned.iter().find(|item| item["type"]["S"] == "entitlement").context("nothing was purchased")?;
    database.put(copies(owned, after_mark(&owned["sk"]["S"])?, count)).await?;

    let newest = database.partition("audience#customer").await?.into_iter().next_back().context("no article")?;
    let id = after_mark(&newest["sk"]["S"])?.to_owned();
    let article = database.item(&format!("article#{id}"), "article").await?;
    database.put(copies_of(vec![article, newest], &id, count)).await?;

    let job = a_job(&database).await?;
    let id = after_mark(&job["pk"]["S"])?.to_owned();
    database.put(copies(&job, &id, count)).await?;

    Ok(Filled { ticket: ticket.to_owned(), person: person.to_owned(), account: account.to_owned(), queue })
}

/// How each list is read.
async fn lists(server: &DevServer, filled: &Filled) -> Result<Vec<List>> {
    let Filled { ticket, person, account, queue } = filled;
    let (member, agent) = (peers::customer(server).await?, peers::agent(server).await?);
    let manager = server.token("ingrid.halvorsen@halvorsen-marine.example").await?;
    let administrator = server.token("karin.aalto@xyz.example").await?;
    let touches =
        |query: String| Request::get("touches-list", "/v1/touches", format!("/v1/touches?{query}")).by(&administrator);
    let list = |name, request| List { name, request };
    Ok(vec![
        list("my tickets", tickets("view=mine", &member)),
        list("company tickets", tickets("view=company", &manager)),
        list("agent's queue", tickets(&format!("view=queue&queue={queue}"), &agent)),
        list("agent's own", tickets("view=assigned", &agent)),
        list(
            "timeline",
            Request::get("tickets-timeline", "/v1/tickets/{id}/timeline", format!("/v1/tickets/{ticket}/timeline"))
                .by(&member),
        ),
        list("touches of a person", touches(format!("person={person}"))),
        list("touches of account", touches(format!("account={account}"))),
        list("touches of a ticket", touches(format!("record={ticket}"))),
        list(
            "purchases",
            Request::get("tickets-list-entitlements", "/v1/entitlements", "/v1/entitlements").by(&member),
        ),
        list("newest articles", Request::get("knowledge-search", "/v1/articles", "/v1/articles").by(&member)),
        list("parked jobs", Request::get("jobs-list", "/v1/jobs", "/v1/jobs?state=parked").by(&administrator)),
    ])
}

/// A job, made one of those that are left to people.
async fn a_job(database: &Database) -> Result<Value> {
    for shard in 0..4 {
        if let Some(found) = database.indexed("gsi1", &format!("due#{shard}")).await?.pop() {
            let mut job = database.item(text(&found["pk"]["S"])?, "job").await?;
            job["gsi1pk"]["S"] = "parked".into();
            job["row"]["M"]["parked"]["BOOL"] = true.into();
            return Ok(job);
        }
    }
    anyhow::bail!("the demo company owes nothing")
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("{value} is not a text"))
}

/// What stands after the last `#` of a key.
fn after_mark(key: &Value) -> Result<&str> {
    Ok(text(key)?.rsplit('#').next().unwrap_or_default())
}
