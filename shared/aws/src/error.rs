//! Classification of an SDK's errors: transient, or a fault.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use portico_domain::store::StoreError;
use std::error::Error;

/// Error codes of services that are overloaded or unavailable.
const TRANSIENT_CODES: &[&str] = &[
    "InternalFailure",
    "InternalServerError",
    "InternalServiceError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

/// Classifies an error of the call named `what`.
pub(crate) fn classify<E>(what: &str, error: &SdkError<E, HttpResponse>) -> StoreError
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let text = format!("{what}: {}", error_chain(error));
    if is_transient(error) { StoreError::Unavailable(text) } else { StoreError::Broken(text) }
}

/// Whether the same may work later.
pub(crate) fn is_transient<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    match error {
        SdkError::TimeoutError(_) => true,
        SdkError::DispatchFailure(failure) => !failure.is_user(),
        SdkError::ResponseError(response) => is_transient_response(response.raw()),
        SdkError::ServiceError(service) => {
            is_transient_response(service.raw())
                || service.err().code().is_some_and(|code| TRANSIENT_CODES.contains(&code))
        }
        _ => false,
    }
}

fn is_transient_response(response: &HttpResponse) -> bool {
    let status = response.status().as_u16();
    status >= 500 || status == 429
}

/// The error with all its causes, the code first. Never the request: it may hold what people wrote.
pub(crate) fn error_chain<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let mut told = match error {
        SdkError::ServiceError(service) => {
            let (code, message) = (service.err().code(), service.err().message());
            return format!("{}: {}", code.unwrap_or("no code"), message.unwrap_or("no message"));
        }
        other => other.to_string(),
    };
    let mut cause = error.source();
    while let Some(inner) = cause {
        told = format!("{told}: {inner}");
        cause = inner.source();
    }
    told
}
