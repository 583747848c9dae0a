//! Passing a request on to the service behind a proxy, whatever the proxy is for.

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use std::io;

/// Sends a request to the service at `behind`, and returns the service's answer.
pub(crate) async fn forward(
    http: &reqwest::Client,
    behind: &str,
    head: Parts,
    body: Bytes,
) -> io::Result<Response<Bytes>> {
    let path = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let mut headers = head.headers;
    // `Host` stays: it is signed.
    headers.remove(CONNECTION);
    let url = format!("{}{path}", behind.trim_end_matches('/'));
    let sent = http.request(head.method.clone(), url).headers(headers).body(body).send().await;
    let answer = sent.map_err(io::Error::other)?;
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    for own in [CONNECTION, TRANSFER_ENCODING] {
        headers.remove(own);
    }
    if head.method != Method::HEAD {
        headers.remove(CONTENT_LENGTH);
    }
    let mut passed = Response::new(answer.bytes().await.map_err(io::Error::other)?);
    *passed.status_mut() = status;
    *passed.headers_mut() = headers;
    Ok(passed)
}

/// Returns the answer of a proxy that cannot reach its service.
pub(crate) fn server_error(reason: &str) -> Response<Body> {
    let mut answer = Response::new(Body::from(reason.to_owned()));
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    answer.headers_mut().insert("content-type", HeaderValue::from_static("text/plain"));
    answer
}
