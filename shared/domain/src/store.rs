//! Errors of what is stored and called: whether it may help to try again, and what a caller is told.

use crate::error::Error;

/// Why a port did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It is away or overloaded; later it may answer.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// It answered something that should not be.
    #[error("broken: {0}")]
    Broken(String),
}

impl From<StoreError> for Error {
    fn from(failure: StoreError) -> Self {
        match failure {
            StoreError::Unavailable(text) => Self::Unavailable(text),
            StoreError::Broken(text) => Self::Internal(text),
        }
    }
}

/// Result of a port.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A record has another version than the change expects, or exists, or is gone.
    #[error("a record has changed")]
    Stale,
    /// The idempotency key has been taken.
    #[error("the idempotency key has been taken")]
    Claimed,
    /// Another change of the same records is under way.
    #[error("another change is under way")]
    Busy,
    /// The store did not answer.
    #[error(transparent)]
    Port(#[from] StoreError),
}

impl From<CommitError> for Error {
    fn from(failure: CommitError) -> Self {
        match failure {
            CommitError::Stale => Self::Stale,
            CommitError::Claimed | CommitError::Busy => Self::StillRunning,
            CommitError::Port(port) => port.into(),
        }
    }
}
