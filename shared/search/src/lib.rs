//! Adapters of the search port: Tantivy (embedded), Tantivy as versions that are stored elsewhere and read from a
//! temporary disk, and OpenSearch (a cluster).
//!
//! This crate decides once, for all engines, what a word is, which words of a query count and how an excerpt is cut.
//! Neither Tantivy's nor OpenSearch's types leave this crate, and nothing here reads the environment.

mod content;
pub mod domain;
mod highlight;
mod marking;
pub mod opensearch;
mod plan;
mod question;
pub mod snapshots;
mod synonyms;
pub mod tantivy;
pub mod tickets;
mod vocabulary;
mod words;
