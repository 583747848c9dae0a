//! Hashes and random secrets.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt::Write as _;

/// SHA-256 in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// 128 random bits from the system's generator in hexadecimal, for texts whose case may be lost on the way; nothing if
/// it fails.
pub fn random_token() -> Option<String> {
    let mut bytes = [0_u8; 16];
    rand::fill(&mut bytes).ok()?;
    Some(bytes.iter().fold(String::with_capacity(32), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// 256 random bits from the system's generator, as URL-safe text; nothing if it fails.
pub fn random_secret() -> Option<String> {
    random_bytes::<32>().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// Random bytes from the system's generator; nothing if it fails.
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0_u8; N];
    rand::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// Number of codes of six digits.
const CODES: u32 = 1_000_000;

/// A random code of six digits, each as likely as any other; nothing if the system's generator fails.
pub fn random_code() -> Option<String> {
    loop {
        let number = u32::from_be_bytes(random_bytes()?);
        // The last numbers would make the first codes likelier.
        if number < u32::MAX - u32::MAX % CODES {
            return Some(format!("{:06}", number % CODES));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_digits_and_differ() {
        let codes: Vec<String> = (0..20).filter_map(|_| random_code()).collect();
        assert!(
            codes.iter().all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())),
            "{codes:?}"
        );
        assert!(codes.iter().any(|code| *code != codes[0]));
    }
}
