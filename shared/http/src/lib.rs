//! The edge: what every endpoint has in common between API Gateway and its handler. [`serve`] does what is the same
//! everywhere; a handler gets a [`Call`] and gives a [`HandlerResult`]. Types of `lambda_http` stay in here.

pub mod call;
pub mod cursor;
pub mod endpoint;
pub mod hash;
pub mod headers;
pub mod input;
pub mod json;
pub mod lambda;
pub mod log;
pub mod paging;
pub mod problem;
pub mod proxy;
pub mod retry;
pub mod schema;
pub mod sealing;
pub mod serve;
pub mod token;

pub use call::{Call, EarlyResponse, HandlerResult, List, Reply, accepted, created, no_content, ok, see_other};
pub use endpoint::{Effect, Endpoint, Route};
pub use input::{Body, Params};
pub use paging::{PageParams, PageQuery, Paged};
pub use problem::Problem;
pub use proxy::TrustedProxy;
pub use serve::serve;
