//! Files of the portal: browsers keep hashed assets for ever and ask for everything else again. Every page of the
//! application is answered by its one document.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::Path;

use axum::body::Body;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use percent_encoding::percent_decode_str;
use tower::util::BoxCloneSyncService;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_http::services::{ServeDir, ServeFile};

use super::Arrival;
use super::answer::Problem;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

type Files = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// The folder of a built portal.
pub(super) struct Portal {
    files: Files,
    document: Files,
}

impl Portal {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            files: compressed(ServeDir::new(folder).precompressed_gzip()),
            document: compressed(ServeFile::new(folder.join("index.html")).precompressed_gzip()),
        }
    }

    pub(super) async fn answer(&self, arrival: &Arrival) -> Response<Body> {
        if !matches!(arrival.method, Method::GET | Method::HEAD) {
            return Problem::method_not_allowed(arrival, &BTreeSet::from(["GET", "HEAD"]));
        }
        let path = arrival.uri.path();
        // No file system has such a name, and some fail for it.
        if percent_decode_str(path).any(|byte| byte.is_ascii_control()) {
            return Problem::route_not_found().answer(arrival);
        }
        let mut answer = ask(&self.files, arrival).await;
        if answer.status() == StatusCode::NOT_FOUND && wants_document(arrival) {
            answer = ask(&self.document, arrival).await;
        }
        if answer.status().is_client_error() && answer.status() != StatusCode::RANGE_NOT_SATISFIABLE {
            return Problem::route_not_found().answer(arrival);
        }
        let caching = if path.starts_with("/assets/") && !wants_document(arrival) { IMMUTABLE } else { REVALIDATE };
        answer.headers_mut().insert(header::CACHE_CONTROL, caching);
        answer
    }
}

/// Whether a person is going to a page of the application, rather than the page loading one of its files.
fn wants_document(arrival: &Arrival) -> bool {
    let accepts = arrival.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accepts.contains("text/html") && !arrival.uri.path().starts_with("/assets/")
}

async fn ask(files: &Files, arrival: &Arrival) -> Response<Body> {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = arrival.method.clone();
    *request.uri_mut() = arrival.uri.clone();
    *request.headers_mut() = arrival.headers.clone();
    match files.clone().oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

fn compressed<S>(files: S) -> Files
where
    S: tower::Service<Request<Body>, Response = Response<ServeFileSystemResponseBody>, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
{
    let worthwhile = DefaultPredicate::new().and(NotForContentType::new("font/"));
    let layered = ServiceBuilder::new()
        .map_response(|answer: Response<_>| answer.map(Body::new))
        .layer(CompressionLayer::new().compress_when(worthwhile))
        .service(files);
    BoxCloneSyncService::new(layered)
}
