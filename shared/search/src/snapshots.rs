//! A Tantivy index without a server: every change makes a new version of it, packed into one object, and a register says
//! which version holds. One writer at a time, by lease; readers fetch the version that holds and search it on their own disk.
//!
//! Where objects and register are kept is behind [`Versions`] and [`Shelf`]; nothing here talks to a network.
//!
//! A writer takes the lease in the register, builds on the version that holds, stores the new one and then, in one
//! conditional write, has it hold and gives the lease back. A writer that has lost its lease meanwhile fails at that write,
//! so a version is never built on any but the one before it.

mod disk;
mod reader;
mod register;
mod writer;

pub use reader::{Looking, SnapshotReader};
pub use register::{Lease, Register, Retired, Version};
pub use writer::{SnapshotWriter, Writing};

use bytes::Bytes;
use portico_domain::search::SearchError;
use std::future::Future;
use uuid::Uuid;

/// Where versions are read.
pub trait Versions: Clone + Send + Sync + 'static {
    /// The register, as it is now; nothing before the first writer.
    fn register(&self) -> impl Future<Output = Result<Option<Register>, SearchError>> + Send;

    /// An object; nothing if there is none.
    fn fetch(&self, object: Uuid) -> impl Future<Output = Result<Option<Bytes>, SearchError>> + Send;
}

/// Where versions are read and kept.
pub trait Shelf: Versions {
    /// Writes the register if its version is still `expected` (0: there is none), and says whether it was.
    fn replace(&self, expected: u64, next: &Register) -> impl Future<Output = Result<bool, SearchError>> + Send;

    /// Stores an object.
    fn store(&self, object: Uuid, packed: Bytes) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Deletes an object, if there is one.
    fn discard(&self, object: Uuid) -> impl Future<Output = Result<(), SearchError>> + Send;
}
