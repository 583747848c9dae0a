//! Refusal of `x-amz-` headers that the signature does not cover: S3 refuses them, and `s3s` does not. They would
//! change what was signed: another object to copy from, other rights, tags.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

/// Refuses a signed request with such a header.
pub(super) async fn only_signed(request: Request, next: Next) -> Response {
    let Some(signed) = signed_headers(request.uri(), request.headers()) else { return next.run(request).await };
    let missing = |name: &str| name.starts_with("x-amz-") && !signed.split(';').any(|signed| signed == name);
    let unsigned: Vec<&str> =
        request.headers().keys().map(header::HeaderName::as_str).filter(|name| missing(name)).collect();
    if unsigned.is_empty() { next.run(request).await } else { refuse(&unsigned) }
}

/// Returns the names that a signature covers, from a presigned address or from the header; `None` without a signature.
fn signed_headers(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let presigned = uri.query().unwrap_or_default().split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.eq_ignore_ascii_case("x-amz-signedheaders").then_some(value)
    });
    if let Some(names) = presigned {
        return Some(percent_decode_str(names).decode_utf8_lossy().to_lowercase());
    }
    let authorization = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let names = authorization.split_once("SignedHeaders=")?.1.split(',').next()?;
    Some(names.trim().to_lowercase())
}

/// Returns the answer of S3, word by word.
fn refuse(unsigned: &[&str]) -> Response {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>There were headers present in the \
         request which were not signed</Message><HeadersNotSigned>{}</HeadersNotSigned></Error>",
        unsigned.join(", ")
    );
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}
