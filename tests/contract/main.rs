//! The contracts of the ports, kept by every adapter on every engine.

#![allow(clippy::unwrap_used)]

mod dynamo;
mod search;
