//! Tests of the API as clients meet it. Each area of functions has a folder with the tests of its endpoints and the
//! requests by which the access matrix calls them. Tests across areas are next to the folders: permissions, refusals,
//! and round trips of a call. The client also holds every answer to the OpenAPI document.

#![allow(missing_docs, clippy::unwrap_used)]

mod accounts;
mod auth;
mod faces;
mod files;
mod hats;
mod imports;
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
mod viewing;
