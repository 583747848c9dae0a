//! Shared parts of the test suites: a whole Portico in memory, callers with every hat, and the engines adapters are
//! tested on.

pub mod client;
pub mod documented;
pub mod engines;
pub mod filling;
pub mod function;
pub mod iam;
pub mod logs;
mod passing;
pub mod provider;
pub mod proxy;
pub mod raw;
pub mod samples;
pub mod snapshots;
pub mod steps;
pub mod stores;
pub mod until;
pub mod vault;
pub mod world;

pub use stores::dynamo_in_memory;
