//! A client of the API that checks every answer: it has the documented shape, caches must not store it, and only staff
//! see internal data. So every test of the suite tests that too.

#![allow(clippy::missing_panics_doc, reason = "an answer that is not as it must be ends the test")]

use crate::documented::{hold_to_document, operation_id};
use crate::logs;
use bytes::Bytes;
use futures::future::BoxFuture;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, ETAG, HeaderName, IF_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use portico_domain::hats::{Hat, HatKind};
use portico_domain::ids::SessionId;
use portico_domain::people::Person;
use portico_local::gateway::Gateway;
use serde_json::Value;
use std::fmt::Debug;
use std::future::IntoFuture;
use uuid::Uuid;

/// Beginning of every note of the suite. Only answers to staff may contain it.
pub const NOTE_MARK: &str = "Among ourselves:";

/// Fields of a ticket that only staff see.
const STAFF_FIELDS: [&str; 5] = ["queue", "assignee", "routing_rule", "account_detail", "requester_contact"];

/// Problems that the gateway reports before any function is called.
const BY_THE_GATEWAY: [&str; 5] =
    ["body_too_large", "body_cut_short", "header_unreadable", "header_repeated", "address_too_long"];

/// A client, signed in or not.
#[derive(Clone)]
pub struct Client {
    gateway: Gateway,
    token: Option<String>,
    /// Kind of the hat that is on, as far as the client knows it.
    kind: Option<HatKind>,
    signed_in: Option<SignedIn>,
}

/// Identity of a client.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The person.
    pub person: Person,
    /// Hat that the person wears.
    pub hat: Hat,
    /// Session of the person.
    pub session: SessionId,
}

impl Client {
    pub(crate) fn new(gateway: Gateway) -> Self {
        Self { gateway, token: None, kind: None, signed_in: None }
    }

    /// Returns the same client in the session of an answer.
    pub fn with_session(self, session: &Value) -> Self {
        let hats = session["hats"].as_array().expect("hats");
        let hat = hats.iter().find(|hat| hat["id"] == session["hat_id"]).expect("the hat that is on");
        let kind = serde_json::from_value(hat["kind"].clone()).expect("the kind of a hat");
        Self { kind: Some(kind), ..self.bearing(session["access_token"].as_str().expect("a token")) }
    }

    pub(crate) fn with_token(self, token: String, person: Person, hat: Hat, session: SessionId) -> Self {
        Self { token: Some(token), kind: Some(hat.kind), signed_in: Some(SignedIn { person, hat, session }), ..self }
    }

    /// Returns the same client with this access token, whatever it is.
    pub fn bearing(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    /// Returns a client of the same person for other endpoints.
    pub fn at(&self, gateway: &Gateway) -> Self {
        Self { gateway: gateway.clone(), ..self.clone() }
    }

    /// Returns the access token.
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("somebody who is signed in")
    }

    /// Returns the identity of the client. Only clients that were made from a person have one.
    pub fn who(&self) -> &SignedIn {
        self.signed_in.as_ref().expect("a client made from a person")
    }

