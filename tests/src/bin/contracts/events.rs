//! The event of each endpoint in `events/`: what API Gateway would send, payload 2.0.
//!
//! The row decides the frame. The example in it is filled in by hand and kept: path parameters, query, login, cookies,
//! further headers, and body. A new event starts with an example from the policy, the other events and the schema.

use crate::areas::Area;
use crate::examples;
use crate::generated::{Generated, read};
use anyhow::Context;
use portico_domain::action::rule;
use portico_domain::hats::{ALL_HATS, HatKind, Role};
use portico_http::{Effect, Endpoint};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const FOLDER: &str = "events";

/// Text that every event of a route has, and no other.
const MARK: &str = "\"routeKey\"";

const HOST: &str = "portal.xyz.example";
const AGENT: &str = "portico-invoke";
const ADDRESS: &str = "192.0.2.17";

/// Names and values, in their order.
type Pairs = Vec<(String, String)>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    version: &'a str,
    route_key: &'a str,
    raw_path: &'a str,
    raw_query_string: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cookies: Option<&'a Value>,
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_object")]
    query_string_parameters: Pairs,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "as_object")]
    path_parameters: &'a [(String, String)],
    request_context: RequestContext<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(rename = "isBase64Encoded")]
    base64: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext<'a> {
    account_id: &'a str,
    api_id: &'a str,
    domain_name: &'a str,
    domain_prefix: &'a str,
    http: Http<'a>,
    request_id: String,
    route_key: &'a str,
    stage: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Http<'a> {
    method: &'a str,
    path: &'a str,
    protocol: &'a str,
    source_ip: &'a str,
    user_agent: &'a str,
}

fn as_object<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// Adds the events of all areas. `document` is the OpenAPI document.
pub(crate) fn add(generated: &mut Generated, areas: &[Area], document: &Value, root: &Path) -> anyhow::Result<()> {
    let endpoints: Vec<&Endpoint> = areas.iter().flat_map(|area| area.endpoints).copied().collect();
    let mut committed = BTreeMap::new();
    for endpoint in &endpoints {
        let path = file(endpoint);
        if root.join(&path).exists() {
            let event = serde_json::from_str(&read(root, &path)?).with_context(|| path.clone())?;
            committed.insert(endpoint.binary, event);
        }
    }
    let events = Events { endpoints: &endpoints, committed, document };
    for endpoint in &endpoints {
        generated.file(file(endpoint), events.event(endpoint)?);
    }
    generated.remove_others(root, FOLDER, MARK)
}

fn file(endpoint: &Endpoint) -> String {
    format!("{FOLDER}/{}.json", endpoint.binary)
}

/// The events as they are, from which new ones are made.
struct Events<'a> {
    endpoints: &'a [&'a Endpoint],
    committed: BTreeMap<&'a str, Value>,
    document: &'a Value,
}

