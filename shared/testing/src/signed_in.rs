//! Whole requests of a signed-in person, and a store that knows the person.

use crate::records::{caller, session};
use crate::{MockStore, at_once};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use lambda_http::{Body, Request, RequestExt, Response};
use portico_domain::people::{Person, Session};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::Identity;
use portico_http::{Endpoint, token};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::LazyLock;
use uuid::Uuid;

/// The key that this process's tokens are signed with: its ID, private and public half.
static KEY: LazyLock<(String, Vec<u8>, String)> = LazyLock::new(|| {
    let pair = Ed25519KeyPair::generate().expect("a key");
    let pkcs8 = pair.to_pkcs8v1().expect("a key").as_ref().to_vec();
    (Uuid::now_v7().to_string(), pkcs8, URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()))
});

/// A store that knows these public keys and keeps any touch.
fn with_keys(keys: &Value) -> MockStore {
    let keys = json!({ "keys": keys }).to_string();
    let mut store = MockStore::new();
    store.expect_verification_keys().returning(move || at_once(Ok(keys.clone())));
    store.expect_touch().returning(|_| at_once(Ok(())));
    store.expect_touch_once().returning(|touch| at_once(Ok(touch.clone())));
    store.expect_correct_touch().returning(|_| at_once(Ok(true)));
    store
}

/// A store in which nobody is signed in, and that keeps any touch.
pub fn store_for_nobody() -> MockStore {
    let mut store = with_keys(&json!([]));
    store.expect_identity().returning(|_, _| at_once(Ok(None)));
    store.expect_claim().returning(|_, _, _| at_once(Ok(None)));
    store
}

/// A store in which this person is signed in with their first hat, and that keeps any touch.
pub fn store_for(person: Person) -> MockStore {
    let key = json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": KEY.0, "x": KEY.2});
    let mut store = with_keys(&json!([key]));
    store.expect_identity().returning(move |id, _| {
        let person = person.clone();
        let session = Session { id, ..session(&person, &person.hats[0], Timestamp::now()) };
        at_once(Ok(Some(Identity { session, person, portal: PortalSettings::default() })))
    });
    store
}

/// A request to an endpoint by this person with their first hat on, about the record of this ID if its path has one.
pub fn request(endpoint: &Endpoint, person: &Person, record: Option<&dyn Display>, body: &Value) -> Request {
    let token = token::mint(&(KEY.0.clone(), KEY.1.clone()), &caller(person, &person.hats[0]), Timestamp::now());
    let id = record.map(ToString::to_string);
    let request = http::Request::builder()
        .method(endpoint.method.clone())
        .uri(endpoint.path.replace("{id}", id.as_deref().unwrap_or_default()))
        .header("authorization", format!("Bearer {}", token.expect("a token")))
        .header("content-type", "application/json")
        .body(Body::Text(body.to_string()))
        .expect("a request");
    let path: HashMap<String, String> = id.map(|id| ("id".to_owned(), id)).into_iter().collect();
    request.with_path_parameters(path)
}

/// Status and problem code of a response.
pub fn answered(response: &Response<Body>) -> (u16, String) {
    let body: Value = serde_json::from_slice(response.body().as_ref()).unwrap_or_default();
    (response.status().as_u16(), body["code"].as_str().unwrap_or_default().to_owned())
}
