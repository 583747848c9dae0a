//! The edge: what every endpoint has in common between API Gateway and its handler. [`serve`] does what is the same
//! everywhere; a handler gets a [`Call`] and gives an [`Answer`]. Types of `lambda_http` stay in here.

pub mod call;
pub mod cursor;
pub mod endpoint;
pub mod front;
pub mod hash;
pub mod headers;
pub mod input;
pub mod json;
pub mod lambda;
pub mod log;
pub mod problem;
pub mod schema;
pub mod serve;
pub mod token;

pub use call::{Answer, Call, Done, List, Stop, accepted, created, deleted, elsewhere, ok};
pub use endpoint::{Effect, Endpoint, Route};
pub use front::Front;
pub use input::{Body, PageParams, Params};
pub use problem::Problem;
pub use serve::serve;
