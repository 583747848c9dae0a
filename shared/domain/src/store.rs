//! Errors of storage and other services: whether a retry may help, and the error that a caller gets.

use crate::error::Error;
use crate::fault::Fault;

/// Reason why a port did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The service is unavailable or overloaded, and may answer later.
    #[error("unavailable")]
    Unavailable(#[source] Fault),
    /// The service gave an invalid answer.
    #[error("broken")]
    Corrupt(#[source] Fault),
}

impl StoreError {
    /// Failure that may pass.
    pub fn unavailable(fault: impl Into<Fault>) -> Self {
        Self::Unavailable(fault.into())
    }

    /// Failure that stays until somebody mends what is stored or called.
    pub fn corrupt(fault: impl Into<Fault>) -> Self {
        Self::Corrupt(fault.into())
    }

    /// Whether the same call may work later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<StoreError> for Error {
    fn from(failure: StoreError) -> Self {
        match failure {
            StoreError::Unavailable(fault) => Self::Unavailable(fault),
            StoreError::Corrupt(fault) => Self::Internal(fault),
        }
    }
}

/// Result of a port.
pub type StoreResult<T> = Result<T, StoreError>;

/// Reason why a change was not written.
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
