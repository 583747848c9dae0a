//! Measuring Portico against what it is compared with: an empty function, a bare read, itself with more records.
//!
//! Figures are ratios of things measured side by side in one run. Nothing here is asserted: the command prints.

pub mod function;
pub mod lists;
pub mod meter;
pub mod report;
pub mod world;
