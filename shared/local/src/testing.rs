//! Helpers for tests of stand-ins that build an SDK client by hand.

use aws_credential_types::Credentials;
use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// The key pair every stand-in accepts.
pub(crate) fn credentials() -> Credentials {
    Credentials::new(crate::ACCESS_KEY_ID, crate::SECRET_ACCESS_KEY, None, None, "local")
}

/// A client without TLS: the stand-ins speak plain HTTP.
pub(crate) fn http_client() -> SharedHttpClient {
    Builder::new().build_http()
}
