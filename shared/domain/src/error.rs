//! Errors of operations, in words free of HTTP. Each kind has an outside half, which clients see, and may have an
//! inside half, which only the log sees.

use crate::fault::Fault;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One field of the input that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the body, or name of the query parameter. The text is cut after 200 characters.
    #[schema(max_length = 200)]
    pub pointer: String,
    /// Stable key: `required`, `too_long`, `not_owned` …
    pub code: String,
    /// Sentence for the person who typed the input.
    pub detail: String,
}

impl FieldError {
    /// An error at `pointer`.
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail: detail.into() }
    }
}

/// Reason why an operation did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or no longer. The code gives the case: `not_signed_in`, `token_expired`, `token_stale`,
    /// `session_ended`, `sign_in_failed`.
    #[error("not signed in: {0}")]
    NotSignedIn(&'static str),
    /// The hat may never do this, whatever the record.
    #[error("not allowed in this role")]
    Forbidden,
    /// The caller looks at the portal as another person, and does not act in their place.
    #[error("only reading, in a view as another person")]
    ReadOnly,
    /// The request is refused regardless of the caller, for example because it comes from another site.
    #[error("refused: {detail} ({code})")]
    Refused {
        /// Stable key.
        code: &'static str,
        /// Description of what is wrong.
        detail: String,
    },
    /// The record does not exist, or is out of the caller's reach. The response is the same.
    #[error("not found, or out of reach")]
    NotFound,
    /// The portal's settings have removed this capability.
    #[error("the settings have switched this off")]
    CapabilityOff,
    /// The record is not in a state that allows this.
    #[error("conflict: {detail} ({code})")]
    Conflict {
        /// Stable key.
        code: &'static str,
        /// Description of the obstacle.
        detail: String,
    },
    /// The record has changed since the caller saw it.
    #[error("the record has changed")]
    Stale,
    /// The caller must say which version it saw.
    #[error("a version is required")]
    PreconditionRequired,
    /// Fields that cannot be accepted, all of them.
    #[error("the input is not valid: {}", fields(.0))]
    Input(Vec<FieldError>),
    /// The request cannot be read at all.
    #[error("malformed: {detail} ({code})")]
    Malformed {
        /// Stable key.
        code: &'static str,
        /// Description of what is wrong.
        detail: String,
    },
    /// The body is larger than any endpoint takes.
    #[error("the request is too large")]
    TooLarge,
    /// An idempotency key came back with another body.
    #[error("the idempotency key was used with another body")]
    KeyReused,
    /// Another request with the same idempotency key, or on the same record, is still running.
    #[error("another request is still running")]
    StillRunning,
    /// Too many attempts. The value is the time to wait, in seconds.
    #[error("too many attempts; wait {0} s")]
    TooMany(u32),
    /// A service that Portico depends on is unavailable for the moment.
    #[error("unavailable")]
    Unavailable(#[source] Fault),
    /// A fault in Portico.
    #[error("internal error")]
    Internal(#[source] Fault),
}

impl Error {
    /// A service that Portico depends on is unavailable for the moment.
    pub fn unavailable(fault: impl Into<Fault>) -> Self {
        Self::Unavailable(fault.into())
    }

    /// A fault in Portico.
    pub fn internal(fault: impl Into<Fault>) -> Self {
        Self::Internal(fault.into())
    }

    /// Whether the same request may succeed in a moment.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::StillRunning)
    }

    /// A single field that cannot be accepted.
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Input(vec![FieldError::new(pointer, code, detail)])
    }

    /// The record's state does not allow this.
    pub fn state(detail: impl Into<String>) -> Self {
        Self::Conflict { code: "state_conflict", detail: detail.into() }
    }
}

/// Pointer and code of each field, for the log. Details can hold what people typed.
fn fields(errors: &[FieldError]) -> String {
    errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_reads_what_went_wrong_and_nothing_that_was_typed() {
        let shown = |error: Error| error.to_string();
        assert_eq!(shown(Error::state("It is closed.")), "conflict: It is closed. (state_conflict)");
        let wrong =
            ["/name", "/text"].map(|at| FieldError::new(at, "too_long", "\u{201c}my secret\u{201d} is too long"));
        assert_eq!(shown(Error::Input(wrong.into())), "the input is not valid: /name too_long, /text too_long");
    }
}
