//! Helpers that tests of several crates share: builders of records, a mock store, and requests of a signed-in person.
//! Only tests depend on this crate. The domain's own tests cannot, because they would see the domain's types twice;
//! they compile `records.rs` as a module of the domain.

#![allow(clippy::missing_panics_doc, reason = "a test that panics has failed")]

pub mod records;
mod signed_in;
mod store;

pub use signed_in::{answered, request, store_for, store_for_nobody};
pub use store::{MockStore, at_once, kept};
