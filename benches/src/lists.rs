//! Lists as records grow: the same page at different sizes. Each size has a dev server. All are asked in turn, so that
//! whatever else the machine does falls on all sizes alike. The smallest size has two servers, which show the part of
//! chance in a ratio. The capacity of a page is read from the deployed function. The time of the database alone is
//! measured in addition.
//!
//! The lists of tickets come first, then all others, so that a million records of one half fit on the disk.

use crate::bulk;
use crate::crowd::Crowd;
use crate::database::Database;
use crate::deployed;
use crate::fleet::Fleet;
use crate::meter::{Meter, Passed, Service};
use crate::peers::{self, tickets};
use crate::portal::Portal;
use crate::report::{median, ms, quantile, ratio, say};
use crate::request::Request;
use crate::server::DevServer;
use crate::world::deployed_environment;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::{Duration, Instant};

/// Number of reads that a median is taken of.
const READS: usize = 150;
/// Reads before anything is measured.
const WARM_UP: usize = 15;

/// Disk space for one record in each list of a half, in bytes, with room to spare.
const BYTES: u64 = 15_000;

/// A list to be read.
struct List {
    half: Half,
    name: &'static str,
    request: Request,
    /// Queries that the list's function was seen to make.
    queries: Vec<Passed>,
}

/// One size: its server, and the lists on it.
struct Sized {
    count: usize,
    server: DevServer,
    database: Database,
    lists: Vec<List>,
}

/// Times measured of one list at one size.
#[derive(Clone, Default)]
struct Seen {
    whole: Vec<Duration>,
    database: Vec<Duration>,
}

/// Half of the lists, which are measured together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Tickets,
    Others,
}

/// Measures at each of `sizes`, ascending.
pub async fn measure(built: &Path, sizes: &[usize]) -> Result<()> {
    check_space(sizes)?;
    for (half, name) in [(Half::Tickets, "Lists of tickets"), (Half::Others, "All other lists")] {
        let all = loaded(built, sizes, half).await?;
        let seen = read_in_turn(&all).await?;
        report(name, &all, &seen);
        for sized in all {
            sized.server.stop().await?;
        }
    }
    Ok(())
}

async fn loaded(built: &Path, sizes: &[usize], half: Half) -> Result<Vec<Sized>> {
    let mut loaded = Vec::new();
    for count in sizes.first().into_iter().chain(sizes) {
        let begun = Instant::now();
        let server = DevServer::start(&deployed::path(built, "portico-dev")?).await?;
        let crowd = Crowd::read(&server).await?;
        let (whose, count) = (crowd.whose.clone(), *count);
        let server = match half {
            Half::Tickets => server.refilled(move |folder| bulk::fill(folder, crowd.tickets(count))).await?,
            Half::Others => server.refilled(move |folder| bulk::fill(folder, crowd.others(count))).await?,
        };
        let disk = server.on_disk("dynamodb")? as f64 / 1e6;
        say(&format!("  {count} more in each list: loaded in {:.0} s, {disk:.0} MB", begun.elapsed().as_secs_f64()));
        loaded.push((count, server, whose));
    }
    // Signed in when all is there: tokens are good for ten minutes only.
    let mut all = Vec::new();
    for (count, server, whose) in loaded {
        let database = Database::at(&server.state.endpoints.dynamodb)?;
        let mut lists = lists(&server, &whose).await?;
        lists.retain(|list| list.half == half);
        watch(built, &server, &mut lists).await?;
        all.push(Sized { count, server, database, lists });
    }
    Ok(all)
}

/// Reads each list at each size in turn, and returns the times.
async fn read_in_turn(all: &[Sized]) -> Result<Vec<Vec<Seen>>> {
    let lists = all.first().context("no size")?.lists.len();
    let mut seen = vec![vec![Seen::default(); all.len()]; lists];
    for turn in 0..WARM_UP + READS {
        for (list, seen) in seen.iter_mut().enumerate() {
            // The first one asked finds the processor's caches cold: each is first, once in a while.
            for place in 0..all.len() {
                let at = (place + turn) % all.len();
                let (whole, database) = all[at].read(list).await?;
                if turn >= WARM_UP {
                    seen[at].whole.push(whole);
                    seen[at].database.push(database);
                }
            }
        }
    }
    Ok(seen)
}

fn check_space(sizes: &[usize]) -> Result<()> {
    let folder = std::env::temp_dir();
    let (free, needed) = (fs4::available_space(&folder)?, sizes.iter().map(|count| *count as u64).sum::<u64>() * BYTES);
    if free < needed {
        let gigabytes = |bytes: u64| bytes as f64 / 1e9;
        bail!("{} has {:.1} GB left and {:.1} are needed", folder.display(), gigabytes(free), gigabytes(needed));
    }
    Ok(())
}

impl Sized {
    /// Reads a page by the portal, then its queries by the database alone. Returns both times.
    async fn read(&self, list: usize) -> Result<(Duration, Duration)> {
        let list = &self.lists[list];
        let whole = self.server.timed(&list.request).await?;
        let begun = Instant::now();
        for query in &list.queries {
            self.database.call(&query.operation, query.request.to_string()).await?;
        }
        Ok((whole, begun.elapsed()))
    }
}

