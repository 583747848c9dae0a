//! The refresh token: session, person and 256 random bits. It is in a cookie that only this host gets and no script
//! reads (`__Host-`, RFC 6265bis section 4.1.3). Only its hash is stored.

use http::HeaderMap;
use jiff::SignedDuration;
use portico_domain::error::Error;
use portico_domain::ids::{PersonId, SessionId};
use portico_http::hash::{random_secret, sha256_hex};

const NAME: &str = "__Host-portico_refresh";

/// A refresh token.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// The session it renews.
    pub session: SessionId,
    /// Person it belongs to.
    pub person: PersonId,
    /// Random value that all tokens of the session share.
    family: String,
    secret: String,
}

impl RefreshToken {
    /// Makes the first token of a session.
    pub fn new(session: SessionId, person: PersonId) -> Result<Self, Error> {
        Ok(Self { session, person, family: random()?, secret: random()? })
    }

    /// Makes the token that replaces this one.
    pub fn next(&self) -> Result<Self, Error> {
        Ok(Self { secret: random()?, ..self.clone() })
    }

    /// Reads the token that a browser sent.
    pub fn sent(headers: &HeaderMap) -> Option<Self> {
        let cookies = headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let text = cookies.flat_map(|line| line.split(';')).find_map(|cookie| {
            let (name, value) = cookie.trim().split_once('=')?;
            (name == NAME).then_some(value)
        })?;
        let mut parts = text.split('.');
        let (session, person) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (family, secret) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        Some(Self { session, person, family, secret })
    }

    /// Hash of the token's family, as the session stores it.
    pub fn family_hash(&self) -> String {
        sha256_hex(self.family.as_bytes())
    }

    /// Hash of the token's secret, as the session stores it.
    pub fn hash(&self) -> String {
        sha256_hex(self.secret.as_bytes())
    }

    /// Returns the cookie with the token; it lasts as long as an unused session.
    pub fn cookie(&self, lasts: SignedDuration) -> String {
        let Self { session, person, family, secret } = self;
        let age = lasts.as_secs();
        format!("{NAME}={session}.{person}.{family}.{secret}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={age}")
    }
}

fn random() -> Result<String, Error> {
    random_secret().ok_or_else(|| Error::internal("no randomness"))
}

/// Returns the cookie that removes the token from the browser.
pub fn removed() -> String {
    format!("{NAME}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_set_is_what_is_read() {
        let token = RefreshToken::new(SessionId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2))).expect("made");
        let pair = token.cookie(SignedDuration::from_hours(1)).split(';').next().expect("a pair").to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(http::header::COOKIE, format!("a=b; {pair}; c=d").parse().expect("a header"));
        let read = RefreshToken::sent(&headers).expect("read");
        assert!(read == token && read.hash() == token.hash());
    }

    /// `__Host-` (RFC 6265bis, section 4.1.3.2): browsers take it only with `Secure`, `Path=/` and no `Domain`.
    #[test]
    fn only_this_host_gets_it_and_no_script_nor_other_site() {
        let token = RefreshToken::new(SessionId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2))).expect("made");
        for (cookie, age) in [(token.cookie(SignedDuration::from_secs(90)), "90"), (removed(), "0")] {
            assert!(cookie.starts_with("__Host-portico_refresh="), "{cookie}");
            let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
            let age = format!("Max-Age={age}");
            assert_eq!(attributes, ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", &age]);
        }
    }

    #[test]
    fn anything_else_is_no_token() {
        for text in ["", "x", "a.b", "a.b.c", "0191b2c4-0000-7000-8000-000000000000.x.y.z"] {
            let mut headers = HeaderMap::new();
            headers.insert(http::header::COOKIE, format!("{NAME}={text}").parse().expect("a header"));
            assert!(RefreshToken::sent(&headers).is_none(), "{text}");
        }
    }
}
