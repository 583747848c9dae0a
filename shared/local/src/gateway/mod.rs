//! API Gateway in process: an HTTP API with payload 2.0 in front of the endpoints. Next to it are the portal's files,
//! as CloudFront arranges both when deployed.
//!
//! Each request becomes the event that a deployed function receives, read by the same code that reads it there. The
//! caller supplies the endpoints; none is known here.

mod answer;
mod event;
mod intake;
mod portal;
mod routes;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use tokio::net::TcpListener;
use uuid::Uuid;

use self::answer::{Problem, SecurityHeaders};
use self::portal::Portal;
use self::routes::{RouteMatch, Routes};
use crate::net::{self, Running};

/// Longest time that a function may take before the gateway gives up, as deployed.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Longest address that is taken, in bytes, as by CloudFront. The code behind could not store much longer ones.
const LONGEST_ADDRESS: usize = 8192;

/// Handler of one endpoint.
pub type Handler =
    Arc<dyn Fn(lambda_http::Request) -> BoxFuture<'static, lambda_http::Response<lambda_http::Body>> + Send + Sync>;

/// One endpoint behind the gateway.
#[derive(Clone)]
pub struct GatewayRoute {
    /// Method that the endpoint answers.
    pub method: Method,
    /// Path as API Gateway writes it: `/v1/tickets/{id}`.
    pub path: &'static str,
    /// Operation ID, for the log.
    pub operation: &'static str,
    /// Handler that serves the route.
    pub handler: Handler,
}

/// Options of the gateway, in addition to its routes.
#[derive(Debug, Clone, Default)]
pub struct GatewayOptions {
    /// The folder of the built portal, if it is to be served.
    pub portal: Option<PathBuf>,
    /// URL that browsers upload files to and download them from: the one other origin the portal may talk to.
    pub files_url: String,
}

/// The gateway. Cloning it is cheap.
#[derive(Clone)]
pub struct Gateway {
    inner: Arc<Inner>,
}

struct Inner {
    routes: Routes,
    portal: Option<Portal>,
    security: SecurityHeaders,
}

