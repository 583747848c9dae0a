//! Tests of the headers that every answer has, and of the line in the log.

use super::*;
use crate::call::ok;
use crate::log::Lines;
use http::Method;
use portico_domain::action::Action;
use portico_testing::{MockStore, kept, store_for_nobody};
use serde_json::{Value, json};
use std::io::Write;

const fn endpoint(path: &'static str, action: Action) -> Endpoint {
    let (name, operation, binary, handler) = ("LOOK", "look", "area-look", "look::look");
    Endpoint { name, method: Method::GET, path, operation, binary, action, effect: Effect::Read, record: None, handler }
}

static PUBLIC: Endpoint = endpoint("/v1/branding", Action::ViewBranding);
static PERSONAL: Endpoint = endpoint("/v1/me", Action::ViewProfile);

async fn fine(_: &MockStore, _: Call) -> HandlerResult<Value> {
    Ok(ok(json!({})).version(1).cookie("a=b".into()))
}

async fn missing(_: &MockStore, _: Call) -> HandlerResult<Value> {
    Err(Error::NotFound.into())
}

async fn broken(_: &MockStore, _: Call) -> HandlerResult<Value> {
    Err(Error::internal("inside").into())
}

fn request() -> Request {
    Request::new(Body::Empty)
}

/// Runs without the gateway, which adds missing headers and so hides that they are missing.
#[tokio::test]
async fn no_answer_is_stored_or_taken_for_another_type() {
    let mut seen = request();
    seen.headers_mut().insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"1\""));
    let mut past = request();
    past.extensions_mut().insert(TrustedProxy::cloudfront("secret"));
    let store = kept(store_for_nobody());
    let answers = [
        (200, serve(&PUBLIC, store, request(), fine).await),
        (304, serve(&PUBLIC, store, seen, fine).await),
        (401, serve(&PERSONAL, store, request(), fine).await),
        (403, serve(&PUBLIC, store, past, fine).await),
        (404, serve(&PUBLIC, store, request(), missing).await),
        (500, serve(&PUBLIC, store, request(), broken).await),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status().as_u16(), status);
        let header = |name: &str| answer.headers().get_all(name).iter().collect::<Vec<_>>();
        assert_eq!(header("cache-control"), ["no-store"], "{status}");
        assert_eq!(header("x-content-type-options"), ["nosniff"], "{status}");
        assert_eq!(header("x-request-id").len(), 1, "{status}");
        let kind = if status < 400 { "application/json" } else { "application/problem+json" };
        assert_eq!(header("content-type"), [kind], "{status}");
        assert!(!format!("{:?}", answer.body()).contains("inside"), "{status}");
    }
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn line(claims: Option<&Claims>) -> Value {
    let written = Written::default();
    let writer = written.clone();
    let lines = tracing_subscriber::fmt().event_format(Lines::default()).with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(lines, || {
        Exchange::of(&PERSONAL, request()).log(claims, StatusCode::OK, Instant::now());
    });
    let bytes = written.0.lock().unwrap().clone();
    serde_json::from_slice(&bytes).expect("one line of JSON")
}

#[test]
fn the_log_names_the_hat_as_it_is_called_and_none_where_there_is_none() {
    let id = Uuid::now_v7();
    for kind in ["customer", "partner", "employee", "staff"] {
        let claims = json!({
            "iss": "portico", "aud": "portico-api", "iat": 0, "exp": 0, "sub": id, "sid": id, "name": "Kari Halvorsen",
            "hat": {"id": id, "kind": kind, "role": "manager"},
        });
        let line = line(Some(&serde_json::from_value(claims).unwrap()));
        assert_eq!((&line["hat"], &line["operation"]), (&json!(kind), &json!("look")));
        assert!(!line.to_string().contains("Kari"), "{line}");
    }
    let nobody = line(None);
    assert_eq!((nobody.get("hat"), &nobody["status"]), (None, &json!(200)));
}

#[test]
fn what_hides_a_record_leaves_at_a_beat() {
    let begun = Instant::now();
    for (took, leaves) in [(0, 50), (1, 50), (49, 50), (50, 100), (51, 100), (120, 150)] {
        let at = next_beat(begun, begun + Duration::from_millis(took));
        assert_eq!(at.duration_since(begun), Duration::from_millis(leaves), "{took} ms");
    }
}
