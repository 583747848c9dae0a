//! What is known of an endpoint before any request: its row in the ENDPOINTS table of its area.

use futures::future::BoxFuture;
use http::Method;
use lambda_http::{Body, Request, Response};
use portico_domain::action::{Access, Action, rule};
use portico_domain::record::RecordKind;
use std::fmt;
use std::sync::Arc;

/// What an endpoint does to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing. Its touch is written beside the read.
    Read,
    /// Makes something new; takes an `Idempotency-Key`.
    Create,
    /// Changes a record as the caller saw it; wants `If-Match` and takes an `Idempotency-Key`.
    Change,
    /// Sets something whatever was there before.
    Set,
}

/// A row of the ENDPOINTS table.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Method.
    pub method: Method,
    /// Path template: `/v1/tickets/{id}`.
    pub path: &'static str,
    /// Operation id: `open_ticket`.
    pub operation: &'static str,
    /// Name of the deployed binary: `tickets-open`.
    pub binary: &'static str,
    /// What it does, for the policy and the ledger.
    pub action: Action,
    /// What it does to the world.
    pub effect: Effect,
    /// What kind of record `{id}` names.
    pub record: Option<RecordKind>,
}

impl Endpoint {
    /// Whether it answers without a sign-in.
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

/// The ENDPOINTS table of an area: one row for each endpoint, from which follow a constant for its binary, the table
/// itself, and the routes for a gateway in the same process.
#[macro_export]
macro_rules! endpoints {
    ($($name:ident: $method:ident $path:literal $operation:literal $binary:literal $action:ident $effect:ident $($record:ident)? => $($handler:ident)::+;)*) => {
        $(
            #[doc = concat!("`", stringify!($method), " ", $path, "`")]
            pub static $name: $crate::Endpoint = $crate::Endpoint {
                method: $crate::endpoint::methods::$method,
                path: $path,
                operation: $operation,
                binary: $binary,
                action: portico_domain::action::Action::$action,
                effect: $crate::Effect::$effect,
                record: $crate::endpoints!(@record $($record)?),
            };
        )*

        /// The endpoints of this area.
        pub static ENDPOINTS: &[&$crate::Endpoint] = &[$(&$name),*];

        /// The endpoints of this area, to be called in this process.
        pub fn routes<S: portico_domain::ports::EveryPort>(store: &'static S) -> Vec<$crate::Route> {
            vec![$($crate::Route {
                endpoint: &$name,
                handler: std::sync::Arc::new(move |request| Box::pin($crate::serve(&$name, store, request, $($handler)::+))),
            }),*]
        }
    };
    (@record) => { None };
    (@record $record:ident) => { Some(portico_domain::record::RecordKind::$record) };
}

/// Methods under the names the table uses.
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
