//! Everything a developer needs of AWS, inside one process: the database, the file store, the mail service
//! and an API Gateway that hands each endpoint the very event a deployed function receives.
//!
//! Used by the dev server and by tests. Nothing deployed depends on this crate, and no rule of the product
//! belongs here: the stand-ins only answer as the services they replace.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod dynamo;
pub mod gateway;
pub mod mailbox;
pub mod net;
pub mod receipt;
pub mod runtime;
pub mod s3;
pub mod seed;
pub mod server;
pub mod state;
pub mod wiring;

/// The region every stand-in answers for.
pub const REGION: &str = "us-east-1";
/// The access key id the stand-ins accept. A published constant: it protects nothing but local data.
pub const ACCESS_KEY_ID: &str = "portico-local";
/// The secret belonging to [`ACCESS_KEY_ID`].
pub const SECRET_ACCESS_KEY: &str = "portico-local-secret";

#[cfg(test)]
mod testing;