impl Events<'_> {
    fn event(&self, endpoint: &Endpoint) -> anyhow::Result<String> {
        let route = format!("{} {}", endpoint.method, endpoint.path);
        let committed = self.committed.get(endpoint.binary).unwrap_or(&Value::Null);
        let parameters = self.path_parameters(endpoint);
        let path = filled(endpoint.path, &parameters);
        let query = committed["rawQueryString"].as_str().unwrap_or_default();
        let event = Event {
            version: "2.0",
            route_key: &route,
            raw_path: &path,
            raw_query_string: query,
            cookies: Some(&committed["cookies"]).filter(|cookies| !cookies.is_null()),
            headers: self.headers(endpoint, &parameters),
            query_string_parameters: query_parameters(query),
            path_parameters: &parameters,
            request_context: RequestContext {
                account_id: "000000000000",
                api_id: "portico",
                domain_name: HOST,
                domain_prefix: "portal",
                http: Http {
                    method: endpoint.method.as_str(),
                    path: &path,
                    protocol: "HTTP/1.1",
                    source_ip: ADDRESS,
                    user_agent: AGENT,
                },
                request_id: format!("event-{}", endpoint.binary),
                route_key: &route,
                stage: "$default",
            },
            body: self.body_schema(endpoint).map(|schema| {
                let example = || examples::of(schema, self.document).to_string();
                committed["body"].as_str().map_or_else(example, str::to_owned)
            }),
            base64: false,
        };
        Ok(serde_json::to_string_pretty(&event)? + "\n")
    }

    /// The schema of the body that the operation takes.
    fn body_schema(&self, endpoint: &Endpoint) -> Option<&Value> {
        let method = endpoint.method.as_str().to_lowercase();
        let body = &self.document["paths"][endpoint.path][method]["requestBody"];
        body.is_object().then(|| &body["content"]["application/json"]["schema"])
    }

    /// Values of the parameters in the path: those of the event, else those of another event about this kind of record.
    /// A value that no event has is a placeholder, which the tests ask for.
    fn path_parameters(&self, endpoint: &Endpoint) -> Pairs {
        let others = self.endpoints.iter().filter(|other| other.record.is_some() && other.record == endpoint.record);
        let binaries: Vec<&str> = std::iter::once(endpoint.binary).chain(others.map(|other| other.binary)).collect();
        let named = endpoint.path.split('/').filter_map(parameter);
        let value = |name: &str| {
            let known = |binary: &&str| self.committed.get(*binary)?["pathParameters"][name].as_str();
            binaries.iter().find_map(known).map_or_else(|| format!("${{{name}}}"), str::to_owned)
        };
        named.map(|name| (name.to_owned(), value(name))).collect()
    }

    /// Headers by their names: those that follow from the row, and those that were added by hand.
    fn headers(&self, endpoint: &Endpoint, parameters: &[(String, String)]) -> BTreeMap<String, String> {
        let committed = self.committed.get(endpoint.binary).and_then(|event| event["headers"].as_object());
        let kept = committed.into_iter().flatten().filter_map(|(name, value)| Some((name.clone(), value.as_str()?)));
        let mut headers: BTreeMap<String, String> = kept.map(|(name, value)| (name, value.to_owned())).collect();
        for (name, value) in [
            ("accept", "application/json"),
            ("host", HOST),
            ("user-agent", AGENT),
            ("x-forwarded-for", ADDRESS),
            ("x-forwarded-port", "443"),
            ("x-forwarded-proto", "https"),
        ] {
            headers.insert(name.into(), value.into());
        }
        let login = login(endpoint);
        let changes = endpoint.effect == Effect::Change;
        let repeatable = (changes || endpoint.effect == Effect::Create) && !endpoint.public();
        // The record itself is where its id ends the path.
        let record = match endpoint.path.split_once("{id}") {
            Some((before, _)) => filled(&format!("{before}{{id}}"), parameters),
            None => filled(endpoint.path, parameters),
        };
        for (name, wanted, value) in [
            ("authorization", !endpoint.public(), format!("Bearer ${{token:{login}}}")),
            ("content-type", self.body_schema(endpoint).is_some(), "application/json".into()),
            ("idempotency-key", repeatable, "${uuid}".into()),
            ("if-match", changes, format!("${{etag:{login}:{record}}}")),
        ] {
            if wanted {
                headers.entry(name.into()).or_insert(value);
            } else {
                headers.remove(name);
            }
        }
        headers
    }
}

/// A demo login that the policy lets act: `customer:manager` or `staff:agent` if they may, else the first that may.
fn login(endpoint: &Endpoint) -> String {
    let rule = rule(endpoint.action);
    let preferred = [(HatKind::Customer, Role::Manager), (HatKind::Staff, Role::Agent)];
    let mut hats = preferred.iter().chain(ALL_HATS);
    let may = hats.find(|(kind, role)| rule.reach(*kind, *role).is_some());
    let (kind, role) = may.copied().unwrap_or((HatKind::Staff, Role::Administrator));
    format!("{kind:?}:{role:?}").to_lowercase()
}

