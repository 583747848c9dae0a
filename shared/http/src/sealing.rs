//! Secrets that are stored under the key of the deployment: sealed texts, and hashes of codes too short for a plain
//! hash. Each purpose has a key of its own, derived from that key, so none opens what another has sealed.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::error::Error;
use std::sync::OnceLock;

/// Key of the deployment, for this process.
static MASTER: OnceLock<hmac::Key> = OnceLock::new();

/// Purpose of a derived key. Its label must never change, or stored secrets could not be read any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Hashes of codes to sign in.
    SignInCode,
    /// Secrets of second factors.
    SecondFactor,
    /// Proofs that the first step of signing in was taken.
    SecondStep,
    /// Texts of a sign-in through the identity provider.
    ProviderSignIn,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::SignInCode => b"portico sign-in code",
            Self::SecondFactor => b"portico second factor",
            Self::SecondStep => b"portico second step",
            Self::ProviderSignIn => b"portico provider sign-in",
        }
    }

    fn key(self) -> Result<hmac::Tag, Error> {
        let master = MASTER.get().ok_or_else(|| Error::internal("no sealing key has been set"))?;
        Ok(hmac::sign(master, self.label()))
    }

    fn sealer(self) -> Result<RandomizedNonceKey, Error> {
        RandomizedNonceKey::new(&AES_256_GCM, self.key()?.as_ref())
            .map_err(|_| Error::internal("a derived key does not have 32 bytes"))
    }
}

/// Sets the key of the deployment; once for each process, later calls change nothing.
pub(crate) fn set_master(key: &[u8]) {
    MASTER.get_or_init(|| hmac::Key::new(hmac::HMAC_SHA256, key));
}

/// Hash of a text that could be guessed from a plain hash, in lower-case hexadecimal.
pub fn keyed_hash(purpose: Purpose, text: &str) -> Result<String, Error> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, purpose.key()?.as_ref());
    Ok(crate::hash::hex(hmac::sign(&key, text.as_bytes()).as_ref()))
}

/// Seals bytes with AES-256-GCM, good only with the same context.
pub fn seal(purpose: Purpose, context: &str, bytes: &[u8]) -> Result<String, Error> {
    let mut bytes = bytes.to_vec();
    let nonce = purpose
        .sealer()?
        .seal_in_place_append_tag(Aad::from(context.as_bytes()), &mut bytes)
        .map_err(|_| Error::internal("a secret could not be sealed"))?;
    let mut sealed = nonce.as_ref().to_vec();
    sealed.extend_from_slice(&bytes);
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// Opens a sealed text; nothing if it was sealed by another key or for another context, or was altered.
pub fn open(purpose: Purpose, context: &str, sealed: &str) -> Result<Option<Vec<u8>>, Error> {
    let sealer = purpose.sealer()?;
    let opened = || {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut bytes = rest.to_vec();
        sealer.open_in_place(nonce, Aad::from(context.as_bytes()), &mut bytes).ok().map(|plain| plain.to_vec())
    };
    Ok(opened())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_for_its_purpose_and_context_alone() {
        set_master(b"0123456789abcdef0123456789abcdef");
        let sealed = seal(Purpose::SecondFactor, "kari", b"secret").expect("sealed");
        let opened = |purpose, context, sealed: &str| open(purpose, context, sealed).expect("a key");
        assert_eq!(opened(Purpose::SecondFactor, "kari", &sealed).as_deref(), Some(b"secret".as_slice()));
        assert_eq!(opened(Purpose::SecondFactor, "kim", &sealed), None);
        assert_eq!(opened(Purpose::SecondStep, "kari", &sealed), None);
        let other = seal(Purpose::SecondFactor, "kari", b"secret").expect("sealed");
        assert_ne!(other, sealed);
        let forged: String = sealed.chars().rev().collect();
        for text in [forged.as_str(), "", "a", "!!", &sealed[..sealed.len() - 2]] {
            assert_eq!(opened(Purpose::SecondFactor, "kari", text), None, "{text}");
        }
    }

    #[test]
    fn hashes_differ_by_purpose_and_text() {
        set_master(b"0123456789abcdef0123456789abcdef");
        let hash = |purpose, text| keyed_hash(purpose, text).expect("a key");
        let one = hash(Purpose::SignInCode, "kari:123456");
        assert_eq!(one, hash(Purpose::SignInCode, "kari:123456"));
        assert_eq!(one.len(), 64);
        assert_ne!(one, hash(Purpose::SignInCode, "kari:123457"));
        assert_ne!(one, hash(Purpose::SecondStep, "kari:123456"));
    }
}
