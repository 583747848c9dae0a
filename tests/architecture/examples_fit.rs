//! Response examples that the API publishes: each answer that is a record or a page has one, and it fits its schema.

use crate::ports::root;
use serde_json::{Value, json};

/// Each answer of a named type: operation and status, its schema, and its example.
fn answers(document: &Value) -> Vec<(String, Value, Value)> {
    let mut found = Vec::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    for operation in paths.flat_map(|(_, path)| path.as_object().into_iter().flatten()).map(|(_, operation)| operation)
    {
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            for content in response["content"].as_object().into_iter().flatten().map(|(_, content)| content) {
                let at = format!("{} {status}", operation["operationId"].as_str().unwrap_or_default());
                found.push((at, content["schema"].clone(), content["example"].clone()));
            }
        }
    }
    found
}

#[test]
fn every_answer_has_an_example_that_fits() {
    let text = std::fs::read_to_string(root().join("openapi.json")).expect("openapi.json is there");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    let answers = answers(&document);
    assert!(answers.len() > 40, "only {} answers were found", answers.len());
    let mut faults = Vec::new();
    for (at, schema, example) in answers.iter().filter(|(_, schema, _)| schema["$ref"].is_string()) {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": document["components"],
            "allOf": [schema],
        });
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("it is a schema");
        faults.extend(validator.iter_errors(example).map(|error| format!("{at}{}: {error}", error.instance_path())));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
