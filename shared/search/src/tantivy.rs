//! Search inside this process, by Tantivy: in a folder or in memory, one writer, any number of readers.
//!
//! Nothing here talks to a network. A folder written by [`TantivyWriter`] can be copied anywhere once no writer has it
//! open, and searched there by [`TantivyReader::open`].

mod pack;
mod query;
mod reader;
mod schema;
mod writer;

pub(crate) use pack::{pack, unpack};
pub use reader::TantivyReader;
pub(crate) use reader::is_current;
pub use writer::TantivyWriter;
pub(crate) use writer::Work;

use ::tantivy::TantivyError;
use ::tantivy::directory::error::LockError;
use portico_domain::search::SearchError;
use std::fmt;

/// Location of an index, for messages.
#[derive(Clone, Debug)]
pub(crate) struct Place(pub(crate) String);

impl Place {
    pub(crate) fn unavailable(&self, reason: impl fmt::Display) -> SearchError {
        SearchError::unavailable(format!("the search index {}: {reason}", self.0))
    }

    fn another_version(&self) -> SearchError {
        self.unavailable("another version of Portico made it: rebuild it in an empty folder")
    }

    // By value, for use in `map_err`.
    #[allow(clippy::needless_pass_by_value)]
    fn failed(&self, error: TantivyError) -> SearchError {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => self.unavailable("another writer has it open"),
            other => self.unavailable(other),
        }
    }
}

/// Runs work that reads or writes files off the async threads.
pub(crate) async fn blocking<T, F>(place: Place, work: F) -> Result<T, SearchError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, SearchError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        // A damaged file can make the library panic; the process goes on without search.
        Err(gone) => Err(place.unavailable(gone)),
    }
}
