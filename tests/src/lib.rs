//! What the test suites share: a whole Portico in memory, callers with every hat, and the engines the adapters are judged by.

pub mod engines;
pub mod stores;

pub use stores::dynamo_in_memory;
