//! The contracts of the ports, kept by every adapter on every engine.

#![allow(clippy::unwrap_used)]

mod dynamo;
mod files;
mod mail;
mod search;
mod ticket_search;
