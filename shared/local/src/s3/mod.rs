//! The embedded S3: signatures, expiry, presigned links and ranges by s3s, objects as files by s3s-fs.
//!
//! [`store`] mends s3s-fs where it is laxer than S3 in a way that would hide a mistake. Calls that the product never
//! makes are left unimplemented, so a new call shows up here first.

mod signed;
mod store;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::error_handling::HandleError;
use axum::http::{HeaderValue, Method, StatusCode, header, request};
use axum::middleware;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tokio::net::TcpListener;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

use crate::net::{self, Running};
use crate::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};

/// A running embedded S3 with one bucket.
#[derive(Debug)]
pub struct S3 {
    server: Running,
}

impl S3 {
    /// Starts the server on a listener (see [`net::listen`]) over a folder, which must exist; the bucket is created if
    /// it is missing.
    pub fn start(listener: TcpListener, folder: &Path, bucket: &str) -> Result<Self> {
        let inside = folder.join(bucket);
        std::fs::create_dir_all(&inside).with_context(|| format!("creating the bucket {}", inside.display()))?;
        let mut service = S3ServiceBuilder::new(store::Store::open(folder)?);
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
        let service = HandleError::new(service.build(), |error: s3s::HttpError| async move {
            tracing::error!(?error, "the embedded S3 failed");
            StatusCode::INTERNAL_SERVER_ERROR
        });
        let router =
            Router::new().fallback_service(service).layer(middleware::from_fn(signed::only_signed)).layer(cors());
        let server = net::serve(listener, router)?;
        Ok(Self { server })
    }

    /// The endpoint URL for the SDK, path-style.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Stops the server.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

/// CORS rules of the bucket as deployed, with every loopback port as the portal's origin.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|origin, _: &request::Parts| is_loopback(origin)))
        .allow_methods([Method::GET, Method::PUT, Method::HEAD])
        .allow_headers(Any)
        .expose_headers([header::ETAG])
        .max_age(Duration::from_hours(1))
}

fn is_loopback(origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    let Some((_, authority)) = origin.split_once("://") else {
        return false;
    };
    net::names_loopback(authority)
}
