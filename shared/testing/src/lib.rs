//! What tests of several crates share: builders of records, a store that does as a test says, and requests of somebody
//! signed in. Only tests depend on it. The domain's own tests cannot, as they would see its types twice; they compile
//! `records.rs` as a module of the domain.

#![allow(clippy::missing_panics_doc, reason = "a test that panics has failed")]

pub mod records;
mod signed_in;
mod store;

pub use signed_in::{answered, request, store_for, store_for_nobody};
pub use store::{MockStore, at_once, kept};
