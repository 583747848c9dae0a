//! An identity provider inside the test's process, as OpenID Connect has it: its configuration, its keys, codes that are
//! good once, and tokens whose claims a test chooses. It shows no page: a test takes the code that a person would bring
//! back.

#![allow(clippy::missing_panics_doc, reason = "a provider that cannot be had ends the test")]

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use axum::Router;
use axum::extract::State;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::header::CONNECTION;
use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use portico_local::net;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinHandle;
use url::Url;

/// ID under which the provider knows the portal.
pub const CLIENT: &str = "portico";

/// A running provider. Dropped, it stops.
pub struct Provider {
    server: JoinHandle<()>,
    shared: Arc<Shared>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

struct Shared {
    issuer: String,
    /// Secret that the portal must give, if any.
    secret: Option<String>,
    /// Key pair that signs, and its ID; and the public keys that are published.
    key: Mutex<(String, Vec<u8>)>,
    published: Mutex<Vec<Value>>,
    /// Codes that were not used yet.
    codes: Mutex<HashMap<String, Issued>>,
    /// User information by access token.
    told: Mutex<HashMap<String, Value>>,
}

/// A code with what it is exchanged for.
struct Issued {
    challenge: String,
    return_to: String,
    claims: Value,
    told: Value,
}

/// Answer that the browser brings back from the provider's page.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The state.
    pub state: String,
    /// The code.
    pub code: String,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A key pair: its ID, its PKCS #8 bytes, and the public half as a JSON Web Key.
fn new_key() -> (String, Vec<u8>, Value) {
    let pair = Ed25519KeyPair::generate().expect("a key pair");
    let pkcs8 = pair.to_pkcs8v1().expect("a key pair can be written");
    let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    let kid = x[..8].to_owned();
    let public = json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": x});
    (kid, pkcs8.as_ref().to_vec(), public)
}

impl Provider {
    /// Starts a provider that asks the portal for this secret, if any.
    pub fn start(secret: Option<&str>) -> Self {
        let listener = net::listen(0).expect("a port");
        let issuer = format!("http://127.0.0.1:{}", listener.local_addr().expect("an address").port());
        let (kid, pkcs8, public) = new_key();
        let shared = Arc::new(Shared {
            issuer,
            secret: secret.map(str::to_owned),
            key: Mutex::new((kid, pkcs8)),
            published: Mutex::new(vec![public]),
            codes: Mutex::default(),
            told: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .route("/me", get(told))
            .layer(map_response(closing))
            .with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { server, shared }
    }

    /// Returns the issuer identifier.
    pub fn issuer(&self) -> String {
        self.shared.issuer.clone()
    }

    /// Settings of a company with this provider.
    pub fn settings(&self, domains: &[&str]) -> Value {
        json!({
            "enabled": true, "issuer": self.issuer(), "client_id": CLIENT,
            "client_secret": self.shared.secret.as_ref().map(|_| "test"), "label": "XYZ account",
            "faces": ["employee", "staff"], "domains": domains, "newcomers": [],
        })
    }

    /// Signs with a new key from now on.
    pub fn rotate(&self) {
        let (kid, pkcs8, public) = new_key();
        *locked(&self.shared.key) = (kid, pkcs8);
        *locked(&self.shared.published) = vec![public];
    }

    /// Signs with a key that is not published.
    pub fn forge(&self) {
        let (_, pkcs8, _) = new_key();
        locked(&self.shared.key).1 = pkcs8;
    }

    /// The answer for a person with this address who signs in at the page of this URL.
    pub fn sign_in(&self, page: &str, email: &str) -> Answer {
        self.sign_in_as(page, |claims| {
            claims["email"] = json!(email);
            claims["email_verified"] = json!(true);
        })
    }

    /// The answer for a person of whom the token has these claims.
    pub fn sign_in_as(&self, page: &str, change: impl FnOnce(&mut Value)) -> Answer {
        self.sign_in_telling(page, &json!({}), change)
    }

    /// The answer for a person of whom the token has these claims, with more user information.
    pub fn sign_in_telling(&self, page: &str, told: &Value, change: impl FnOnce(&mut Value)) -> Answer {
        let page = Url::parse(page).expect("an address");
        assert!(page.as_str().starts_with(&format!("{}/auth?", self.shared.issuer)), "{page}");
        let asked: HashMap<String, String> = page.query_pairs().into_owned().collect();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
        assert_eq!(asked["response_mode"], "fragment");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{page}");
        let now = Timestamp::now().as_second();
        let mut claims = json!({
            "iss": self.shared.issuer, "aud": CLIENT, "sub": "somebody", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"],
        });
        change(&mut claims);
        let code = uuid::Uuid::new_v4().to_string();
        let (challenge, return_to) = (asked["code_challenge"].clone(), asked["redirect_uri"].clone());
        let issued = Issued { challenge, return_to, claims, told: told.clone() };
        locked(&self.shared.codes).insert(code.clone(), issued);
        Answer { state: asked["state"].clone(), code }
    }
}

/// Ends the connection with each answer, so that a provider that was dropped answers nobody.
async fn closing(mut answer: Response) -> Response {
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

async fn configuration(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", shared.issuer);
    Json(json!({
        "issuer": shared.issuer, "authorization_endpoint": at("/auth"), "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/me"), "jwks_uri": at("/jwks"), "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    }))
}

async fn keys(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!({ "keys": *locked(&shared.published) }))
}

fn refused(code: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": code }))).into_response()
}

async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let given: HashMap<String, String> = url::form_urlencoded::parse(&body).into_owned().collect();
    if let Some(secret) = &shared.secret {
        let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{secret}")));
        if headers.get("authorization").is_none_or(|given| given.as_bytes() != basic.as_bytes()) {
            return refused("invalid_client");
        }
    }
    let Some(issued) = given.get("code").and_then(|code| locked(&shared.codes).remove(code)) else {
        return refused("invalid_grant");
    };
    let verifier = given.get("code_verifier").map(String::as_bytes).unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier).as_ref());
    if challenge != issued.challenge || given.get("redirect_uri") != Some(&issued.return_to) {
        return refused("invalid_grant");
    }
    let (kid, pkcs8) = locked(&shared.key).clone();
    let header = Header { kid: Some(kid), ..Header::new(Algorithm::EdDSA) };
    let id_token = jsonwebtoken::encode(&header, &issued.claims, &EncodingKey::from_ed_der(&pkcs8));
    let id_token = id_token.expect("a token can be signed");
    let access_token = uuid::Uuid::new_v4().to_string();
    locked(&shared.told).insert(access_token.clone(), issued.told);
    Json(json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 300, "id_token": id_token }))
        .into_response()
}

async fn told(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let told = bearer.strip_prefix("Bearer ").and_then(|token| locked(&shared.told).get(token).cloned());
    told.map_or_else(|| StatusCode::UNAUTHORIZED.into_response(), |told| Json(told).into_response())
}
