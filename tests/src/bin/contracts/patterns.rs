//! The patterns of texts in the document. They say what the edge enforces of every text, which no single field repeats.

use portico_http::schema::{CURSOR_PATTERN, LANGUAGE_PATTERN, LINE_PATTERN, ONE_LINE, TEXT_PATTERN, TIME_ZONE_PATTERN};
use std::collections::BTreeSet;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, SchemaType};
use utoipa::openapi::{Components, Object, Paths, RefOr, Schema, Type};

/// Adds the patterns to whatever is sent: parameters, and schemas that a request body leads to.
pub(crate) fn add(paths: &mut Paths, components: &mut Components) {
    let mut sent = BTreeSet::new();
    for item in paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter {
                    of_parameter(parameter);
                }
            }
            bodies(operation, &mut |schema| collect(schema, components, &mut sent));
        }
    }
    for name in sent {
        if let Some(schema) = components.schemas.get_mut(&name) {
            of_schema(&name, schema);
        }
    }
}

fn bodies(operation: &Operation, each: &mut impl FnMut(&RefOr<Schema>)) {
    let Some(RefOr::T(body)) = &operation.request_body else { return };
    for content in body.content.values() {
        if let RefOr::T(content) = content
            && let Some(schema) = &content.schema
        {
            each(schema);
        }
    }
}

/// The names of the schemas that one leads to.
fn collect(schema: &RefOr<Schema>, components: &Components, names: &mut BTreeSet<String>) {
    match schema {
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default().to_owned();
            if let Some(found) = components.schemas.get(&name).filter(|_| names.insert(name)) {
                collect(found, components, names);
            }
        }
        RefOr::T(Schema::Object(object)) => {
            object.properties.values().for_each(|property| collect(property, components, names));
        }
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(items) = &array.items {
                collect(items, components, names);
            }
        }
        RefOr::T(Schema::OneOf(one)) => one.items.iter().for_each(|item| collect(item, components, names)),
        RefOr::T(Schema::AnyOf(any)) => any.items.iter().for_each(|item| collect(item, components, names)),
        RefOr::T(Schema::AllOf(all)) => all.items.iter().for_each(|item| collect(item, components, names)),
        RefOr::T(_) => {}
    }
}

fn of_parameter(parameter: &mut Parameter) {
    let name = parameter.name.clone();
    if parameter.parameter_in != ParameterIn::Query {
        return;
    }
    if let Some(schema) = &mut parameter.schema {
        of_schema(&name, schema);
    }
}

fn of_schema(name: &str, schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            of_text(name, object);
            object.properties.iter_mut().for_each(|(name, property)| of_schema(name, property));
            if let Some(AdditionalProperties::RefOr(more)) = object.additional_properties.as_deref_mut() {
                of_schema("", more);
            }
        }
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                of_schema("", items);
            }
        }
        RefOr::T(Schema::OneOf(one)) => one.items.iter_mut().for_each(|item| of_schema("", item)),
        _ => {}
    }
}

fn of_text(name: &str, object: &mut Object) {
    let text = match &object.schema_type {
        SchemaType::Type(kind) => *kind == Type::String,
        SchemaType::Array(kinds) => kinds.contains(&Type::String),
        SchemaType::AnyValue => false,
    };
    if !text || object.format.is_some() || object.enum_values.is_some() {
        return;
    }
    let one_line = object.pattern.as_deref() == Some(ONE_LINE);
    let pattern = match name {
        "locale" | "language" => LANGUAGE_PATTERN,
        "time_zone" => TIME_ZONE_PATTERN,
        "cursor" => CURSOR_PATTERN,
        _ if one_line => LINE_PATTERN,
        _ => TEXT_PATTERN,
    };
    object.pattern = Some(pattern.into());
}
