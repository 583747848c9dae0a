//! What an operator does to a deployment by commands, because there is nobody yet who could do it in the browser: keys,
//! the first settings, the invitation of the first administrator. It writes the domain's records through the same changes as the endpoints,
//! each with its touch.
//!
//! Copies of everything are made past the records, as they are stored.
//!
//! What somebody who is signed in can do has an endpoint and is not here.

pub mod backup;
pub mod command;
pub mod keys;
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

/// An act of the operator: of nobody who is signed in.
pub fn act(action: Action) -> ActionContext {
    ActionContext {
        caller: Caller::system(),
        action,
        now: Timestamp::now(),
        request_id: "operator".into(),
        ids: IdGenerator(Arc::new(Uuid::now_v7)),
    }
}
