//! Lists as records grow: the same page of the same account at different sizes.

use crate::meter::Meter;
use crate::report::{median, ms, say};
use crate::world::World;
use anyhow::{Context, Result, anyhow};
use portico_domain::caller::{Act, Caller, FreshIds};
use portico_domain::change::Write;
use portico_domain::policy::Action;
use portico_domain::ports::Tickets;
use portico_domain::tickets::{Ticket, TicketState};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many reads a median is taken of.
const READS: usize = 300;
/// How many tickets are loaded in one go.
const BATCH: usize = 500;

/// What one list costs at one size.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Which.
    pub list: &'static str,
    /// Of how many tickets of the account.
    pub tickets: usize,
    /// Median of a whole call.
    pub latency: Duration,
    /// Read capacity units of the query.
    pub units: f64,
}

/// Measures at each of `sizes`, ascending.
pub async fn measure(world: &World, meter: &Meter, sizes: &[usize]) -> Result<Vec<Cost>> {
    let member = world.token("jon.arne.eide@halvorsen-marine.example").await?;
    let manager = world.token("ingrid.halvorsen@halvorsen-marine.example").await?;
    let agent = world.token("daniel.okafor@xyz.example").await?;
    let queue = world.get("/v1/queues", &agent).await?["items"][0]["id"].as_str().context("no queue")?.to_owned();
    let queue = format!("/v1/tickets?view=queue&queue={queue}");
    let lists: [(&'static str, &str, &str); 3] = [
        ("my tickets", "/v1/tickets?view=mine", &member),
        ("company tickets", "/v1/tickets?view=company", &manager),
        ("agent's queue", &queue, &agent),
    ];
    let pattern = a_ticket(world, &member).await?;
    let (mut loaded, mut costs) = (0, Vec::new());
    for size in sizes {
        fill(world, &pattern, loaded, *size).await?;
        loaded = *size;
        say(&format!("  {loaded} tickets of one account loaded"));
        for (list, path, token) in lists {
            world.get(path, token).await?;
            meter.take();
            let mut times = Vec::with_capacity(READS);
            for _ in 0..READS {
                let begun = Instant::now();
                world.get(path, token).await?;
                times.push(begun.elapsed());
            }
            let queries: Vec<f64> = meter
                .take()
                .into_iter()
                .filter(|(operation, _)| operation == "Query")
                .map(|(_, units)| units)
                .collect();
            let units = queries.iter().sum::<f64>() / queries.len().max(1) as f64;
            let latency = median(times);
            say(&format!("  {list:<16} at {size:>7} tickets: {:>6.2} ms, {units:.1} read units", ms(latency)));
            costs.push(Cost { list, tickets: *size, latency, units });
        }
    }
    Ok(costs)
}

/// A ticket to make others from.
async fn a_ticket(world: &World, token: &str) -> Result<Ticket> {
    let list = world.get("/v1/tickets?view=mine&status=active", token).await?;
    let id = list["items"][0]["id"].as_str().context("no ticket")?.parse()?;
    let act = act();
    let ticket = world.store.ticket(id).await.map_err(|failure| anyhow!("{failure}"))?;
    ticket.open_for_system(&act).context("no ticket")
}

fn act() -> Act {
    Act {
        caller: Caller::system(),
        action: Action::RunJob,
        now: jiff::Timestamp::now(),
        request_id: "bench".into(),
        fresh: FreshIds(Arc::new(Uuid::now_v7)),
    }
}

/// Brings the account from `have` to `want` more tickets, of one person, all in the queue that is measured.
async fn fill(world: &World, pattern: &Ticket, have: usize, want: usize) -> Result<()> {
    let act = act();
    for first in (have..want).step_by(BATCH) {
        let writes: Vec<Write> = (first..want.min(first + BATCH))
            .map(|index| {
                let ticket = Ticket {
                    id: act.id(),
                    number: 10_000 + index as u64,
                    synopsis: format!("Number {index} of many, to see whether the list minds"),
                    state: TicketState::Open,
                    ..pattern.clone()
                };
                Write::Ticket { ticket, before: None }
            })
            .collect();
        world.store.dynamo().load(&writes).await.map_err(|failure| anyhow!("{failure}"))?;
    }
    Ok(())
}
