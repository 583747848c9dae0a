//! Tantivy index without a server: every change makes a new version, packed into one object, and a register names the
//! current version. Only one writer works at a time, by lease; readers fetch the current version and search it on their
//! own disk.
//!
//! [`Versions`] and [`Shelf`] hide the storage of objects and register; nothing here talks to a network.
//!
//! A writer takes the lease in the register, builds on the current version and stores the new one. One conditional
//! write then makes it current and gives the lease back. A writer that has lost its lease meanwhile fails at that
//! write, so a version is never built on any but the one before it.

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

/// Read access to versions.
pub trait Versions: Clone + Send + Sync + 'static {
    /// Reads the register, as it is now; `None` before the first writer.
    fn register(&self) -> impl Future<Output = Result<Option<Register>, SearchError>> + Send;

    /// Fetches an object; `None` if it does not exist.
    fn fetch(&self, object: Uuid) -> impl Future<Output = Result<Option<Bytes>, SearchError>> + Send;
}

/// Read and write access to versions.
pub trait Shelf: Versions {
    /// Writes the register if its version is still `expected` (0: there is none), and reports whether it was.
    fn replace(&self, expected: u64, next: &Register) -> impl Future<Output = Result<bool, SearchError>> + Send;

    /// Stores an object.
    fn store(&self, object: Uuid, packed: Bytes) -> impl Future<Output = Result<(), SearchError>> + Send;

    /// Deletes an object, if there is one.
    fn discard(&self, object: Uuid) -> impl Future<Output = Result<(), SearchError>> + Send;
}
