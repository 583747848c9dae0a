//! The list of routes, for people.

use crate::areas::Area;
use portico_http::Effect;
use std::fmt::Write;

const HEAD: &str = "\
# Routes

Made by `scripts/generate` from the ENDPOINTS tables. One binary serves one route.

What an effect asks for: *create* takes an `Idempotency-Key`; *change* wants `If-Match` and takes an `Idempotency-Key`;
*set* holds whatever was there before; *read* changes nothing.

| method | path | operation | binary | action | effect |
|---|---|---|---|---|---|
";

pub(crate) fn page(areas: &[Area]) -> String {
    let mut page = HEAD.to_owned();
    for endpoint in areas.iter().flat_map(|area| area.endpoints) {
        let effect = match endpoint.effect {
            Effect::Read => "read",
            Effect::Create => "create",
            Effect::Change => "change",
            Effect::Set => "set",
        };
        let public = if endpoint.public() { ", public" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| {} | `{}` | `{}` | `{}` | {:?} | {effect}{public} |",
            endpoint.method, endpoint.path, endpoint.operation, endpoint.binary, endpoint.action
        );
    }
    page
}
