//! The private half of the signing key. A binary that does not name one of these types cannot reach it.

use crate::config::{Config, Misconfigured, client};
use crate::error::classify;
use crate::parts::FromEnv;
use crate::sent::Sent;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use portico_domain::signing::{SIGNS_FOR, SigningKey};
use portico_domain::store::{StoreError, StoreResult};
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Mutex;

/// The key in Secrets Manager: the secret's string is `{"kid": …, "pkcs8": base64}`.
#[derive(Clone)]
pub struct Secrets {
    client: aws_sdk_secretsmanager::Client,
    name: String,
    kept: Arc<Mutex<Option<(Instant, StaticKey)>>>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").field("name", &self.name).finish_non_exhaustive()
    }
}

impl FromEnv for Secrets {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let client = client!(aws_sdk_secretsmanager, config, config.endpoints.secrets.as_ref());
        Ok(Self { client, name: config.signing_secret()?, kept: Arc::default() })
    }
}

impl Secrets {
    /// Stores a key pair in place of the one that is there. Functions may read the secret and not write it: this is for
    /// operators.
    pub async fn replace(&self, kid: &str, pkcs8: &[u8]) -> StoreResult<()> {
        let put = self.client.put_secret_value().secret_id(&self.name).secret_string(written(kid, pkcs8)).send().await;
        put.map_err(|error| classify("PutSecretValue", &error))?;
        *self.kept.lock().await = None;
        Ok(())
    }
}

impl SigningKey for Secrets {
    async fn signing_key(&self) -> StoreResult<(String, Vec<u8>)> {
        // Held while the secret is fetched, so that it is fetched once for all who wait.
        let mut kept = self.kept.lock().await;
        if let Some((since, key)) = &*kept
            && since.elapsed() < SIGNS_FOR.unsigned_abs()
        {
            return key.signing_key().await;
        }
        let answer = self.client.get_secret_value().secret_id(&self.name).sent().await;
        let answer = answer.map_err(|error| classify("GetSecretValue", &error))?;
        let key = StaticKey::read(answer.secret_string().unwrap_or_default())
            .map_err(|reason| StoreError::corrupt(format!("the secret {} {reason}", self.name)))?;
        *kept = Some((Instant::now(), key.clone()));
        key.signing_key().await
    }
}

/// A key pair as a secret's string.
pub(crate) fn written(kid: &str, pkcs8: &[u8]) -> String {
    serde_json::json!({ "kid": kid, "pkcs8": STANDARD.encode(pkcs8) }).to_string()
}

/// A key that is simply there: for the dev server and tests.
#[derive(Clone)]
pub struct StaticKey {
    kid: String,
    pkcs8: Vec<u8>,
}

impl fmt::Debug for StaticKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Stored {
    kid: String,
    pkcs8: String,
}

impl StaticKey {
    /// A key pair by its id and PKCS #8 bytes.
    pub fn new(kid: impl Into<String>, pkcs8: Vec<u8>) -> Self {
        Self { kid: kid.into(), pkcs8 }
    }

    /// Says what is wrong, and never what the text was.
    pub(crate) fn read(text: &str) -> Result<Self, &'static str> {
        let stored: Stored = serde_json::from_str(text).map_err(|_| "is not JSON with kid and pkcs8")?;
        let pkcs8 = STANDARD.decode(stored.pkcs8).map_err(|_| "holds a pkcs8 that is not base64")?;
        Ok(Self { kid: stored.kid, pkcs8 })
    }
}

impl SigningKey for StaticKey {
    async fn signing_key(&self) -> StoreResult<(String, Vec<u8>)> {
        Ok((self.kid.clone(), self.pkcs8.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Keys;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Secrets Manager with one secret, and how often it was asked for.
    fn manager(secret: &'static str) -> (Secrets, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let http = portico_canned::client(move |request| {
            count.fetch_add(1, Ordering::Relaxed);
            assert_eq!(request.body().bytes().unwrap(), br#"{"SecretId":"signing"}"#);
            http::Response::builder().body(serde_json::json!({ "SecretString": secret }).to_string()).unwrap()
        });
        let keys = Keys { id: "key".into(), secret: "secret".into(), session_token: None };
        let config = Config::new("eu-north-1", keys);
        let client = || -> Result<_, Misconfigured> {
            Ok(client!(aws_sdk_secretsmanager, &config, None, |builder| builder.http_client(http)))
        };
        (Secrets { client: client().unwrap(), name: "signing".into(), kept: Arc::default() }, asked)
    }

    #[tokio::test]
    async fn the_secret_is_fetched_once_for_all() {
        let (secrets, asked) = manager(r#"{"kid":"a","pkcs8":"AQID"}"#);
        let (one, other) = futures::join!(secrets.signing_key(), secrets.signing_key());
        assert_eq!(one.unwrap(), ("a".into(), vec![1, 2, 3]));
        assert_eq!(other.unwrap(), secrets.signing_key().await.unwrap());
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_broken_secret_is_named_and_asked_for_again() {
        let (secrets, asked) = manager("hidden");
        for _ in 0..2 {
            let expected = StoreError::corrupt("the secret signing is not JSON with kid and pkcs8");
            assert_eq!(secrets.signing_key().await, Err(expected));
        }
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn what_was_replaced_is_what_signs() {
        let stored = Arc::new(std::sync::Mutex::new(String::new()));
        let kept = Arc::clone(&stored);
        let http = portico_canned::client(move |request| {
            let body: serde_json::Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
            let mut kept = kept.lock().unwrap();
            if let Some(text) = body["SecretString"].as_str() {
                text.clone_into(&mut kept);
            }
            http::Response::builder().body(serde_json::json!({ "SecretString": *kept }).to_string()).unwrap()
        });
        let keys = Keys { id: "key".into(), secret: "secret".into(), session_token: None };
        let config = Config::new("eu-north-1", keys);
        let client = || -> Result<_, Misconfigured> {
            Ok(client!(aws_sdk_secretsmanager, &config, None, |builder| builder.http_client(http)))
        };
        let secrets = Secrets { client: client().unwrap(), name: "signing".into(), kept: Arc::default() };
        for kid in ["one", "two"] {
            secrets.replace(kid, &[1, 2, 3]).await.unwrap();
            assert_eq!(secrets.signing_key().await.unwrap(), (kid.into(), vec![1, 2, 3]));
        }
    }

    #[tokio::test]
    async fn a_secret_is_read() {
        let key = StaticKey::read(r#"{"kid":"2026-11","pkcs8":"AQID"}"#).unwrap();
        assert_eq!(key.signing_key().await.unwrap(), ("2026-11".into(), vec![1, 2, 3]));
    }

    #[test]
    fn what_is_wrong_with_a_secret_is_said_without_it() {
        for text in ["", "hidden", r#"{"kid":"a","pkcs8":"hidden!"}"#] {
            let reason = StaticKey::read(text).unwrap_err();
            assert!(!reason.contains("hidden"), "{reason}");
        }
        assert!(!format!("{:?}", StaticKey::new("a", b"hidden".to_vec())).contains("hidden"));
    }
}