/// The name of a path's parameter: `{id}` is `id`.
fn parameter(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// A path with the values of its parameters.
fn filled(path: &str, parameters: &[(String, String)]) -> String {
    let value = |part| {
        let found = parameter(part).and_then(|name| parameters.iter().find(|(given, _)| given == name));
        found.map_or(part, |(_, value)| value.as_str())
    };
    path.split('/').map(value).collect::<Vec<_>>().join("/")
}

/// Parameters of a query as API Gateway lists them: the values of a repeated name are joined by commas.
fn query_parameters(query: &str) -> Pairs {
    let mut parameters = Pairs::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match parameters.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.extend([",", &value]),
            None => parameters.push((name.into_owned(), value.into_owned())),
        }
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Method;
    use portico_domain::action::Action;
    use portico_domain::record::RecordKind;
    use serde_json::json;

    fn endpoint(binary: &'static str, path: &'static str, effect: Effect) -> Endpoint {
        Endpoint {
            name: "TAKE_TICKET",
            method: Method::POST,
            path,
            operation: "take_ticket",
            binary,
            action: Action::TakeTicket,
            effect,
            record: Some(RecordKind::Ticket),
            handler: "take::take_ticket",
        }
    }

    /// The event of `tickets-take`, next to that of `tickets-note`, where one is committed already.
    fn event(committed: &[(&'static str, Value)], effect: Effect) -> Value {
        let take = endpoint("tickets-take", "/v1/tickets/{id}/take", effect);
        let note = endpoint("tickets-note", "/v1/tickets/{id}/notes", Effect::Create);
        let body = json!({"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}});
        let operation = json!({"requestBody": {"content": {"application/json": {"schema": body}}}});
        let document = json!({"paths": {"/v1/tickets/{id}/take": {"post": operation}}});
        let events =
            Events { endpoints: &[&note, &take], committed: committed.iter().cloned().collect(), document: &document };
        serde_json::from_str(&events.event(&take).unwrap()).unwrap()
    }

    #[test]
    fn a_new_event_has_an_example_of_all_that_the_row_asks_for() {
        let note = json!({"pathParameters": {"id": "42"}});
        let event = event(&[("tickets-note", note)], Effect::Change);
        assert_eq!(event["routeKey"], "POST /v1/tickets/{id}/take");
        assert_eq!(event["rawPath"], "/v1/tickets/42/take");
        assert_eq!(event["requestContext"]["http"]["path"], "/v1/tickets/42/take");
        assert_eq!(event["headers"]["authorization"], "Bearer ${token:staff:agent}");
        assert_eq!(event["headers"]["if-match"], "${etag:staff:agent:/v1/tickets/42}");
        assert_eq!(event["headers"]["idempotency-key"], "${uuid}");
        assert_eq!(event["body"], r#"{"text":"text"}"#);
    }

    #[test]
    fn a_value_that_no_event_has_is_left_open() {
        assert_eq!(event(&[], Effect::Change)["rawPath"], "/v1/tickets/${id}/take");
    }

    #[test]
    fn what_was_filled_in_is_kept_and_the_frame_follows_the_row() {
        let committed = json!({
            "routeKey": "PUT /v1/old",
            "rawPath": "/v1/old",
            "rawQueryString": "limit=5&view=a+b",
            "cookies": ["a=b"],
            "headers": {
                "authorization": "Bearer ${token:staff:editor}",
                "if-match": "\"1\"",
                "x-portico-refresh": "1",
                "accept": "text/plain",
            },
            "pathParameters": {"id": "7"},
            "body": "{\"text\": \"Mine.\"}",
        });
        let event = event(&[("tickets-take", committed)], Effect::Set);
        assert_eq!(
            (&event["routeKey"], &event["rawPath"]),
            (&json!("POST /v1/tickets/{id}/take"), &json!("/v1/tickets/7/take"))
        );
        assert_eq!(event["queryStringParameters"], json!({"limit": "5", "view": "a b"}));
        assert_eq!((&event["cookies"], &event["body"]), (&json!(["a=b"]), &json!("{\"text\": \"Mine.\"}")));
        let headers = &event["headers"];
        assert_eq!(headers["authorization"], "Bearer ${token:staff:editor}");
        assert_eq!((&headers["x-portico-refresh"], &headers["accept"]), (&json!("1"), &json!("application/json")));
        // The row's effect is no longer one that asks for them.
        assert_eq!((&headers["if-match"], &headers["idempotency-key"]), (&Value::Null, &Value::Null));
    }
}