fn report(name: &str, all: &[Sized], seen: &[Vec<Seen>]) {
    let names: Vec<&str> = all[0].lists.iter().map(|list| list.name).collect();
    let turns = format!("median of {READS} reads taken in turn, between its quartiles");
    say(&format!("\n{name}: a page over HTTP from the dev server on disk, ms, {turns}"));
    let sizes = columns(all[1..].iter().map(|sized| sized.count.to_string()));
    say(&format!("  {:<20}{sizes}   ÷ {}, that one ÷ its twin", "", all[1].count));
    let mut worst = (0.0_f64, f64::INFINITY);
    for (name, seen) in names.iter().zip(seen) {
        let at = columns(seen[1..].iter().map(|seen| spread(&seen.whole)));
        let medians: Vec<Duration> = seen.iter().map(|seen| median(seen.whole.clone())).collect();
        let to_first: Vec<f64> = medians[1..].iter().skip(1).map(|this| ratio(*this, medians[1])).collect();
        worst = to_first.iter().fold(worst, |(most, least), this| (most.max(*this), least.min(*this)));
        let ratios: Vec<String> = to_first.iter().map(|ratio| format!("{ratio:.2}")).collect();
        say(&format!("  {name:<20}{at}   {}, {:.2}", ratios.join(" "), ratio(medians[1], medians[0])));
    }
    if worst.0 > 0.0 {
        say(&format!(
            "  latency ÷ that of {} records: {:.2} to {:.2} (goal 0.90–1.10)",
            all[1].count, worst.1, worst.0
        ));
    }
    say(&format!("\nThe queries of the same pages, of the database alone, ms, {turns}; read units of each"));
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (list, (name, seen)) in names.iter().zip(seen).enumerate() {
        let units: Vec<f64> = all[1..].iter().map(|sized| sized.lists[list].units()).collect();
        let with_units = seen[1..].iter().zip(&units);
        let at = columns(with_units.map(|(seen, units)| format!("{} {units:>4.1}", spread(&seen.database))));
        let medians: Vec<Duration> = seen[1..].iter().map(|seen| median(seen.database.clone())).collect();
        let ratios: Vec<String> =
            medians.iter().skip(1).map(|this| format!("{:.2}", ratio(*this, medians[0]))).collect();
        let of_units: Vec<f64> = units.iter().skip(1).map(|this| this / units[0].max(f64::EPSILON)).collect();
        (least, most) = of_units.iter().fold((least, most), |(least, most), this| (least.min(*this), most.max(*this)));
        say(&format!("  {name:<20}{at}   {}", ratios.join(" ")));
    }
    if most > 0.0 {
        say(&format!("  read units ÷ those of {} records: {least:.2} to {most:.2} (goal 0.90–1.10)", all[1].count));
    }
}

fn columns(texts: impl Iterator<Item = String>) -> String {
    texts.map(|text| format!("{text:>24}")).collect::<Vec<_>>().concat()
}

fn spread(times: &[Duration]) -> String {
    let at = |share| ms(quantile(times.to_vec(), share));
    format!("{:.2} ({:.2}–{:.2})", at(0.5), at(0.25), at(0.75))
}

impl List {
    fn units(&self) -> f64 {
        self.queries.iter().map(|query| query.total().read).sum()
    }
}

/// Records the queries that the deployed function of each list makes.
async fn watch(built: &Path, server: &DevServer, lists: &mut [List]) -> Result<()> {
    let meter = Meter::default();
    let through = meter.in_front_of(Service::DynamoDb, server.state.endpoints.dynamodb.clone()).await?;
    let mut environment = deployed_environment();
    environment.push(("AWS_ENDPOINT_URL_DYNAMODB".into(), through));
    let mut fleet = Fleet::new(built, environment);
    for list in lists {
        fleet.ask(&list.request).await?;
        meter.take();
        fleet.ask(&list.request).await?;
        list.queries = meter.take().into_iter().filter(|one| one.operation == "Query").collect();
    }
    fleet.stop().await;
    Ok(())
}

/// Records and people whose lists are filled.
#[derive(Clone, Debug)]
pub struct Whose {
    /// The ticket with the timeline and the touches.
    pub ticket: String,
    /// The customer.
    pub person: String,
    /// Account of the customer.
    pub account: String,
    /// The agent's queue.
    pub queue: String,
}

/// Returns the lists, each with the request that reads it.
async fn lists(server: &Portal, whose: &Whose) -> Result<Vec<List>> {
    let Whose { ticket, person, account, queue } = whose;
    let (member, agent) = (peers::customer(server).await?, peers::agent(server).await?);
    let manager = server.token("ingrid.halvorsen@halvorsen-marine.example").await?;
    let administrator = server.token("karin.aalto@xyz.example").await?;
    let touches =
        |query: String| Request::get("touches-list", "/v1/touches", format!("/v1/touches?{query}")).by(&administrator);
    let of = |half| move |name, request| List { half, name, request, queries: Vec::new() };
    let (of_tickets, list) = (of(Half::Tickets), of(Half::Others));
    Ok(vec![
        of_tickets("my tickets", tickets("view=mine", &member)),
        of_tickets("company tickets", tickets("view=company", &manager)),
        of_tickets("agent's queue", tickets(&format!("view=queue&queue={queue}"), &agent)),
        of_tickets("agent's own", tickets("view=assigned", &agent)),
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
