//! Running one endpoint, or one function without a route, as a Lambda function.

use crate::call::{Call, HandlerResult, set_sealing_key};
use crate::endpoint::Endpoint;
use crate::input::Input;
use crate::log::Lines;
use crate::proxy::TrustedProxy;
use crate::serve;
use futures::future::BoxFuture;
pub use lambda_http::Error;
use lambda_http::{Body, LambdaEvent, Request, Response, lambda_runtime, service_fn};
use portico_domain::fault::chain;
use portico_domain::ids::PathInput;
use portico_domain::ports::RequestStore;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Serves `endpoint` with `handler` until Lambda ends the process. `store` is made once, before the first request.
///
/// # Errors
/// Fails if the configuration is missing or wrong; Lambda shows the text in its log.
pub fn run<S, E, P, I, V, F, Fut>(
    endpoint: &'static Endpoint,
    store: impl FnOnce() -> Result<S, E> + 'static,
    handler: F,
) -> Result<(), Error>
where
    S: RequestStore + Send + Sync + 'static,
    E: std::fmt::Display,
    P: PathInput + 'static,
    I: Input + 'static,
    V: Serialize + 'static,
    F: Fn(&'static S, Call<P, I>) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = HandlerResult<V>> + Send + 'static,
{
    log_as_json();
    let key = std::env::var("PORTICO_SEALING_KEY").map_err(|_| "PORTICO_SEALING_KEY is not set")?;
    set_sealing_key(&key).map_err(|failure| format!("PORTICO_SEALING_KEY: {failure}"))?;
    poll(Box::new(move || {
        let store: &'static S = Box::leak(Box::new(store().map_err(|error| error.to_string())?));
        Ok(Box::new(move |request| Box::pin(serve(endpoint, store, request, handler))))
    }))
}

/// Handler of requests, boxed so that its type is the same for every endpoint.
type Serving = Box<dyn Fn(Request) -> BoxFuture<'static, Response<Body>> + Send + Sync>;

/// Takes requests from Lambda, after `serving` has been made within the runtime. It is the same for every endpoint, so
/// the code it calls is compiled once, here, and not in each of their binaries.
fn poll(serving: Box<dyn FnOnce() -> Result<Serving, Error>>) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let serving = Arc::new(serving()?);
        let proxy = TrustedProxy::cloudfront(&std::env::var("PORTICO_ORIGIN_SECRET").unwrap_or_default());
        lambda_http::run(service_fn(move |mut request: Request| {
            request.extensions_mut().insert(proxy.clone());
            let answer = serving(request);
            async move { Ok::<Response<Body>, Error>(answer.await) }
        }))
        .await
    })
}

/// Runs `handler` on the events of a function without a route, until Lambda ends the process. `store` is made once,
/// before the first event. A failure is logged and returned to Lambda, which reports it to the sender of the event.
///
/// # Errors
/// Fails if the configuration is missing or wrong; Lambda shows the text in its log.
pub fn run_on_events<S, E, I, F, Fut>(store: impl FnOnce() -> Result<S, E>, handler: F) -> Result<(), Error>
where
    S: Send + Sync + 'static,
    E: std::fmt::Display,
    I: DeserializeOwned + Send + 'static,
    F: Fn(&'static S, I) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<(), portico_domain::error::Error>> + Send + 'static,
{
    log_as_json();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let store: &'static S = Box::leak(Box::new(store().map_err(|error| error.to_string())?));
        lambda_runtime::run(service_fn(move |event: LambdaEvent<I>| async move {
            handler(store, event.payload).await.map_err(|failure| {
                tracing::error!(request_id = event.context.request_id, cause = %chain(&failure), "an event was not followed");
                Error::from(failure.to_string())
            })
        }))
        .await
    })
}

/// Writes the log as one JSON object a line, to the output that Lambda reads.
pub fn log_as_json() {
    let level = std::env::var("PORTICO_LOG").ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    let lines = Lines::with_metrics_of(std::env::var("PORTICO_METRICS").ok());
    // Lines are of events. Code that opens spans, as the SDK does around each call, learns that nobody listens.
    let events =
        filter_fn(move |metadata| metadata.is_event() && *metadata.level() <= level).with_max_level_hint(level);
    let lines = tracing_subscriber::fmt::layer().event_format(lines);
    // A second call, as in tests, leaves the first subscriber in place.
    let _ = tracing_subscriber::registry().with(events).with(lines).try_init();
}
