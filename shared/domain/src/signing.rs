//! The public halves of the keys that access tokens are signed with, and the time until which each is known. No private
//! half is here, and nothing is signed or verified.

use crate::settings::{Section, Versioned};
use crate::store::StoreResult;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;

/// Time for which a signer uses the key it has before it looks for a newer one.
pub const SIGNS_FOR: SignedDuration = SignedDuration::from_mins(5);

/// Time for which the public half of a key is known after another key has replaced it. A signer may use the old key for
/// [`SIGNS_FOR`], its last token lives ten minutes, and clocks differ.
pub const KNOWN_AFTER: SignedDuration = SignedDuration::from_mins(20);

/// A public half, as a JSON Web Key (RFC 7517, RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicHalf {
    /// ID of the key.
    pub kid: String,
    /// Time at which the half is dropped; none while its key may sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_until: Option<Timestamp>,
    /// Other members of the JSON Web Key: its type, use and value.
    #[serde(flatten)]
    pub jwk: BTreeMap<String, String>,
}

impl PublicHalf {
    /// Public half of an Ed25519 key. `x` is its 32 bytes in base64url.
    pub fn ed25519(kid: impl Into<String>, x: String) -> Self {
        let jwk = [("kty", "OKP"), ("crv", "Ed25519"), ("alg", "EdDSA"), ("use", "sig"), ("x", &x)];
        let jwk = jwk.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Self { kid: kid.into(), good_until: None, jwk }
    }
}

/// All public halves that are known, the newest first: a JSON Web Key Set (RFC 7517).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySet {
    /// The halves.
    pub keys: Vec<PublicHalf>,
}

impl Section for KeySet {
    const NAME: &'static str = "verification_keys";
}

impl KeySet {
    /// The half of this id.
    pub fn half(&self, kid: &str) -> Option<&PublicHalf> {
        self.keys.iter().find(|half| half.kid == kid)
    }

    /// Adds this half, unless the set has it.
    pub fn with(mut self, half: PublicHalf) -> Self {
        if self.half(&half.kid).is_none() {
            self.keys.insert(0, half);
        }
        self
    }

    /// The set once only the keys of the IDs `signing` may sign. The others stay known for [`KNOWN_AFTER`], while their
    /// tokens may live, and are then dropped. A repeated call does not prolong that time.
    pub fn settled(mut self, signing: &[&str], now: Timestamp) -> Self {
        self.keys.retain_mut(|half| {
            if signing.contains(&half.kid.as_str()) {
                half.good_until = None;
                return true;
            }
            *half.good_until.get_or_insert(now + KNOWN_AFTER) > now
        });
        self
    }
}

/// The private half of the signing key. Only the functions of the auth area may have it.
pub trait SigningKey {
    /// The key pair that signs now: its id and its PKCS #8 bytes (RFC 8410).
    fn signing_key(&self) -> impl Future<Output = StoreResult<(String, Vec<u8>)>> + Send;
}

/// Port of the public halves of the signing keys, for changes.
pub trait KeySets {
    /// The keys that are known, with the version that a change must expect.
    fn key_set(&self) -> impl Future<Output = StoreResult<Versioned<KeySet>>> + Send;
}

/// Stage of the key pair of a rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStage {
    /// The pair will replace the current one, and nothing is signed with it yet.
    Pending,
    /// The pair signs.
    Current,
}

/// Port of the secret with the signing key, for the one function that rotates it. A token names the rotation, and a
/// repeated call has no further effect.
pub trait KeyVault {
    /// Stage of the pair of a rotation of `secret`; nothing if there is no such rotation under way.
    fn stage(&self, secret: &str, rotation: &str) -> impl Future<Output = StoreResult<Option<KeyStage>>> + Send;
    /// The pair of a rotation: its id and its PKCS #8 bytes; nothing before one was kept.
    fn pending_key(&self, rotation: &str) -> impl Future<Output = StoreResult<Option<(String, Vec<u8>)>>> + Send;
    /// The id of the key that signs now; nothing before the first.
    fn current_kid(&self) -> impl Future<Output = StoreResult<Option<String>>> + Send;
    /// Keeps a new pair for a rotation, unless it has one.
    fn keep(&self, rotation: &str, key: &(String, Vec<u8>)) -> impl Future<Output = StoreResult<()>> + Send;
    /// Makes the pair of a rotation the current one, which signs from now on.
    fn promote(&self, rotation: &str) -> impl Future<Output = StoreResult<()>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(kids: &[&str]) -> KeySet {
        KeySet { keys: kids.iter().map(|kid| PublicHalf::ed25519(*kid, "AAAA".into())).collect() }
    }

    fn kids(set: &KeySet) -> Vec<&str> {
        set.keys.iter().map(|half| half.kid.as_str()).collect()
    }

    #[test]
    fn a_new_half_comes_first_and_once() {
        let half = || PublicHalf::ed25519("new", "BBBB".into());
        let set = set(&["old"]).with(half());
        assert_eq!(kids(&set), ["new", "old"]);
        assert_eq!(set.clone().with(half()), set);
    }

    #[test]
    fn a_half_whose_key_signs_no_more_is_known_until_its_tokens_are_over() {
        let begun = Timestamp::UNIX_EPOCH;
        let settled = set(&["new", "old"]).settled(&["new"], begun);
        assert_eq!(settled.half("new").expect("known").good_until, None);
        assert_eq!(settled.half("old").expect("known").good_until, Some(begun + KNOWN_AFTER));
        // A repeated call gives it no more time.
        let later = begun + SignedDuration::from_mins(19);
        assert_eq!(settled.clone().settled(&["new"], later), settled);
        assert_eq!(kids(&settled.settled(&["new"], begun + KNOWN_AFTER)), ["new"]);
    }

    #[test]
    fn a_key_that_signs_again_is_kept() {
        let now = Timestamp::UNIX_EPOCH;
        let settled = set(&["one", "other"]).settled(&["one"], now).settled(&["one", "other"], now + KNOWN_AFTER);
        assert_eq!(settled, set(&["one", "other"]));
    }

    #[test]
    fn a_set_is_written_as_a_json_web_key_set() {
        let json = serde_json::json!({"keys": [
            {"kid": "new", "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": "AAAA"},
        ]});
        assert_eq!(serde_json::to_value(set(&["new"])).expect("JSON"), json);
        assert_eq!(serde_json::from_value::<KeySet>(json).expect("a set"), set(&["new"]));
    }
}