/// One request on its way through the gateway.
struct Arrival {
    request_id: String,
    peer: IpAddr,
    port: u16,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

impl Gateway {
    /// Puts the gateway in front of `routes`. Fails when two of them are the same or a path is malformed.
    pub fn new(routes: Vec<GatewayRoute>, options: &GatewayOptions) -> Result<Self> {
        let inner = Inner {
            routes: Routes::new(routes)?,
            portal: options.portal.as_deref().map(Portal::new),
            security: SecurityHeaders::new(&options.files_url)?,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Serves on a listener (see [`net::listen`]).
    pub fn serve(&self, listener: TcpListener) -> std::io::Result<Running> {
        let port = listener.local_addr()?.port();
        let router = Router::new().fallback(from_socket).with_state((self.clone(), port));
        net::serve(listener, router)
    }

    /// Answers a request without a socket, for tests. `path` may carry a query.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        headers: HeaderMap,
        body: impl Into<Bytes>,
    ) -> Response<Bytes> {
        let mut request = Request::new(Body::from(body.into()));
        *request.method_mut() = method;
        *request.headers_mut() = headers;
        request.headers_mut().entry(header::HOST).or_insert(HeaderValue::from_static("localhost"));
        let answer = match path.parse() {
            Ok(uri) => {
                *request.uri_mut() = uri;
                self.respond(request, IpAddr::V4(Ipv4Addr::LOCALHOST), 80).await
            }
            Err(_) => Response::builder().status(StatusCode::BAD_REQUEST).body(Body::empty()).unwrap_or_default(),
        };
        let (parts, body) = answer.into_parts();
        // Only files are streamed; one that fails half way is cut short, as it would be on a socket.
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        Response::from_parts(parts, body)
    }

    async fn respond(&self, request: Request<Body>, peer: IpAddr, port: u16) -> Response<Body> {
        let started = Instant::now();
        let (parts, body) = request.into_parts();
        let arrival = Arrival {
            request_id: Uuid::now_v7().to_string(),
            peer,
            port,
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
        };
        let mut answer = self.route(&arrival, body).await;
        self.inner.security.complete(answer.headers_mut());
        if arrival.method == Method::HEAD {
            answer = answer::without_body(answer);
        }
        tracing::debug!(
            method = %arrival.method,
            path = arrival.uri.path(),
            status = answer.status().as_u16(),
            micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        answer
    }

    async fn route(&self, arrival: &Arrival, body: Body) -> Response<Body> {
        let path = arrival.uri.path();
        if let Some(problem) = arrival.unreadable() {
            intake::discard(&arrival.headers, body).await;
            return problem.answer(arrival);
        }
        if !is_api(path) {
            intake::discard(&arrival.headers, body).await;
            return match &self.inner.portal {
                Some(portal) => portal.answer(arrival).await,
                None => Problem::route_not_found().answer(arrival),
            };
        }
        match self.inner.routes.find(&arrival.method, path) {
            RouteMatch::Route { route, parameters } => match intake::read(&arrival.headers, body).await {
                Ok(body) => run(arrival, route, &parameters, &body).await,
                Err(problem) => problem.answer(arrival),
            },
            RouteMatch::OtherMethods(allowed) => {
                intake::discard(&arrival.headers, body).await;
                if arrival.method == Method::OPTIONS {
                    answer::options(&allowed)
                } else {
                    Problem::method_not_allowed(arrival, &allowed)
                }
            }
            RouteMatch::Nothing => {
                intake::discard(&arrival.headers, body).await;
                Problem::route_not_found().answer(arrival)
            }
        }
    }
}

impl Arrival {
    /// Returns the problem if nothing behind the gateway could read this request.
    fn unreadable(&self) -> Option<Problem> {
        if self.uri.path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
            return Some(Problem::address_too_long());
        }
        (self.headers.get_all(header::HOST).iter().count() > 1).then(Problem::header_repeated)
    }
}

fn is_api(path: &str) -> bool {
    path == "/v1" || path.starts_with("/v1/")
}

async fn from_socket(
    State((gateway, port)): State<(Gateway, u16)>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response<Body> {
    gateway.respond(request, peer.ip(), port).await
}

/// Runs one endpoint on one request, as one invocation of its function.
async fn run(
    arrival: &Arrival,
    route: &GatewayRoute,
    parameters: &[(&'static str, String)],
    body: &Bytes,
) -> Response<Body> {
    let event = event::Event { arrival, route_path: route.path, route_method: &route.method, parameters, body };
    let json = match event.to_json() {
        Ok(json) => json,
        Err(problem) => return problem.answer(arrival),
    };
    let context = event::context(route.operation, ANSWER_WITHIN);
    let handler = Arc::clone(&route.handler);
    // A task of its own: like a function, it runs on when the client hangs up, and its panic stays its own.
    let invocation = tokio::spawn(async move {
        let request = event::read(&json, context)?;
        Ok::<_, serde_json::Error>(handler(request).await)
    });
    match tokio::time::timeout(ANSWER_WITHIN, invocation).await {
        Ok(Ok(Ok(response))) => answer::from_function(response).unwrap_or_else(|problem| problem.answer(arrival)),
        Ok(Ok(Err(error))) => {
            tracing::error!(request_id = arrival.request_id, %error, "the event could not be read");
            Problem::internal().answer(arrival)
        }
        Ok(Err(error)) => {
            tracing::error!(request_id = arrival.request_id, operation = route.operation, %error, "the endpoint failed");
            Problem::internal().answer(arrival)
        }
        Err(_) => {
            tracing::error!(request_id = arrival.request_id, operation = route.operation, "the endpoint took too long");
            Problem::timed_out().answer(arrival)
        }
    }
}
