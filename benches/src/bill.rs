//! Cost of a month: the measured use of the journeys times the prices of `benches/prices.json`, next to the cost of two
//! servers. Writes `docs/COSTS.md`.

use crate::fleet::Fleet;
use crate::journeys::{Bill, Journey, Traveller};
use crate::meter::{Meter, Units};
use crate::report::{mib, ms, say};
use crate::world::World;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// Number of runs of each journey.
const TIMES: usize = 8;
/// Delay that the meter adds to each answer, so that parallel requests are seen to overlap.
const DISTANCE: Duration = Duration::from_millis(15);
const HOURS: f64 = 730.0;
const MINUTES: f64 = HOURS * 60.0;
/// Numbers of calls a month that costs are computed for.
const CALLS: [f64; 3] = [1e3, 1e5, 1e7];
const PRICES: &str = "benches/prices.json";

/// Measures the journeys, prints their figures and writes `docs/COSTS.md`.
pub async fn measure(built: &Path) -> Result<()> {
    let meter = Meter::at(DISTANCE);
    let world = World::start(&meter).await?;
    let mut fleet = Fleet::new(built, world.environment(true));
    let mut traveller = Traveller::new(&mut fleet, &meter).await?;
    let mut bills = Vec::new();
    say(&format!("Journeys through the deployed functions, average of {TIMES}"));
    for journey in Journey::ALL {
        let bill = traveller.measure(journey, TIMES).await.with_context(|| journey.name())?;
        let Units { read, write } = bill.total();
        say(&format!(
            "  {:<34} {:>4.0} calls {:>4.0} invocations {read:>6.1} read and {write:>6.1} write units {:>6.1} ms CPU {:>5.1} rounds {:>3.1} S3 writes {:>3.1} reads {:>3.1} mails {:>5.1} kB kept",
            journey.name(),
            bill.calls,
            bill.invocations,
            ms(bill.cpu),
            bill.rounds,
            bill.s3_puts,
            bill.s3_gets,
            bill.mails,
            bill.kept / 1e3
        ));
        bills.push((journey, bill));
    }
    let memory = fleet.peak_memory()?;
    say(&format!("  the largest of these functions held {:.0} MiB at most", mib(memory)));
    fleet.stop().await;
    let prices = std::fs::read_to_string(PRICES).with_context(|| format!("{PRICES} cannot be read"))?;
    let prices: Value = serde_json::from_str(&prices)?;
    let page = page(&bills, &prices, memory)?;
    std::fs::write("docs/COSTS.md", page).context("docs/COSTS.md cannot be written")?;
    for region in regions(&prices) {
        let months: Vec<String> = CALLS
            .iter()
            .enumerate()
            .map(|(scale, calls)| {
                let month = Month::of(&bills, &prices, region, *calls, scale)?;
                Ok(format!("{} {:.2}", short(*calls), month.total()))
            })
            .collect::<Result<_>>()?;
        say(&format!(
            "  USD a month in {region}: {}; two servers {:.2}, besides mail, files, edge and logs",
            months.join(", "),
            sum(&two_servers(&prices, region))
        ));
    }
    say("  written to docs/COSTS.md");
    Ok(())
}

