//! Tests that hand-written files agree with the rows: template.yaml may have functions outside of its generated part,
//! and folders may have files of their own. `contracts --check` holds the generated files to the rows.

use crate::ports::{UNROUTED, root};
use crate::rows::{area_names, rows};
use crate::template::{at, functions, read, resources, text};
use std::collections::{BTreeMap, BTreeSet};

/// The binaries that there should be: those of the rows with their route, and those without a route.
fn wanted() -> BTreeMap<String, Option<String>> {
    let routed = rows().into_iter().map(|row| (row.endpoint.binary.to_owned(), Some(row.route())));
    routed.chain(UNROUTED.iter().map(|unrouted| (unrouted.binary.to_owned(), None))).collect()
}

fn names_in(folder: &str, extension: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let named = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    named.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

#[test]
fn every_binary_is_one_function_with_its_own_route_and_the_log_of_its_area() {
    let mut wanted = wanted();
    for function in functions() {
        let route = wanted.remove(&function.binary);
        let route = route.unwrap_or_else(|| panic!("{} runs {}, of no row or twice", function.id, function.binary));
        assert_eq!(function.routes, Vec::from_iter(route), "{}", function.id);
        let area = function.binary.split('-').next().unwrap_or_default();
        assert_eq!(function.log.to_lowercase(), area, "{} logs to another area", function.id);
    }
    assert!(wanted.is_empty(), "template.yaml has no function for {wanted:?}");
}

#[test]
fn every_binary_is_of_a_row_or_of_a_function_without_a_route() {
    let binaries = area_names().into_iter().flat_map(|area| names_in(&format!("functions/{area}/src/bin"), "rs"));
    let mut found: Vec<String> = binaries.collect();
    found.sort();
    assert_eq!(found, wanted().into_keys().collect::<Vec<_>>(), "name those without a route in UNROUTED");
}

#[test]
fn every_event_is_for_a_binary() {
    let wanted = wanted();
    for name in names_in("events", "json") {
        assert!(wanted.contains_key(&name), "events/{name}.json is for no binary");
    }
}

/// The outputs of nested stacks that template.yaml asks for: stack and output.
fn outputs_asked_for() -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string(root().join("template.yaml")).expect("template.yaml is there");
    let pieces: Vec<&str> = text.split(".Outputs.").collect();
    let letters = |char: char| char.is_ascii_alphanumeric();
    let pairs = pieces.windows(2).map(|pair| {
        let stack = pair[0].rsplit(|char| !letters(char)).next().unwrap_or_default();
        let output = pair[1].split(|char| !letters(char)).next().unwrap_or_default();
        (stack.to_owned(), output.to_owned())
    });
    pairs.collect()
}

#[test]
fn every_output_that_the_template_asks_for_is_there() {
    let template = read("template.yaml");
    let stacks = resources(&template);
    let asked = outputs_asked_for();
    assert!(asked.len() > 50, "only {} outputs were found", asked.len());
    for (stack, output) in asked {
        let nested = stacks.get(stack.as_str()).and_then(|resource| text(resource, &["Properties", "TemplateURL"]));
        let nested = nested.unwrap_or_else(|| panic!("template.yaml has no stack {stack}"));
        let found = read(nested);
        assert!(at(&found, &["Outputs", &output]).is_some(), "{nested} has no output {output}");
    }
}
