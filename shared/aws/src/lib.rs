//! Ports on AWS: records in DynamoDB, bytes in S3, mail through SES, the signing key from Secrets Manager. Search uses
//! versions of an index in S3, or an OpenSearch domain.
//!
//! A binary names the parts it needs in the type of its [`Aws`] and links only their SDKs. SDK types never leave this
//! crate, and no rule of the product belongs here.

// "DynamoDB" and "OpenSearch" are names, not code.
#![allow(clippy::doc_markdown)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod backup;
mod config;
pub mod dynamo;
mod error;
mod parts;
mod provider;
mod s3;
mod search;
mod secrets;
mod sent;
mod ses;
mod signing_secret;
mod sniff;

pub use config::{Config, Endpoints, Keys, Misconfigured, Patience, Search};
pub use dynamo::Dynamo;
pub use parts::{Aws, FromEnv};
pub use provider::{Provider, ProviderPage};
pub use s3::S3;
pub use search::{IndexReader, IndexWriter, SnapshotStore, TicketCluster, TicketReader};
pub use secrets::{Secrets, StaticKey};
pub use ses::Ses;
pub use signing_secret::SigningSecret;
