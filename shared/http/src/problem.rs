//! Failures as RFC 9457 `application/problem+json`. This is the only place that knows which failure has which status.

use http::StatusCode;
use portico_domain::error::{Error, FieldError};
use serde::Serialize;
use utoipa::ToSchema;

/// Problem as a client reads it (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// A page that explains the code.
    pub r#type: String,
    /// The kind of failure, in a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Cause of the problem, and a remedy.
    pub detail: String,
    /// The path that was asked for.
    pub instance: String,
    /// Stable key that clients may switch on.
    pub code: String,
    /// Names this request in the log.
    pub request_id: String,
    /// Fields that cannot be accepted: all of them, or the first 50.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub errors: Vec<FieldError>,
    /// Number of further fields that cannot be accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_errors: Option<usize>,
    /// Seconds to wait before trying again; sent as the header `Retry-After`.
    #[serde(skip)]
    pub retry_after: Option<u32>,
}

/// The most errors a problem names: the answer to a small question is small.
const MOST_ERRORS: usize = 50;
/// The longest pointer, in characters. A longer one names a field that nobody knows.
const LONGEST_POINTER: usize = 200;

/// An error with its pointer cut where it is too long.
fn named(error: &FieldError) -> FieldError {
    let pointer = match error.pointer.char_indices().nth(LONGEST_POINTER) {
        Some(_) => error.pointer.chars().take(LONGEST_POINTER - 1).chain(['…']).collect(),
        None => error.pointer.clone(),
    };
    FieldError { pointer, ..error.clone() }
}

impl Problem {
    /// The problem of a failure.
    pub fn of(failure: &Error, instance: &str, request_id: &str) -> Self {
        let (status, code, title, detail): (StatusCode, &str, &str, String) = match failure {
            Error::NotSignedIn(code) => {
                let detail = match *code {
                    "sign_in_failed" => "The e-mail address or the password is not right.",
                    "token_expired" | "token_stale" => "The access token is no longer good. Renew the session.",
                    "session_ended" => "Your session has ended. Sign in again.",
                    _ => "Sign in first.",
                };
                (StatusCode::UNAUTHORIZED, code, "Not signed in", detail.into())
            }
            Error::Forbidden => {
                let detail = "Your role cannot do this.";
                (StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail.into())
            }
            Error::ReadOnly => {
                let detail = "You look at the portal as somebody else. Nothing can be changed in their place.";
                (StatusCode::FORBIDDEN, "read_only", "Only for looking", detail.into())
            }
            Error::Refused { code, detail } => (StatusCode::FORBIDDEN, code, "Not allowed", detail.clone()),
            Error::NotFound => {
                let detail = "There is nothing here, or it is not for you to see.";
                (StatusCode::NOT_FOUND, "not_found", "Not found", detail.into())
            }
            Error::CapabilityOff => {
                let detail = "This part of the portal is switched off.";
                (StatusCode::NOT_FOUND, "capability_off", "Not available", detail.into())
            }
            Error::Conflict { code, detail } => {
                (StatusCode::CONFLICT, code, "Not possible as things stand", detail.clone())
            }
            Error::Stale => {
                let detail = "Somebody has changed this in the meantime. Load it again and repeat your change.";
                (StatusCode::PRECONDITION_FAILED, "stale", "Changed in the meantime", detail.into())
            }
            Error::PreconditionRequired => {
                let detail = "Say which version you saw, with the header If-Match and the ETag you were given.";
                (StatusCode::PRECONDITION_REQUIRED, "precondition_required", "Version missing", detail.into())
            }
            Error::Input(errors) => {
                let detail = match errors.as_slice() {
                    [one] => one.detail.clone(),
                    many => format!("{} fields cannot be accepted as they are.", many.len()),
                };
                (StatusCode::UNPROCESSABLE_ENTITY, "input_invalid", "Please correct the input", detail)
            }
            Error::Malformed { code, detail } => {
                (StatusCode::BAD_REQUEST, code, "The request cannot be read", detail.clone())
            }
            Error::TooLarge => {
                let detail = "The request is too large. Files are uploaded on their own.";
                (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "Too large", detail.into())
            }
            Error::KeyReused => {
                let detail = "This Idempotency-Key was used for another request. Take a new key.";
                (StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", "Key used before", detail.into())
            }
            Error::StillRunning => {
                let detail = "The same request, or another change of the same record, is still running. Try again.";
                (StatusCode::CONFLICT, "still_running", "Still running", detail.into())
            }
            Error::TooMany(seconds) => {
                let minutes = seconds.div_ceil(60);
                let plural = if minutes == 1 { "" } else { "s" };
                let detail = format!("That was too often in a short time. Try again in {minutes} minute{plural}.");
                (StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too often", detail)
            }
            Error::Unavailable(_) => {
                let detail = "Something we depend on does not answer. Try again in a moment; with the same Idempotency-Key nothing is done twice.";
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available at the moment", detail.into())
            }
            Error::Internal(_) => {
                let detail = "This is our fault. Try again; tell us the request id if it stays.";
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong", detail.into())
            }
        };
        let errors = if let Error::Input(errors) = failure { errors.as_slice() } else { &[] };
        Self {
            r#type: format!("urn:portico:problem:{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            instance: instance.to_owned(),
            code: code.to_owned(),
            request_id: request_id.to_owned(),
            errors: errors.iter().take(MOST_ERRORS).map(named).collect(),
            more_errors: errors.len().checked_sub(MOST_ERRORS).filter(|more| *more > 0),
            retry_after: match failure {
                Error::TooMany(seconds) => Some(*seconds),
                transient if transient.is_transient() => Some(1),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_to_a_small_question_is_small() {
        let error = |index: usize| FieldError::new(format!("/{index}{}", "ä".repeat(250_000)), "unknown_field", "No.");
        let problem = Problem::of(&Error::Input((0..60).map(error).collect()), "/v1/tickets", "r");
        assert_eq!((problem.errors.len(), problem.more_errors), (50, Some(10)));
        assert!(
            problem.errors.iter().all(|error| error.pointer.chars().count() == 200 && error.pointer.ends_with('…'))
        );
        assert!(problem.detail.starts_with("60 fields"), "{}", problem.detail);
        let fits = FieldError::new("x".repeat(200), "required", "This is missing.");
        let problem = Problem::of(&Error::Input(vec![fits.clone(); 50]), "/v1/tickets", "r");
        assert_eq!((problem.errors, problem.more_errors), (vec![fits; 50], None));
    }
}
