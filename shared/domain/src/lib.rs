//! The domain of Portico: its records, their rules, the access policy, and the ports to storage and other services.
//!
//! Nothing here knows of AWS, HTTP, environment variables, the clock or randomness: time and new IDs are arguments.

pub mod accounts;
pub mod act;
pub mod action;
pub mod attempts;
pub mod calendar;
pub mod caller;
pub mod change;
pub mod dates;
pub mod drafts;
pub mod error;
pub mod fault;
pub mod files;
pub mod hats;
pub mod home;
pub mod identity_provider;
pub mod ids;
pub mod imports;
pub mod invitations;
pub mod jobs;
pub mod knowledge;
pub mod letters;
pub mod mail;
pub mod paging;
pub mod people;
pub mod policy;
pub mod portal;
pub mod ports;
pub mod record;
pub mod search;
pub mod sections;
pub mod settings;
pub mod signing;
pub mod standing;
pub mod store;
#[cfg(test)]
mod testing;
pub mod text;
pub mod tickets;
pub mod touch;
pub mod touch_list;

// Tests of other crates take sample records from `portico-testing`. A test of this crate would get records of another
// compilation of it, so it compiles their builders itself.
#[cfg(test)]
extern crate self as portico_domain;
#[cfg(test)]
#[path = "../../testing/src/records.rs"]
pub mod records;
