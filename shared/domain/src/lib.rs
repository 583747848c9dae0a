//! What Portico is about: its records, their rules, who may do what, and the ports through which they are kept.
//!
//! Nothing here knows of AWS, HTTP, environment variables, the clock or randomness: time and fresh ids come in as arguments.

pub mod ids;
pub mod knowledge;
pub mod search;
