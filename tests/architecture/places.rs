//! An endpoint is in all of its places, and says the same in each: its row, its binary, its stanza, its event, and the
//! OpenAPI document, which is generated.

use crate::ports::{UNROUTED, by_binary, root};
use crate::rows::{AREAS, rows};
use crate::template::{functions, logical_id};
use std::collections::{BTreeMap, BTreeSet};

const ROW: &str = "the ENDPOINTS row in functions/<area>/src/lib.rs";
const BINARY: &str = "functions/<area>/src/bin/<binary>.rs";
const STANZA: &str = "the stanza in template.yaml";
const EVENT: &str = "events/<binary>.json";
const DOCUMENT: &str = "openapi.json (run scripts/generate)";

/// Whether a binary is that of an endpoint.
fn routed(binary: &String) -> bool {
    UNROUTED.iter().all(|unrouted| unrouted.binary != binary)
}

fn names_in(folder: &str, extension: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join(folder)).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let named = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    named.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

/// Method and path of each operation of the document, with its id.
fn documented() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join("openapi.json")).expect("openapi.json is there");
    let document: serde_json::Value = serde_json::from_str(&text).expect("openapi.json is JSON");
    let paths = document["paths"].as_object().expect("it has paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("a path has operations").iter();
        methods.map(move |(method, operation)| {
            (
                format!("{} {path}", method.to_uppercase()),
                operation["operationId"].as_str().unwrap_or_default().to_owned(),
            )
        })
    });
    operations.collect()
}

#[test]
fn every_endpoint_is_in_all_its_places() {
    let rows = rows();
    let by_route: BTreeMap<String, &str> = rows.iter().map(|row| (row.route(), row.endpoint.binary)).collect();
    let binaries = AREAS.iter().flat_map(|area| names_in(&format!("functions/{area}/src/bin"), "rs"));
    let stanzas = functions().into_iter().map(|function| function.binary);
    let document = documented().into_keys().map(|route| by_route.get(&route).map_or(route, |name| (*name).to_owned()));
    let places: [(&str, BTreeSet<String>); 5] = [
        (ROW, rows.iter().map(|row| row.endpoint.binary.to_owned()).collect()),
        (BINARY, binaries.filter(routed).collect()),
        (STANZA, stanzas.filter(routed).collect()),
        (EVENT, names_in("events", "json").into_iter().filter(routed).collect()),
        (DOCUMENT, document.collect()),
    ];
    let all: BTreeSet<&String> = places.iter().flat_map(|(_, names)| names).collect();
    let missing: Vec<String> = all
        .into_iter()
        .flat_map(|name| {
            let lacking = places.iter().filter(|(_, names)| !names.contains(name));
            lacking.map(move |(place, _)| format!("{name} is not in {place}"))
        })
        .collect();
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn every_place_says_the_same_route() {
    let documented = documented();
    let functions: BTreeMap<String, _> =
        functions().into_iter().map(|function| (function.binary.clone(), function)).collect();
    for row in rows() {
        let (binary, route) = (row.endpoint.binary, row.route());
        let function = &functions[binary];
        assert_eq!(function.routes, std::slice::from_ref(&route), "{binary} in template.yaml");
        assert_eq!(function.id, logical_id(binary), "{binary} in template.yaml");
        assert_eq!(function.log.to_lowercase(), row.area, "{binary} in template.yaml logs to another area");
        assert_eq!(documented[&route], row.endpoint.operation, "{route} in openapi.json");
    }
}

/// What a binary is: nothing but the row, the parts that its handler's ports need, and the handler.
#[test]
fn a_binary_joins_its_row_parts_and_handler() {
    let handlers = by_binary().expect("the signatures can be read");
    for row in rows() {
        let source = std::fs::read_to_string(row.source()).expect("the binary is there");
        let (constant, handler) = row.written();
        let library = format!("portico_{}", row.area);
        let squeezed: String = source.split_whitespace().collect();
        let named: Vec<&str> = handlers[row.endpoint.binary].names().collect();
        let part = |port: &str, part: &'static str| if named.contains(&port) { part } else { "()" };
        let mut parts = vec![
            part("FileStore", "S3"),
            if named.contains(&"SearchWriter") { "IndexWriter" } else { part("SearchReader", "IndexReader") },
            part("Mailer", "Ses"),
            part("SigningKey", "Secrets"),
        ];
        while parts.last() == Some(&"()") {
            parts.pop();
        }
        let parts = if parts.is_empty() { "<Aws>".into() } else { format!("Aws::<{}>", parts.join(",")) };
        let call = format!("portico_http::lambda::run(&{library}::{constant},{parts}::from_env,{library}::{handler}");
        assert!(
            squeezed.contains(&call),
            "{} should call run(&{library}::{constant}, {parts}::from_env, {library}::{handler})",
            row.source().display()
        );
        assert!(
            source.lines().filter(|line| !line.trim().is_empty()).count() <= 12,
            "{} does more than that",
            row.source().display()
        );
    }
}
