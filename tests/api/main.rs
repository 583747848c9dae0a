//! The API as clients meet it. Each area of functions has a folder with the tests of its endpoints and the requests by which
//! the access matrix calls them. Tests across areas are next to the folders: who may do what, what is refused and how, and
//! what a call costs in round trips. Every answer is also held to the OpenAPI document, by the client itself.

#![allow(missing_docs, clippy::unwrap_used)]

mod accounts;
mod auth;
mod faces;
mod files;
mod hats;
mod input;
mod jobs;
mod knowledge;
mod matrix;
mod matrix_fixtures;
mod outages;
mod people;
mod profile;
mod rates;
mod round_trips;
mod routing;
mod scenario;
mod settings;
mod setup;
mod tells;
mod tickets;
mod touches;
