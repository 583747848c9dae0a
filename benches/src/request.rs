//! A request as a client makes it, and as API Gateway hands it to a function (HTTP API, payload 2.0).

use http::Method;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The binary that answers it.
    pub binary: &'static str,
    /// The method.
    pub method: Method,
    /// The route: `/v1/tickets/{id}`.
    pub route: &'static str,
    /// The path, with a query where there is one.
    pub path: String,
    /// The access token.
    pub token: Option<String>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Option<Value>,
}

impl Request {
    /// A request without token, headers and body.
    pub fn new(binary: &'static str, method: Method, route: &'static str, path: impl Into<String>) -> Self {
        Self { binary, method, route, path: path.into(), token: None, headers: Vec::new(), body: None }
    }

    /// Returns a GET request.
    pub fn get(binary: &'static str, route: &'static str, path: impl Into<String>) -> Self {
        Self::new(binary, Method::GET, route, path)
    }

    /// Returns a POST request. It has an idempotency key of its own each time it is sent.
    pub fn post(binary: &'static str, route: &'static str, path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new(binary, Method::POST, route, path) }
    }

    /// Returns the request with an access token.
    pub fn by(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    /// Returns the request with one more header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Returns all headers. A POST gets a new idempotency key each time.
    pub fn all_headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![("accept", "application/json".to_owned())];
        if self.body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        if self.method == Method::POST {
            headers.push(("idempotency-key", Uuid::now_v7().to_string()));
        }
        if let Some(token) = &self.token {
            headers.push(("authorization", format!("Bearer {token}")));
        }
        headers.extend(self.headers.iter().cloned());
        headers
    }

    /// Returns the event that a function receives for the request.
    pub fn event(&self) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let key = format!("{} {}", self.method, self.route);
        let parameters: Map<String, Value> = self
            .route
            .split('/')
            .zip(path.split('/'))
            .filter_map(|(name, value)| {
                let name = name.strip_prefix('{')?.strip_suffix('}')?;
                Some((name.to_owned(), value.into()))
            })
            .collect();
        let asked: Map<String, Value> = url_pairs(query).map(|(name, value)| (name, value.into())).collect();
        let headers: Map<String, Value> =
            self.all_headers().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let mut event = json!({
            "version": "2.0", "routeKey": key, "rawPath": path, "rawQueryString": query, "headers": headers,
            "requestContext": {
                "accountId": "000000000000", "apiId": "bench", "domainName": "bench", "domainPrefix": "bench",
                "stage": "$default", "requestId": Uuid::now_v7().to_string(), "routeKey": key,
                "time": "22/Nov/2026:09:00:00 +0000", "timeEpoch": 0,
                "http": {"method": self.method.as_str(), "path": path, "protocol": "HTTP/1.1",
                    "sourceIp": "127.0.0.1", "userAgent": "bench"}
            },
            "isBase64Encoded": false
        });
        if !parameters.is_empty() {
            event["pathParameters"] = parameters.into();
        }
        if !asked.is_empty() {
            event["queryStringParameters"] = asked.into();
        }
        if let Some(body) = &self.body {
            event["body"] = body.to_string().into();
        }
        let cookies: Vec<&str> =
            self.headers.iter().filter(|(name, _)| *name == "cookie").map(|(_, value)| value.as_str()).collect();
        if !cookies.is_empty() {
            event["cookies"] = cookies.into();
        }
        event.to_string()
    }
}

/// Returns the pairs of a query. The only escape in their values is `+` for a space.
fn url_pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.replace('+', " ")))
}
