//! Commands of an operator for tasks that nobody can do in the browser yet: keys, the first settings, and the
//! invitation of the first administrator. They write the domain's records through the same changes as the endpoints,
//! each with its touch. They also list accounts, products and people that are older than their lists.
//!
//! Copies of a deployment bypass the records: they contain the items as stored.
//!
//! Tasks of a signed-in person have an endpoint and are not here.

pub mod accounts;
pub mod backup;
pub mod command;
pub mod keys;
pub mod listing;
mod people;
mod settings;
pub mod setup;

pub use people::{Who, administrator};

use jiff::Timestamp;
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use std::sync::Arc;
use uuid::Uuid;

/// Act of the operator, who is not signed in.
pub fn act(action: Action) -> ActionContext {
    ActionContext {
        caller: Caller::system(),
        action,
        now: Timestamp::now(),
        request_id: "operator".into(),
        ids: IdGenerator(Arc::new(Uuid::now_v7)),
    }
}
