//! What the test suites share: a whole Portico in memory, callers with every hat, and the engines the adapters are judged by.

pub mod client;
pub mod documented;
pub mod engines;
pub mod proxy;
pub mod samples;
pub mod steps;
pub mod stores;
pub mod world;

pub use stores::dynamo_in_memory;
