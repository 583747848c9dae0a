//! The events are what API Gateway would send, and lead to the binary they are named after.

use crate::ports::root;
use crate::rows::rows;
use lambda_http::RequestExt as _;
use lambda_http::request::RequestContext;
use serde_json::Value;

fn event(binary: &str) -> (String, Value) {
    let path = root().join(format!("events/{binary}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (text, json)
}

#[test]
fn every_event_is_read_as_a_function_would() {
    for row in rows() {
        let binary = row.endpoint.binary;
        let (text, json) = event(binary);
        let request = lambda_http::request::from_str(&text).unwrap_or_else(|error| panic!("{binary}: {error}"));
        let Some(RequestContext::ApiGatewayV2(context)) = request.request_context_ref() else {
            panic!("{binary}: not an event of an HTTP API, payload 2.0")
        };
        assert_eq!(context.route_key.as_deref(), Some(row.route().as_str()), "{binary}");
        assert_eq!(json["routeKey"], row.route(), "{binary}");
        assert_eq!(*request.method(), row.endpoint.method, "{binary}");
        assert_eq!(context.http.path.as_deref(), json["rawPath"].as_str(), "{binary}");
        let given = request.path_parameters();
        let raw = row.endpoint.path.split('/').map(|part| {
            let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            name.map_or(part, |name| given.first(name).unwrap_or_else(|| panic!("{binary}: no path parameter {name}")))
        });
        assert_eq!(json["rawPath"], raw.collect::<Vec<_>>().join("/"), "{binary}");
        let query = json["rawQueryString"].as_str().unwrap_or_else(|| panic!("{binary}: no rawQueryString"));
        let parsed: Value = url::form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let named =
            json.get("queryStringParameters").cloned().unwrap_or_else(|| Value::Object(serde_json::Map::default()));
        assert_eq!(parsed, named, "{binary}");
        if let Some(body) = json["body"].as_str() {
            serde_json::from_str::<Value>(body).unwrap_or_else(|error| panic!("{binary}: its body: {error}"));
        }
    }
}

/// Whoever invokes a function signs in for it: no token is kept in an event.
#[test]
fn events_leave_their_tokens_open() {
    for row in rows() {
        let (_, json) = event(row.endpoint.binary);
        let token = json["headers"]["authorization"].as_str();
        if row.endpoint.public() {
            assert_eq!(token, None, "{}", row.endpoint.binary);
        } else {
            let open = token.is_some_and(|token| token.starts_with("Bearer ${token:"));
            assert!(open, "{} has the authorization {token:?}", row.endpoint.binary);
        }
    }
}
