//! The event of a request: API Gateway HTTP API, payload format 2.0.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Method, header};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lambda_http::{Context, RequestExt};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::Arrival;
use super::answer::Problem;

const ACCOUNT: &str = "000000000000";
const API: &str = "portico";
const STAGE: &str = "$default";

/// A matched request about to become an event.
pub(super) struct Event<'a> {
    pub(super) arrival: &'a Arrival,
    pub(super) route_path: &'a str,
    pub(super) route_method: &'a Method,
    pub(super) parameters: &'a [(&'static str, String)],
    pub(super) body: &'a Bytes,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    version: &'static str,
    route_key: &'a str,
    raw_path: &'a str,
    raw_query_string: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<&'a str>,
    headers: BTreeMap<&'a str, Cow<'a, str>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    query_string_parameters: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    path_parameters: BTreeMap<&'a str, &'a str>,
    request_context: RequestContext<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Cow<'a, str>>,
    is_base64_encoded: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext<'a> {
    account_id: &'static str,
    api_id: &'static str,
    domain_name: &'a str,
    domain_prefix: &'a str,
    http: HttpDescription<'a>,
    request_id: &'a str,
    route_key: &'a str,
    stage: &'static str,
    time: String,
    time_epoch: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HttpDescription<'a> {
    method: &'a str,
    path: &'a str,
    protocol: &'static str,
    source_ip: &'a str,
    user_agent: &'a str,
}

impl Event<'_> {
    /// Returns the event as it is sent to a function. Fails for headers that API Gateway refuses as well.
    pub(super) fn to_json(&self) -> Result<String, Problem> {
        let Arrival { request_id, peer, port, uri, headers, .. } = self.arrival;
        let source_ip = peer.to_string();
        let route_key = format!("{} {}", self.route_method, self.route_path);
        let host = text(headers, &header::HOST)?.unwrap_or_default();
        let now = Timestamp::now();
        let raw_query_string = uri.query().unwrap_or_default();
        let (body, is_base64_encoded) = body(headers, self.body);
        let mut event_headers = joined(headers)?;
        forwarded(&mut event_headers, &source_ip, *port);
        let json = Json {
            version: "2.0",
            route_key: &route_key,
            raw_path: uri.path(),
            raw_query_string,
            cookies: cookies(headers)?,
            headers: event_headers,
            query_string_parameters: query(raw_query_string),
            path_parameters: self.parameters.iter().map(|(name, value)| (*name, value.as_str())).collect(),
            request_context: RequestContext {
                account_id: ACCOUNT,
                api_id: API,
                domain_name: host,
                domain_prefix: host.split(['.', ':']).next().unwrap_or_default(),
                http: HttpDescription {
                    method: self.route_method.as_str(),
                    path: uri.path(),
                    protocol: "HTTP/1.1",
                    source_ip: &source_ip,
                    user_agent: text(headers, &header::USER_AGENT)?.unwrap_or_default(),
                },
                request_id,
                route_key: &route_key,
                stage: STAGE,
                time: now.to_zoned(TimeZone::UTC).strftime("%d/%b/%Y:%H:%M:%S %z").to_string(),
                time_epoch: now.as_millisecond(),
            },
            body,
            is_base64_encoded,
        };
        serde_json::to_string(&json).map_err(|_| Problem::internal())
    }
}

/// Reads an event the way a deployed function does, and gives it the context of an invocation.
pub(super) fn read(json: &str, context: Context) -> Result<lambda_http::Request, serde_json::Error> {
    Ok(lambda_http::request::from_str(json)?.with_lambda_context(context))
}

/// The context of one invocation of the function behind `operation`.
pub(super) fn context(operation: &'static str, limit: Duration) -> Context {
    let mut context = Context::default();
    context.request_id = uuid::Uuid::now_v7().to_string();
    let deadline = Timestamp::now().as_millisecond() + i64::try_from(limit.as_millis()).unwrap_or(i64::MAX / 2);
    context.deadline = u64::try_from(deadline).unwrap_or_default();
    context.invoked_function_arn = format!("arn:aws:lambda:{}:{ACCOUNT}:function:{operation}", crate::REGION);
    let mut config = lambda_http::lambda_runtime::Config::default();
    operation.clone_into(&mut config.function_name);
    context.env_config = Arc::new(config);
    context
}

/// A header's value as text. API Gateway takes visible ASCII only.
fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Result<Option<&'a str>, Problem> {
    headers.get(name).map(readable).transpose()
}

fn readable(value: &http::HeaderValue) -> Result<&str, Problem> {
    value.to_str().map_err(|_| Problem::header_unreadable())
}

/// Joins repeated headers by a comma, in lower case, and leaves out cookies and the headers of the connection.
fn joined(headers: &HeaderMap) -> Result<BTreeMap<&str, Cow<'_, str>>, Problem> {
    let mut all = BTreeMap::<&str, Cow<'_, str>>::new();
    for (name, value) in headers {
        if matches!(
            *name,
            header::COOKIE | header::CONNECTION | header::TRANSFER_ENCODING | header::UPGRADE | header::TE
        ) {
            continue;
        }
        let value = readable(value)?;
        all.entry(name.as_str())
            .and_modify(|before| {
                let before = before.to_mut();
                before.push(',');
                before.push_str(value);
            })
            .or_insert(Cow::Borrowed(value));
    }
    Ok(all)
}

/// Adds the headers that the gateway sets about the connection.
fn forwarded(headers: &mut BTreeMap<&str, Cow<'_, str>>, source_ip: &str, port: u16) {
    let chain = match headers.get("x-forwarded-for") {
        Some(before) => format!("{before}, {source_ip}"),
        None => source_ip.to_owned(),
    };
    headers.insert("x-forwarded-for", Cow::Owned(chain));
    headers.insert("x-forwarded-port", Cow::Owned(port.to_string()));
    headers.insert("x-forwarded-proto", Cow::Borrowed("http"));
}

fn cookies(headers: &HeaderMap) -> Result<Vec<&str>, Problem> {
    let mut all = Vec::new();
    for value in headers.get_all(header::COOKIE) {
        all.extend(readable(value)?.split(';').map(str::trim).filter(|cookie| !cookie.is_empty()));
    }
    Ok(all)
}

/// Decodes a query; the values of a repeated name are joined by a comma.
fn query(raw: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::<String, String>::new();
    for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = decode(value);
        all.entry(decode(name))
            .and_modify(|before| {
                before.push(',');
                before.push_str(&value);
            })
            .or_insert(value);
    }
    all
}

fn decode(text: &str) -> String {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// Returns the body as text if its type says text and it is; otherwise in base64.
fn body<'a>(headers: &HeaderMap, bytes: &'a Bytes) -> (Option<Cow<'a, str>>, bool) {
    if bytes.is_empty() {
        return (None, false);
    }
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let textual = essence.starts_with("text/")
        || matches!(essence.as_str(), "application/json" | "application/javascript" | "application/xml")
        || essence.ends_with("+json")
        || essence.ends_with("+xml");
    match std::str::from_utf8(bytes) {
        Ok(text) if textual => (Some(Cow::Borrowed(text)), false),
        _ => (Some(Cow::Owned(STANDARD.encode(bytes))), true),
    }
}
