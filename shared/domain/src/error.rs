//! Why an operation did not succeed, in words free of HTTP. Each kind has an outside half, which clients see, and
//! at most an inside half, which only the log sees.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One field of the input that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the body, or the name of the query parameter. What is longer than 200 characters is cut.
    #[schema(max_length = 200)]
    pub pointer: String,
    /// Stable key: `required`, `too_long`, `not_owned` …
    pub code: String,
    /// A sentence for the person who typed it.
    pub detail: String,
}

impl FieldError {
    /// An error at `pointer`.
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail: detail.into() }
    }
}

/// Reason why an operation did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Nobody is signed in, or no longer. The code says which: `not_signed_in`, `token_expired`, `token_stale`, `session_ended`, `sign_in_failed`.
    NotSignedIn(&'static str),
    /// The hat may never do this, whatever the record.
    Forbidden,
    /// Not in this way, whoever asks.
    Refused {
        /// Stable key.
        code: &'static str,
        /// Description of what is wrong.
        detail: String,
    },
    /// There is no such record, or not for this caller: the two are one answer.
    NotFound,
    /// The portal's settings have taken this capability away.
    CapabilityOff,
    /// The record is not in a state that allows this.
    Conflict {
        /// Stable key.
        code: &'static str,
        /// Description of what stands in the way.
        detail: String,
    },
    /// The record has changed since the caller saw it.
    Stale,
    /// The caller must say which version it saw.
    PreconditionRequired,
    /// Fields that cannot be accepted, all of them.
    Input(Vec<FieldError>),
    /// The request cannot be read at all.
    Malformed {
        /// Stable key.
        code: &'static str,
        /// Description of what is wrong.
        detail: String,
    },
    /// The body is larger than any endpoint takes.
    TooLarge,
    /// An idempotency key came back with another body.
    KeyReused,
    /// Another request with the same idempotency key, or on the same record, is still running.
    StillRunning,
    /// Too many attempts; how long to wait, in seconds.
    TooMany(u32),
    /// Something Portico depends on is away for the moment. The text is for the log.
    Unavailable(String),
    /// A fault of ours. The text is for the log.
    Internal(String),
}

impl Error {
    /// A single field that cannot be accepted.
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Input(vec![FieldError::new(pointer, code, detail)])
    }

    /// The record's state does not allow this.
    pub fn state(detail: impl Into<String>) -> Self {
        Self::Conflict { code: "state_conflict", detail: detail.into() }
    }
}
