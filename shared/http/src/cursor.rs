//! Cursors: positions in a list, sealed with AES-256-GCM so that nobody can read, forge or carry them over to another
//! caller, list or filter.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, RandomizedNonceKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::paging::Position;

/// Bytes of a key in base64.
pub(crate) fn key_bytes(key: &str) -> Result<Vec<u8>, Error> {
    URL_SAFE_NO_PAD
        .decode(key.trim_end_matches('='))
        .or_else(|_| base64::engine::general_purpose::STANDARD.decode(key))
        .map_err(|error| Error::internal(Fault::caused("the sealing key is not base64", error)))
}

/// Seals and opens cursors.
pub struct Sealer(RandomizedNonceKey);

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    /// From a key of 32 bytes in base64.
    pub fn new(key: &str) -> Result<Self, Error> {
        RandomizedNonceKey::new(&AES_256_GCM, &key_bytes(key)?)
            .map(Self)
            .map_err(|_| Error::internal("the sealing key does not have 32 bytes"))
    }

    /// A cursor for `position`, good only for the list that `context` describes.
    pub fn seal(&self, position: &Position, context: &str) -> Result<String, Error> {
        let mut bytes = position.0.clone().into_bytes();
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(context.as_bytes()), &mut bytes)
            .map_err(|_| Error::internal("a cursor could not be sealed"))?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.extend_from_slice(&bytes);
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// The position in a cursor.
    pub fn open(&self, cursor: &str, context: &str) -> Result<Position, Error> {
        let refused =
            || Error::field("cursor", "cursor_refused", "This is not a cursor of this list. Start again without.");
        let sealed = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or_else(refused)?;
        let nonce = aws_lc_rs::aead::Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut bytes = rest.to_vec();
        let plain = self.0.open_in_place(nonce, Aad::from(context.as_bytes()), &mut bytes).map_err(|_| refused())?;
        String::from_utf8(plain.to_vec()).map(Position).map_err(|_| refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer() -> Sealer {
        Sealer::new("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE").expect("32 bytes")
    }

    #[test]
    fn a_cursor_opens_for_its_own_list_only() {
        let cursor = sealer().seal(&Position("here".into()), "mine").expect("sealed");
        assert_eq!(sealer().open(&cursor, "mine"), Ok(Position("here".into())));
        assert!(sealer().open(&cursor, "theirs").is_err());
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        let cursor = sealer().seal(&Position("here".into()), "mine").expect("sealed");
        let forged: String = cursor.chars().rev().collect();
        for text in [forged.as_str(), "", "a", "!!", &cursor[..cursor.len() - 2]] {
            assert!(matches!(sealer().open(text, "mine"), Err(Error::Input(_))), "{text}");
        }
    }
}
