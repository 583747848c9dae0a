//! Answers: those of functions turned back into HTTP, the gateway's own problems, and the headers every answer has.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::Arrival;
use super::LONGEST_ADDRESS;
use super::intake::LARGEST_BODY;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A failure the gateway answers itself, as `application/problem+json` (RFC 9457).
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: &'static str,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'static str,
    instance: &'a str,
    code: &'static str,
    request_id: &'a str,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, title: &'static str, detail: &'static str) -> Self {
        Self { status, code, title, detail }
    }

    pub(super) fn route_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "route_not_found", "No such address", "Nothing is served at this path.")
    }

    /// The answer to a method the path does not take.
    pub(super) fn method_not_allowed(arrival: &Arrival, allowed: &BTreeSet<&str>) -> Response<Body> {
        let detail = "This path does not take this method; the Allow header says which it takes.";
        let problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed", detail);
        let mut answer = problem.answer(arrival);
        answer.headers_mut().insert(header::ALLOW, allow(allowed));
        answer
    }

    pub(super) fn body_too_large() -> Self {
        let detail = "The body is larger than 6 MiB.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "Too large", detail)
    }

    pub(super) fn body_cut_short() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "body_cut_short", "Body cut short", "The body ended before it was complete.")
    }

    pub(super) fn header_unreadable() -> Self {
        let detail = "A header holds something other than visible ASCII characters.";
        Self::new(StatusCode::BAD_REQUEST, "header_unreadable", "Header unreadable", detail)
    }

    pub(super) fn header_repeated() -> Self {
        let detail = "The header host is given twice. Give it once.";
        Self::new(StatusCode::BAD_REQUEST, "header_repeated", "The request cannot be read", detail)
    }

    pub(super) fn address_too_long() -> Self {
        let detail = "The address is longer than 8192 characters.";
        Self::new(StatusCode::URI_TOO_LONG, "address_too_long", "Address too long", detail)
    }

    pub(super) fn internal() -> Self {
        let detail = "This is our fault. Tell us the request id if it stays.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong", detail)
    }

    pub(super) fn timed_out() -> Self {
        let detail = "The answer took too long. Please try again.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available at the moment", detail)
    }

    pub(super) fn answer(self, arrival: &Arrival) -> Response<Body> {
        let json = ProblemJson {
            // The endpoints use the same names for their problems.
            r#type: format!("urn:portico:problem:{}", self.code),
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail,
            // Only the beginning of an address that is too long.
            instance: arrival.uri.path().get(..LONGEST_ADDRESS).unwrap_or(arrival.uri.path()),
            code: self.code,
            request_id: &arrival.request_id,
        };
        // Plain strings and a number always serialise.
        let body = serde_json::to_vec(&json).unwrap_or_default();
        let mut answer = Response::new(Body::from(body));
        *answer.status_mut() = self.status;
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(id) = HeaderValue::from_str(&arrival.request_id) {
            headers.insert(REQUEST_ID, id);
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        answer
    }
}

fn allow(methods: &BTreeSet<&str>) -> HeaderValue {
    let methods: Vec<_> = methods.iter().copied().collect();
    // Method names are tokens, so this does not fail.
    HeaderValue::from_str(&methods.join(", ")).unwrap_or(HeaderValue::from_static(""))
}

/// Answers OPTIONS with the methods of a path. There is no CORS, since the portal and the API are one origin.
pub(super) fn options(methods: &BTreeSet<&str>) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    answer.headers_mut().insert(header::ALLOW, allow(methods));
    answer
}

/// Converts a function's answer to the one that the gateway passes on.
pub(super) fn from_function(response: lambda_http::Response<lambda_http::Body>) -> Result<Response<Body>, Problem> {
    let (parts, body) = response.into_parts();
    let body = match body {
        lambda_http::Body::Text(text) => Bytes::from(text),
        lambda_http::Body::Binary(bytes) => Bytes::from(bytes),
        _ => Bytes::new(),
    };
    if body.len() > LARGEST_BODY {
        tracing::error!(bytes = body.len(), "the endpoint's answer is larger than a function may give");
        return Err(Problem::internal());
    }
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = parts.status;
    *answer.headers_mut() = joined(parts.headers);
    Ok(answer)
}

/// Joins repeated headers by a comma, as the event format forces; cookies alone stay apart.
fn joined(mut headers: HeaderMap) -> HeaderMap {
    // The gateway frames the message itself.
    for name in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION] {
        headers.remove(name);
    }
    let repeated: Vec<HeaderName> = headers
        .keys()
        .filter(|name| *name != header::SET_COOKIE && headers.get_all(*name).iter().nth(1).is_some())
        .cloned()
        .collect();
    for name in repeated {
        let values: Vec<&[u8]> = headers.get_all(&name).iter().map(HeaderValue::as_bytes).collect();
        if let Ok(value) = HeaderValue::from_bytes(&values.join(&b","[..])) {
            headers.insert(name, value);
        }
    }
    headers
}

/// Returns the answer to a HEAD: the answer to the GET without its body.
pub(super) fn without_body(answer: Response<Body>) -> Response<Body> {
    let (mut parts, body) = answer.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts.headers.entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}

/// Headers that every answer carries.
pub(super) struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    pub(super) fn new(files_url: &str) -> Result<Self> {
        // Styles may be inline: Mantine sets its variables that way. Scripts may not.
        let policy = format!(
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' {files_url}; \
             img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types default dompurify"
        );
        let policy = HeaderValue::from_str(&policy).context("the address of the files is not fit for a header")?;
        let permissions = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
        Ok(Self(vec![
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(permissions)),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        ]))
    }

    /// Adds the headers that an answer does not set itself.
    pub(super) fn complete(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.entry(name).or_insert_with(|| value.clone());
        }
    }
}
