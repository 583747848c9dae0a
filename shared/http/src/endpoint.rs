//! Static description of an endpoint: its row in the ENDPOINTS table of its area.

use futures::future::BoxFuture;
use http::Method;
use lambda_http::{Body, Request, Response};
use portico_domain::action::{Access, Action, rule};
use portico_domain::record::RecordKind;
use std::fmt;
use std::sync::Arc;

/// Effect of an endpoint on data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Changes nothing. Its touch is written in parallel with the read.
    Read,
    /// Makes something new; takes an `Idempotency-Key`.
    Create,
    /// Changes a record as the caller saw it; requires `If-Match` and takes an `Idempotency-Key`.
    Change,
    /// Sets something, whatever was there before.
    Set,
}

/// A row of the ENDPOINTS table.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Name of its constant in the library of its area: `OPEN_TICKET`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template: `/v1/tickets/{id}`.
    pub path: &'static str,
    /// Operation id: `open_ticket`.
    pub operation: &'static str,
    /// Name of the deployed binary: `tickets-open`.
    pub binary: &'static str,
    /// Action of the endpoint, for the policy and the ledger.
    pub action: Action,
    /// Effect of the endpoint on data.
    pub effect: Effect,
    /// Kind of record that `{id}` names.
    pub record: Option<RecordKind>,
    /// Module and name of its handler in the library of its area: `open::open_ticket`.
    pub handler: &'static str,
}

impl Endpoint {
    /// Whether the endpoint takes an `Idempotency-Key`.
    pub fn takes_key(&self) -> bool {
        matches!(self.effect, Effect::Create | Effect::Change)
    }

    /// Whether the endpoint answers without a sign-in.
    pub fn public(&self) -> bool {
        rule(self.action).access == Access::Public
    }
}

/// An endpoint that can be called.
#[derive(Clone)]
pub struct Route {
    /// Endpoint that the route serves.
    pub endpoint: &'static Endpoint,
    /// Answers one request.
    pub handler: Arc<dyn Fn(Request) -> BoxFuture<'static, Response<Body>> + Send + Sync>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// The ENDPOINTS table of an area, one row for each endpoint.
///
/// The rows become a constant for each binary, the table itself and the routes for a gateway in the same process. They
/// also become the area's OpenAPI `Documentation`. `scripts/generate` writes the binaries, their functions in
/// `template.yaml` and their events from the same rows.
///
/// A type that only a query parameter has is listed before the rows: `schemas(JobState);`.
#[macro_export]
macro_rules! endpoints {
    (schemas $schemas:tt; $($rows:tt)*) => { $crate::endpoints! { @rows $schemas $($rows)* } };
    ($name:ident: $($rows:tt)*) => { $crate::endpoints! { @rows () $name: $($rows)* } };
    (@record) => { None };
    (@record $record:ident) => { Some(portico_domain::record::RecordKind::$record) };
    (
        @rows ($($($schema:ident)::+),* $(,)?)
        $(
            $name:ident: $method:ident $path:literal $operation:literal $binary:literal
                $action:ident $effect:ident $($record:ident)? => $module:ident::$handler:ident;
        )*
    ) => {
        $(
            #[doc = concat!("`", stringify!($method), " ", $path, "`")]
            pub static $name: $crate::Endpoint = $crate::Endpoint {
                name: stringify!($name),
                method: $crate::endpoint::methods::$method,
                path: $path,
                operation: $operation,
                binary: $binary,
                action: portico_domain::action::Action::$action,
                effect: $crate::Effect::$effect,
                record: $crate::endpoints!(@record $($record)?),
                handler: concat!(stringify!($module), "::", stringify!($handler)),
            };
        )*

        /// The endpoints of this area.
        pub static ENDPOINTS: &[&$crate::Endpoint] = &[$(&$name),*];

        /// The endpoints of this area, to be called in this process.
        pub fn routes<S: portico_domain::ports::EveryPort>(store: &'static S) -> Vec<$crate::Route> {
            vec![$($crate::Route {
                endpoint: &$name,
                handler: std::sync::Arc::new(move |request| {
                    Box::pin($crate::serve(&$name, store, request, $module::$handler))
                }),
            }),*]
        }

        /// OpenAPI documentation of this area.
        #[derive(Debug, utoipa::OpenApi)]
        #[openapi(paths($($module::$handler),*), components(schemas($($($schema)::+),*)))]
        pub struct Documentation;
    };
}

/// HTTP methods under the names that the table uses.
pub mod methods {
    pub use self::names::*;
    mod names {
        #![allow(missing_docs, reason = "each is the method of its name")]
        use http::Method;
        pub const GET: Method = Method::GET;
        pub const POST: Method = Method::POST;
        pub const PUT: Method = Method::PUT;
        pub const PATCH: Method = Method::PATCH;
        pub const DELETE: Method = Method::DELETE;
    }
}
