//! Input of a request: path, query and body.

use crate::json;
use crate::schema::InputSchema;
use portico_domain::error::{Error, FieldError};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;

/// Largest body that an endpoint reads, in bytes.
pub const LARGEST_BODY: usize = 256 * 1024;

/// The parts of a request that hold input.
#[derive(Debug, Default)]
pub struct Parts {
    /// Path parameters, decoded.
    pub path: HashMap<String, String>,
    /// Query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Parts {
    /// Refuses a query parameter that is given twice.
    pub(crate) fn once(&self) -> Result<(), Error> {
        let mut seen = HashSet::new();
        if self.query.iter().all(|(name, _)| seen.insert(name)) {
            return Ok(());
        }
        let detail = "A parameter is given twice in the address. Give each once.".into();
        Err(Error::Malformed { code: "parameter_repeated", detail })
    }
}

/// Input of a handler: a query or a body.
pub trait Input: Sized + Send + 'static {
    /// Reads the input and checks it.
    fn read(parts: &Parts) -> Result<Self, Error>;
}

impl Input for () {
    fn read(parts: &Parts) -> Result<Self, Error> {
        let mut errors: Vec<FieldError> = parts.query.iter().map(|(name, _)| unknown(name.clone())).collect();
        if !parts.body.is_empty() {
            let Value::Object(fields) = body(parts)? else {
                return Err(Error::field("", "wrong_type", "This takes no input; send nothing, or {}."));
            };
            errors.extend(fields.keys().map(|name| unknown(format!("/{}", json::escape(name)))));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Input(errors)) }
    }
}

fn unknown(pointer: String) -> FieldError {
    FieldError::new(pointer, "unknown_field", "There is no such field.")
}

/// Whether a media type is `application/json`, whatever its parameters.
fn is_json(kind: &str) -> bool {
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn body(parts: &Parts) -> Result<Value, Error> {
    if parts.body.len() > LARGEST_BODY {
        return Err(Error::TooLarge);
    }
    let json = parts.body.is_empty() || parts.content_type.as_deref().is_some_and(is_json);
    if !json {
        let detail = "Send JSON, with Content-Type: application/json.".into();
        return Err(Error::Malformed { code: "json_expected", detail });
    }
    let text = if parts.body.is_empty() { b"{}".as_slice() } else { &parts.body };
    let (value, repeated) = json::read(text).map_err(|error| Error::Malformed {
        code: "json_invalid",
        detail: format!("The body is not JSON: line {}, column {}.", error.line(), error.column()),
    })?;
    if repeated.is_empty() { Ok(value) } else { Err(Error::Input(repeated)) }
}

/// A JSON body.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static> Input for Body<T> {
    fn read(parts: &Parts) -> Result<Self, Error> {
        typed(body(parts)?, InputSchema::check).map(Self)
    }
}

/// Query parameters.
#[derive(Clone, Debug)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static> Input for Params<T> {
    fn read(parts: &Parts) -> Result<Self, Error> {
        let value = InputSchema::of::<T>().coerce(parts.query.iter().cloned());
        typed(value, InputSchema::check_parameters).map(Self).map_err(|failure| match failure {
            // Parameters are named as such, not as pointers into a body.
            Error::Input(errors) => Error::Input(
                errors
                    .into_iter()
                    .map(|error| FieldError { pointer: error.pointer.trim_start_matches('/').to_owned(), ..error })
                    .collect(),
            ),
            other => other,
        })
    }
}

fn typed<T: DeserializeOwned + ToSchema + 'static>(
    mut value: Value,
    check: fn(&InputSchema, &mut Value) -> Vec<FieldError>,
) -> Result<T, Error> {
    let errors = check(&InputSchema::of::<T>(), &mut value);
    if !errors.is_empty() {
        return Err(Error::Input(errors));
    }
    // The schema is made from the same type, so this can fail only where serde knows more than the schema says.
    serde_json::from_value(value).map_err(|error| {
        tracing::warn!(cause = %error, "input that fits its schema was not understood");
        Error::field("", "wrong_type", "This cannot be understood.")
    })
}