/// Lines of a month's bill: name and amount.
struct Month(Vec<(&'static str, f64)>);

impl Month {
    fn of(bills: &[(Journey, Bill)], prices: &Value, region: &str, calls: f64, scale: usize) -> Result<Self> {
        let price = |name: &str| prices["prices"][name][region].as_f64().unwrap_or_default();
        let assumed = |name: &str| prices["assumed"][name]["value"].as_f64().unwrap_or_default();
        let visit = visit(bills, prices);
        let idle = &bills.iter().find(|(journey, _)| *journey == Journey::IdleMinute).context("no idle minute")?.1;
        // Number of hundreds of visits.
        let visits = calls / visit.calls.max(1.0);
        let share = assumed("memory_mb") / 1769.0;
        let gigabytes = assumed("memory_mb") / 1024.0;
        let billed = |bill: &Bill| ms(bill.cpu) / share + bill.rounds * assumed("round_ms");
        let cold = prices["assumed"]["cold_share"]["value"][scale].as_f64().unwrap_or_default();
        let invocations = visits * visit.invocations + MINUTES;
        let gigabyte_seconds = gigabytes / 1000.0
            * (visits * billed(&visit)
                + MINUTES * billed(idle)
                + visits * visit.invocations * cold * assumed("cold_ms"));
        let (units, resting) = (visit.total(), idle.total());
        let stored = visits * visit.kept * assumed("kept_months") / 1e9;
        let files = visits * (visit.s3_puts) * assumed("file_kb") * assumed("kept_months") / 1e6;
        let pages = &prices["assumed"]["pages"]["value"];
        let (page_requests, page_kb) = (pages[0].as_f64().unwrap_or_default(), pages[1].as_f64().unwrap_or_default());
        let page_visits = visits * 100.0;
        // A route's metrics are paid for the hours in which it is called: at most all, at least once for each call.
        let busy_hours = (assumed("routes") * HOURS).min(calls);
        Ok(Self(vec![
            ("HTTP API", calls * price("http_api_million") / 1e6),
            ("Lambda", invocations * price("lambda_million") / 1e6 + gigabyte_seconds * price("lambda_gb_second")),
            (
                "DynamoDB, reads and writes",
                ((visits * units.read + MINUTES * resting.read) * price("dynamodb_read_million")
                    + (visits * units.write + MINUTES * resting.write) * price("dynamodb_write_million"))
                    / 1e6,
            ),
            (
                "DynamoDB, storage and recovery",
                stored * (price("dynamodb_gb_month") + price("dynamodb_backup_gb_month")),
            ),
            (
                "S3",
                visits * (visit.s3_puts * price("s3_put_thousand") + visit.s3_gets * price("s3_get_thousand")) / 1e3
                    + files * price("s3_gb_month"),
            ),
            ("SES", visits * visit.mails * price("ses_thousand") / 1e3),
            (
                "CloudFront",
                (calls + page_visits * page_requests) * (price("cloudfront_million") + price("edge_function_million"))
                    / 1e6
                    + (visits * visit.bytes / 1e9 + page_visits * page_kb / 1e6) * price("cloudfront_gb"),
            ),
            ("CloudWatch, logs", (calls + MINUTES) * assumed("log_bytes") / 1e9 * price("logs_gb")),
            (
                "CloudWatch, alarms and a dashboard",
                assumed("alarm_metrics") * price("alarm_month") + price("dashboard_month"),
            ),
            ("CloudWatch, metrics of routes", busy_hours / HOURS * assumed("route_metrics") * price("metric_month")),
            ("Secrets Manager", assumed("secrets") * price("secret_month")),
            ("EventBridge", MINUTES * price("schedule_million") / 1e6),
        ]))
    }

    fn total(&self) -> f64 {
        sum(&self.0)
    }

    /// Returns the costs that own servers would not save: S3, SES, CloudFront and logs.
    fn for_servers_too(&self) -> f64 {
        let too = ["S3", "SES", "CloudFront", "CloudWatch, logs"];
        self.0.iter().filter(|(name, _)| too.contains(name)).map(|(_, amount)| amount).sum()
    }
}

fn sum(lines: &[(&'static str, f64)]) -> f64 {
    lines.iter().map(|(_, amount)| amount).sum()
}

/// Bill of a hundred visits, in the assumed mix of journeys.
fn visit(bills: &[(Journey, Bill)], prices: &Value) -> Bill {
    let mut all = Bill::default();
    for (journey, bill) in bills {
        let times = prices["assumed"]["mix"][journey.name()].as_f64().unwrap_or_default();
        all.calls += bill.calls * times;
        all.invocations += bill.invocations * times;
        all.cpu += bill.cpu.mul_f64(times);
        all.rounds += bill.rounds * times;
        all.s3_puts += bill.s3_puts * times;
        all.s3_gets += bill.s3_gets * times;
        all.mails += bill.mails * times;
        all.bytes += bill.bytes * times;
        all.kept += bill.kept * times;
        for (name, units) in &bill.units {
            let entry = all.units.entry(name.clone()).or_default();
            entry.read += units.read * times;
            entry.write += units.write * times;
        }
    }
    all
}

/// Two small machines, a managed database in two zones and a balancer in front.
fn two_servers(prices: &Value, region: &str) -> Vec<(&'static str, f64)> {
    let price = |name: &str| prices["prices"][name][region].as_f64().unwrap_or_default();
    vec![
        ("two machines", 2.0 * HOURS * price("vm_hour")),
        ("their disks, 30 GB each", 60.0 * price("vm_disk_gb_month")),
        ("PostgreSQL in two zones", HOURS * price("postgres_hour")),
        ("its storage, 20 GB", 20.0 * price("postgres_gb_month")),
        ("load balancer", HOURS * (price("balancer_hour") + price("balancer_unit_hour"))),
    ]
}

fn regions(prices: &Value) -> Vec<&str> {
    prices["regions"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn short(calls: f64) -> &'static str {
    if calls < 1e4 {
        "1 k"
    } else if calls < 1e6 {
        "100 k"
    } else {
        "10 M"
    }
}

/// Text of `docs/COSTS.md`.
fn page(bills: &[(Journey, Bill)], prices: &Value, memory: u64) -> Result<String> {
    let mut page = String::new();
    let today = jiff::Zoned::now().date();
    writeln!(page, "# Costs\n")?;
    writeln!(
        page,
        "`./scripts/bench cost` wrote this page on {today}. It ran each journey {TIMES} times through the binaries that are deployed,\n\
         with the embedded DynamoDB, S3 and SES behind a proxy that counts requests. The embedded database counts capacity by\n\
         DynamoDB's documented rules: each index separately, and twice for a transaction. Nothing was measured in AWS.\n"
    )?;
    journeys(&mut page, bills)?;
    writeln!(page, "\nThe function with the highest peak used {:.0} MiB of memory.\n", mib(memory))?;
    writeln!(page, "## A month\n")?;
    writeln!(
        page,
        "In US dollars. {} The idle cost is due even without a call.\n",
        prices["known"].as_str().unwrap_or_default()
    )?;
    for region in regions(prices) {
        month(&mut page, bills, prices, region)?;
    }
    writeln!(
        page,
        "An OpenSearch domain (`Search: opensearch`, two small nodes) adds {} a month. The two servers are an estimate with a\n\
         20 GB database in two zones. A year of 10 M calls a month would need more storage, which is not included.\n",
        regions(prices)
            .iter()
            .map(|region| {
                let hour = prices["prices"]["search_node_hour"][region].as_f64().unwrap_or_default();
                format!("{:.2} ({region})", 2.0 * HOURS * hour)
            })
            .collect::<Vec<_>>()
            .join(" or ")
    )?;
    writeln!(
        page,
        "## Assumptions\n\nLambda's billed time is the measured CPU time, divided by the function's share of a processor, plus the round trips.\n"
    )?;
    writeln!(page, "| what | value |\n|---|---|")?;
    for (name, of) in prices["assumed"].as_object().into_iter().flatten() {
        let what = of["what"].as_str().unwrap_or_default();
        let value = if name == "mix" {
            let journeys = of.as_object().into_iter().flatten().filter(|(name, _)| *name != "what");
            journeys.map(|(name, times)| format!("{times} {name}")).collect::<Vec<_>>().join(", ")
        } else {
            match &of["value"] {
                Value::Array(values) => values.iter().map(Value::to_string).collect::<Vec<_>>().join(", "),
                value => value.to_string(),
            }
        };
        writeln!(page, "| {what} | {value} |")?;
    }
    writeln!(
        page,
        "\n## Prices\n\n`benches/prices.json` has the prices, each with the public page it was taken from.\n"
    )?;
    writeln!(
        page,
        "| what | {} | page |\n|---|{}---|",
        regions(prices).join(" | "),
        "---:|".repeat(regions(prices).len())
    )?;
    for of in prices["prices"].as_object().into_iter().flat_map(|prices| prices.values()) {
        let amounts: Vec<String> = regions(prices).iter().map(|region| of[region].to_string()).collect();
        let (what, source) = (of["what"].as_str().unwrap_or_default(), of["page"].as_str().unwrap_or_default());
        writeln!(page, "| {what} | {} | {source} |", amounts.join(" | "))?;
    }
    Ok(page)
}

fn journeys(page: &mut String, bills: &[(Journey, Bill)]) -> Result<()> {
    writeln!(page, "## Journeys\n")?;
    writeln!(
        page,
        "| journey | calls | invocations | read units | write units | CPU ms | round trips | S3 writes | S3 reads | mails | kB stored |"
    )?;
    writeln!(page, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
    for (journey, bill) in bills {
        let Units { read, write } = bill.total();
        writeln!(
            page,
            "| {} | {:.0} | {:.0} | {read:.1} | {write:.1} | {:.1} | {:.1} | {:.0} | {:.0} | {:.0} | {:.1} |",
            journey.name(),
            bill.calls,
            bill.invocations,
            ms(bill.cpu),
            bill.rounds,
            bill.s3_puts,
            bill.s3_gets,
            bill.mails,
            bill.kept / 1e3
        )?;
    }
    writeln!(page, "\nThe functions each journey calls, in order:\n")?;
    for (journey, bill) in bills {
        let steps: Vec<String> = bill.steps.iter().map(|step| format!("`{step}`")).collect();
        writeln!(page, "- {}: {}", journey.name(), steps.join(", "))?;
    }
    writeln!(page, "\nRead and write units of the table and of each index:\n")?;
    let places = ["table", "gsi1", "gsi2", "gsi3", "gsi4"];
    writeln!(page, "| journey | {} |\n|---|{}", places.join(" | "), "---:|".repeat(places.len()))?;
    for (journey, bill) in bills {
        let at = |place: &&str| bill.units.get(*place).copied().unwrap_or_default();
        let units: Vec<String> =
            places.iter().map(at).map(|units| format!("{:.1} / {:.1}", units.read, units.write)).collect();
        writeln!(page, "| {} | {} |", journey.name(), units.join(" | "))?;
    }
    Ok(())
}

fn month(page: &mut String, bills: &[(Journey, Bill)], prices: &Value, region: &str) -> Result<()> {
    let mut months = vec![Month::of(bills, prices, region, 0.0, 0)?];
    for (scale, calls) in CALLS.iter().enumerate() {
        months.push(Month::of(bills, prices, region, *calls, scale)?);
    }
    writeln!(page, "### {region}\n")?;
    writeln!(page, "| | idle | 1 k calls | 100 k calls | 10 M calls |\n|---|---:|---:|---:|---:|")?;
    for (line, (name, _)) in months[0].0.iter().enumerate() {
        let amounts: Vec<String> = months.iter().map(|month| format!("{:.2}", month.0[line].1)).collect();
        writeln!(page, "| {name} | {} |", amounts.join(" | "))?;
    }
    let totals: Vec<String> = months.iter().map(|month| format!("**{:.2}**", month.total())).collect();
    writeln!(page, "| **Portico** | {} |", totals.join(" | "))?;
    let servers = two_servers(prices, region);
    let same = |amount: f64| vec![format!("{amount:.2}"); months.len()].join(" | ");
    for (name, amount) in &servers {
        writeln!(page, "| two servers: {name} | {} |", same(*amount))?;
    }
    let shared: Vec<f64> = months.iter().map(Month::for_servers_too).collect();
    let line = |amounts: &[f64]| amounts.iter().map(|amount| format!("{amount:.2}")).collect::<Vec<_>>().join(" | ");
    writeln!(page, "| two servers: S3, SES, CloudFront and logs as above | {} |", line(&shared))?;
    let totals: Vec<String> = shared.iter().map(|amount| format!("**{:.2}**", amount + sum(&servers))).collect();
    writeln!(page, "| **two servers** | {} |\n", totals.join(" | "))?;
    Ok(())
}
