//! An HTTP client of the AWS SDK that answers every request with a canned reply. For unit tests only.
//!
//! The SDK has such clients of its own, behind a feature that changes the features of other crates. With it, everything
//! would be compiled twice, once as it is tested and once as it runs.

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use std::fmt;
use std::sync::Arc;

type Reply = dyn Fn(http::Request<SdkBody>) -> http::Response<String> + Send + Sync;

#[derive(Clone)]
struct Canned(Arc<Reply>);

impl fmt::Debug for Canned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Canned")
    }
}

impl HttpConnector for Canned {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = request.try_into_http1x().expect("the SDK sends a request that HTTP knows");
        let reply = (self.0)(request).map(SdkBody::from);
        HttpConnectorFuture::ready(Ok(HttpResponse::try_from(reply).expect("a canned reply is an HTTP response")))
    }
}

/// Returns a client that answers every request, as the SDK has signed it, with `reply`. Nothing is sent.
pub fn client(
    reply: impl Fn(http::Request<SdkBody>) -> http::Response<String> + Send + Sync + 'static,
) -> SharedHttpClient {
    let canned = SharedHttpConnector::new(Canned(Arc::new(reply)));
    http_client_fn(move |_, _| canned.clone())
}