    /// A request without a body.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Request {
        let mut headers = HeaderMap::new();
        if let Some(token) = &self.token {
            headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        }
        Request { client: self.clone(), method, path: path.into(), headers, body: Bytes::new() }
    }

    /// GET.
    pub fn get(&self, path: impl Into<String>) -> Request {
        self.request(Method::GET, path)
    }

    /// POST with JSON.
    #[allow(clippy::needless_pass_by_value, reason = "called with json!")]
    pub fn post(&self, path: impl Into<String>, body: Value) -> Request {
        self.request(Method::POST, path).json(&body)
    }

    /// PUT with JSON.
    #[allow(clippy::needless_pass_by_value, reason = "called with json!")]
    pub fn put(&self, path: impl Into<String>, body: Value) -> Request {
        self.request(Method::PUT, path).json(&body)
    }

    /// PATCH with JSON.
    #[allow(clippy::needless_pass_by_value, reason = "called with json!")]
    pub fn patch(&self, path: impl Into<String>, body: Value) -> Request {
        self.request(Method::PATCH, path).json(&body)
    }

    /// DELETE.
    pub fn delete(&self, path: impl Into<String>) -> Request {
        self.request(Method::DELETE, path)
    }

    /// Reads a list to its end, `limit` items at a time.
    pub async fn all(&self, path: &str, limit: usize) -> Vec<Value> {
        let join = if path.contains('?') { '&' } else { '?' };
        let (mut items, mut cursor) = (Vec::new(), String::new());
        for _ in 0..1000 {
            let page = self.get(format!("{path}{join}limit={limit}{cursor}")).await.expect(200).json();
            let some = page["items"].as_array().expect("items");
            assert!(some.len() <= limit, "{} items on a page of {limit}", some.len());
            items.extend(some.iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
        panic!("{path} does not end");
    }
}

/// A request to be sent by awaiting it.
#[derive(Clone)]
pub struct Request {
    client: Client,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Request {
    /// Sends the request to other endpoints.
    pub fn at(mut self, gateway: &Gateway) -> Self {
        self.client = self.client.at(gateway);
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: impl TryInto<HeaderName, Error: Debug>, value: impl AsRef<[u8]>) -> Self {
        let name = name.try_into().expect("the name of a header");
        self.headers.insert(name, HeaderValue::from_bytes(value.as_ref()).expect("the value of a header"));
        self
    }

    /// Adds a header once more.
    pub fn repeated(mut self, name: impl TryInto<HeaderName, Error: Debug>, value: impl AsRef<[u8]>) -> Self {
        let name = name.try_into().expect("the name of a header");
        self.headers.append(name, HeaderValue::from_bytes(value.as_ref()).expect("the value of a header"));
        self
    }

    /// Removes a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// Sets the version that was seen.
    pub fn if_match(self, etag: impl AsRef<[u8]>) -> Self {
        self.header(IF_MATCH, etag)
    }

    /// Sets an idempotency key.
    pub fn key(self, key: impl ToString) -> Self {
        self.header("idempotency-key", key.to_string())
    }

    /// Sets a JSON body.
    pub fn json(self, body: &Value) -> Self {
        let text = body.to_string();
        self.header(CONTENT_TYPE, "application/json").body(text)
    }

    /// Sets these bytes as the body, of whatever type the headers say.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.body = bytes.into();
        self
    }

    async fn send(self) -> Answer {
        let Self { client, method, path, headers, body } = self;
        let secrets = secrets(&client, &path, &headers, &body);
        let response = client.gateway.call(method.clone(), &path, headers, body).await;
        let (parts, body) = response.into_parts();
        let answer = Answer { method, path, status: parts.status, headers: parts.headers, body };
        answer.is_as_every_answer_is();
        answer.is_logged(&secrets);
        if client.kind.is_some_and(|kind| kind != HatKind::Staff) {
            answer.holds_nothing_of_staff();
        }
        answer
    }
}

/// Returns the texts of a request that no log may contain: those about people, and the sender's credentials.
fn secrets(client: &Client, path: &str, headers: &HeaderMap, body: &Bytes) -> Vec<String> {
    let mut secrets = Vec::new();
    logs::told_in(&serde_json::from_slice(body).unwrap_or_default(), &mut secrets);
    let query = path.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let asked = url::form_urlencoded::parse(query.as_bytes()).map(|(_, value)| value.into_owned());
    secrets.extend(asked.filter(|text| logs::tells(text)));
    secrets.extend(client.token.clone().filter(|token| logs::tells(token)));
    let cookies = headers.get_all(COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    secrets.extend(cookies.filter(|cookie| logs::tells(cookie)).map(str::to_owned));
    if let Some(SignedIn { person, .. }) = &client.signed_in {
        secrets.extend([person.name.clone(), person.email.clone()]);
        secrets.extend(person.phone.clone());
    }
    secrets
}

impl IntoFuture for Request {
    type Output = Answer;
    type IntoFuture = BoxFuture<'static, Answer>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Answer to a request.
#[derive(Clone, Debug)]
pub struct Answer {
    method: Method,
    path: String,
    status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The bytes.
    pub body: Bytes,
}

impl Answer {
    /// The status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Returns the answer if it has this status, and panics otherwise.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status(), status, "{self}");
        self
    }

    /// Returns the body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns a header, or an empty text.
    pub fn header(&self, name: impl AsRef<str>) -> &str {
        self.headers.get(name.as_ref()).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns the version, for the next change.
    pub fn etag(&self) -> String {
        let etag = self.header(ETAG.as_str());
        assert!(!etag.is_empty(), "no ETag: {self}");
        etag.to_owned()
    }

    /// Returns the ID of the record.
    #[track_caller]
    pub fn id(&self) -> String {
        self.json()["id"].as_str().unwrap_or_else(|| panic!("no id: {self}")).to_owned()
    }

    /// Returns the code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Returns the code of a problem, and an empty text for any other answer.
    pub fn code_or_nothing(&self) -> String {
        if self.status() >= 400 { self.code() } else { String::new() }
    }

    /// Returns the bad fields of a problem, sorted: pointer and code.
    pub fn errors(&self) -> Vec<(String, String)> {
        let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        let json = self.json();
        let errors = json["errors"].as_array().into_iter().flatten();
        let mut errors: Vec<_> = errors.map(|error| (text(error, "pointer"), text(error, "code"))).collect();
        errors.sort();
        errors
    }

    /// Panics unless the answer has this status and this code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status(), self.code().as_str()), (status, code), "{self}");
        self
    }

    /// Panics unless the input was refused for exactly these fields.
    #[track_caller]
    pub fn names(self, errors: &[(&str, &str)]) -> Self {
        let mut expected: Vec<_> = errors.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect();
        expected.sort();
        let this = self.refused(422, "input_invalid");
        assert_eq!(this.errors(), expected, "{this}");
        this
    }

    /// Returns a problem without the values that differ from request to request.
    pub fn anonymous(&self) -> Value {
        let mut json = self.json();
        for name in ["instance", "request_id"] {
            assert!(json[name].is_string(), "{name} is missing: {self}");
            json[name] = Value::Null;
        }
        json
    }

    #[track_caller]
    fn is_as_every_answer_is(&self) {
        let log = || logs::of_request(self.header("x-request-id"));
        assert_ne!(self.status(), 500, "{self}\n{:#?}", log());
        let is = |name: &str, value: &str| assert_eq!(self.header(name), value, "{name}: {self}");
        is("cache-control", "no-store");
        is("x-content-type-options", "nosniff");
        assert!(Uuid::try_parse(self.header("x-request-id")).is_ok(), "{self}");
        if self.status() >= 400 && self.method != Method::HEAD {
            is("content-type", "application/problem+json");
            let problem = self.json();
            assert_eq!(problem["status"], self.status(), "{self}");
            assert_eq!(problem["request_id"], self.header("x-request-id"), "{self}");
            let path = self.path.split('?').next().unwrap_or_default();
            assert_eq!(problem["instance"], path, "{self}");
        }
        hold_to_document(&self.method, &self.path, self.status, &self.body);
    }

    /// Checks that the log has one line for the request, without personal data.
    #[track_caller]
    fn is_logged(&self, secrets: &[String]) {
        let lines = logs::of_request(self.header("x-request-id"));
        for line in &lines {
            logs::holds_none(line, secrets);
        }
        let requests: Vec<&String> = lines.iter().filter(|line| line.contains(r#""message":"request""#)).collect();
        match (operation_id(&self.method, &self.path), requests.as_slice()) {
            (Some(operation), [line]) => logs::is_of_request(line, operation, self.status()),
            // A request that the gateway refuses reaches no function.
            (None, []) => {}
            (Some(_), []) if BY_THE_GATEWAY.contains(&self.code_or_nothing().as_str()) => {}
            (_, lines) => panic!("{} lines were logged: {self}\n{lines:?}", lines.len()),
        }
    }

    #[track_caller]
    fn holds_nothing_of_staff(&self) {
        let text = self.text();
        assert!(!text.contains(NOTE_MARK), "a note went out: {self}");
        if let Ok(json) = serde_json::from_str::<Value>(&text) {
            assert_eq!(first_of_staff(&json), None, "{self}");
        }
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body: String = self.text().chars().take(1500).collect();
        write!(f, "{} {} answered {} {body}", self.method, self.path, self.status)
    }
}

/// Returns the first internal field or note anywhere in an answer, if there is any.
fn first_of_staff(json: &Value) -> Option<&str> {
    match json {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let note = name == "kind" && value == "note";
            if note || STAFF_FIELDS.contains(&name.as_str()) { Some(name.as_str()) } else { first_of_staff(value) }
        }),
        Value::Array(items) => items.iter().find_map(first_of_staff),
        _ => None,
    }
}
