//! What the test suites share: a whole Portico in memory, callers with every hat, and the engines the adapters are judged by.

pub mod engines;
