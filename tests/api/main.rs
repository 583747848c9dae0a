//! The API as clients meet it: the main job step by step, who may do what, what is refused and how, sessions, side effects,
//! and what a call costs in round trips. Every answer is also held to the OpenAPI document, by the client itself.

#![allow(missing_docs, clippy::unwrap_used)]

mod articles;
mod canned_replies;
mod desk;
mod drafts;
mod faces;
mod feedback;
mod hats;
mod input;
mod invitations;
mod jobs;
mod journey;
mod later;
mod matrix;
mod matrix_requests;
mod outages;
mod rate_limits;
mod rates;
mod rotation;
mod round_trips;
mod routing;
mod scenario;
mod sessions;
mod settings;
mod setup;
mod snapshots;
mod tells;
