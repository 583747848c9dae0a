//! Errors of what is stored and called: whether it may help to try again, and what a caller is told.

use crate::error::Error;
use crate::fault::Fault;

/// Why a port did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It is unavailable or overloaded; later it may answer.
    #[error("unavailable")]
    Unavailable(#[source] Fault),
    /// It answered something that should not be.
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

    /// Whether the same may work later.
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
