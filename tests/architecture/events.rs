//! The events are what API Gateway would send. Their frames follow from the rows (`contracts --check`).

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
        assert_eq!(*request.method(), row.endpoint.method, "{binary}");
        assert_eq!(request.raw_http_path(), json["rawPath"].as_str().unwrap_or_default(), "{binary}");
        let given = request.path_parameters();
        for name in row.endpoint.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            assert!(given.first(name).is_some(), "{binary}: no path parameter {name}");
        }
        if let Some(body) = json["body"].as_str() {
            serde_json::from_str::<Value>(body).unwrap_or_else(|error| panic!("{binary}: its body: {error}"));
        }
    }
}

/// No event contains a token: the person who invokes a function signs in for it.
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
