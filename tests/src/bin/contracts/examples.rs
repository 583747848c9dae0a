//! Examples of a schema of the OpenAPI document: values of its shape, for an event that nobody has filled in yet.

use serde_json::{Map, Value, json};

/// An example with the required fields of the schema.
pub(crate) fn of(schema: &Value, document: &Value) -> Value {
    named("text", schema, document)
}

/// An example of a field. A text without a format is its field's name.
fn named(name: &str, schema: &Value, document: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return document.pointer(pointer).map_or(Value::Null, |schema| named(name, schema, document));
    }
    for given in [&schema["example"], &schema["const"], &schema["enum"][0], &schema["default"]] {
        if !given.is_null() {
            return given.clone();
        }
    }
    for choice in ["oneOf", "anyOf"] {
        let options = schema[choice].as_array().into_iter().flatten();
        if let Some(option) = options.into_iter().find(|option| option["type"] != "null") {
            return named(name, option, document);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let fields = parts.iter().map(|part| named(name, part, document)).filter_map(|part| match part {
            Value::Object(fields) => Some(fields),
            _ => None,
        });
        return fields.flatten().collect::<Map<_, _>>().into();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match (kind, schema["format"].as_str()) {
        (Some("object"), _) => object(schema, document),
        (Some("array"), _) => {
            let least = schema["minItems"].as_u64().unwrap_or(0);
            (0..least).map(|_| named(name, &schema["items"], document)).collect()
        }
        (Some("boolean"), _) => json!(false),
        (Some("integer" | "number"), _) => {
            if schema["minimum"].is_null() {
                json!(1)
            } else {
                schema["minimum"].clone()
            }
        }
        (_, Some("uuid")) => json!("${uuid}"),
        (_, Some("date-time")) => json!("${in_days:7}"),
        (_, Some("email")) => json!("recipient@example.com"),
        _ => json!(name),
    }
}

fn object(schema: &Value, document: &Value) -> Value {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let fields = required.map(|name| (name.to_owned(), named(name, &schema["properties"][name], document)));
    fields.collect::<Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_has_the_required_fields_in_their_shapes() {
        let document = json!({"components": {"schemas": {
            "Severity": {"type": "string", "enum": ["high", "low"]},
            "Open": {
                "type": "object",
                "required": ["severity", "product_id", "until", "synopsis", "uploads", "serials", "count"],
                "properties": {
                    "severity": {"$ref": "#/components/schemas/Severity"},
                    "product_id": {"type": "string", "format": "uuid"},
                    "until": {"oneOf": [{"type": "null"}, {"type": "string", "format": "date-time"}]},
                    "synopsis": {"type": "string"},
                    "uploads": {"type": "array", "items": {"type": "string"}},
                    "serials": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                    "count": {"type": ["integer", "null"], "minimum": 2},
                    "note": {"type": "string"},
                },
            },
        }}});
        let example = of(&json!({"$ref": "#/components/schemas/Open"}), &document);
        let wanted = json!({
            "severity": "high",
            "product_id": "${uuid}",
            "until": "${in_days:7}",
            "synopsis": "synopsis",
            "uploads": [],
            "serials": ["serials"],
            "count": 2,
        });
        assert_eq!(example, wanted);
    }
}
