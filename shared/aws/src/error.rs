//! Classification of an SDK's errors: transient, or a fault.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use portico_domain::fault::Fault;
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
    let fault = Fault::caused(what, causes(error));
    if is_transient(error) { StoreError::unavailable(fault) } else { StoreError::corrupt(fault) }
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

/// The error with its causes, of which none borrows from the call. Never the request: it may hold what people wrote.
pub(crate) fn causes<E>(error: &SdkError<E, HttpResponse>) -> Fault
where
    E: Error + ProvideErrorMetadata + 'static,
{
    if let SdkError::ServiceError(service) = error {
        let (code, message) = (service.err().code(), service.err().message());
        return Fault::caused(code.unwrap_or("no code"), Fault::new(message.unwrap_or("no message")));
    }
    owned(error)
}

fn owned(error: &dyn Error) -> Fault {
    match error.source() {
        Some(source) => Fault::caused(error.to_string(), owned(source)),
        None => Fault::new(error.to_string()),
    }
}
