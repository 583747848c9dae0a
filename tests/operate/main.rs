//! Tests of Portico as it is operated: every function's own binary on its event, logs, outages, and upgrades.

#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../api/scenario.rs"]
#[allow(dead_code, reason = "the suite of the API uses the rest")]
mod scenario;

mod alarms;
mod disk;
mod events;
mod faults;
mod jobs;
mod roles;
mod unrouted;
mod unused;
mod upgrade;
