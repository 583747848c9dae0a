//! Measures Portico against an empty function, bare calls of the SDK, the same in other languages, itself with more
//! records, and other products.
//!
//! Figures are ratios of things measured in parallel in one run wherever there are two things. Nothing here is
//! asserted: the command prints. Only [`pages`] has a limit that its journey keeps.

pub mod bill;
pub mod bulk;
pub mod cpu;
pub mod crowd;
pub mod database;
pub mod deployed;
pub mod fleet;
pub mod function;
pub mod journeys;
pub mod lists;
pub mod load;
pub mod meter;
pub mod pages;
pub mod peers;
pub mod portal;
pub mod replay;
pub mod report;
pub mod request;
pub mod search;
pub mod server;
pub mod snapshots;
pub mod startup;
pub mod tells;
pub mod twins;
pub mod world;
