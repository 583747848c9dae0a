//! The keys that access tokens are signed with: the private half goes to whoever signs, the public half into the settings.

use anyhow::{Context, Result, anyhow};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::caller::Act;
use portico_domain::change::{Change, Write};
use portico_domain::ports::{Commit, Settings};
use portico_domain::settings::Section;
use portico_http::hash::sha256_hex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// So many public halves are kept: that of the key that signs now, and of the one before.
const KEPT: usize = 2;

/// The public halves, as a JSON Web Key Set (RFC 7517), the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationKeys {
    /// The halves (RFC 8037).
    pub keys: Vec<Value>,
}

impl Section for VerificationKeys {
    const NAME: &'static str = "verification_keys";
}

impl VerificationKeys {
    /// With a half before the others, of which those that nothing can be signed with any more are dropped.
    pub fn with(mut self, half: Value) -> Self {
        self.keys.insert(0, half);
        self.keys.truncate(KEPT);
        self
    }
}

/// A key pair.
pub struct KeyPair {
    /// Its id: the beginning of the public half's hash.
    pub kid: String,
    /// Both halves, as PKCS #8 (RFC 8410).
    pub pkcs8: Vec<u8>,
    /// The public half, as a JSON Web Key.
    pub half: Value,
}

impl KeyPair {
    /// A new one.
    pub fn make() -> Result<Self> {
        let pair = Ed25519KeyPair::generate().map_err(|_| anyhow!("a signing key could not be made"))?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| anyhow!("a signing key could not be written"))?;
        let public = pair.public_key().as_ref();
        let kid = sha256_hex(public)[..16].to_owned();
        let half = serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": URL_SAFE_NO_PAD.encode(public),
        });
        Ok(Self { kid, pkcs8: pkcs8.as_ref().to_vec(), half })
    }
}

/// Puts the public half of a key where every function looks for it. Only then may anything be signed with the other half.
pub async fn publish<S: Settings + Commit>(store: &S, act: &Act, pair: &KeyPair) -> Result<()> {
    let known = store.section::<VerificationKeys>().await?.unwrap_or_default();
    let document = serde_json::to_value(known.with(pair.half.clone()))?;
    let write = Write::Settings { section: VerificationKeys::NAME, document };
    store.commit(Change::new(act.touch(None, None)).write(write)).await.context("the public half could not be written")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_goes_before_the_last_one_and_older_ones_go() {
        let halves = ["a", "b", "c"].map(|kid| serde_json::json!({ "kid": kid }));
        let keys = halves.iter().fold(VerificationKeys::default(), |keys, half| keys.with(half.clone()));
        assert_eq!(keys.keys, [halves[2].clone(), halves[1].clone()]);
    }

    #[test]
    fn no_two_keys_are_alike() {
        let (one, other) = (KeyPair::make().expect("a key"), KeyPair::make().expect("a key"));
        assert_ne!(one.kid, other.kid);
        assert_eq!(one.half["kid"], one.kid);
    }
}
