//! Codes of an authenticator app (RFC 6238: six digits, 30 seconds, SHA-1, which all apps know), and recovery codes.

use jiff::Timestamp;
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::ids::PersonId;
use portico_domain::people::{RECOVERY_CODES, SecondFactor};
use portico_http::hash::{random_bytes, sha256_hex};
use portico_http::sealing::{Purpose, open, seal};
use totp_rs::{Builder, Secret, Totp};

/// Secret that a person's app and the server share.
pub struct SharedSecret(Vec<u8>);

impl SharedSecret {
    /// Makes a new secret of 160 bits, as RFC 4226 recommends.
    pub fn new() -> Result<Self, Error> {
        random_bytes::<20>().map(|bytes| Self(bytes.into())).ok_or_else(|| Error::internal("no randomness"))
    }

    /// The secret sealed, to be stored for this person.
    pub fn sealed(&self, person: PersonId) -> Result<String, Error> {
        seal(Purpose::SecondFactor, &person.to_string(), &self.0)
    }

    /// Opens the secret of a second factor.
    pub fn of(factor: &SecondFactor) -> Result<Self, Error> {
        let opened = open(Purpose::SecondFactor, &factor.person.to_string(), &factor.secret)?;
        opened.map(Self).ok_or_else(|| Error::internal("a second factor was sealed by another key"))
    }

    /// The secret as people type it.
    pub fn text(&self) -> String {
        self.secret().to_base32()
    }

    /// Address that an app reads from a picture, with the person's e-mail address and the company's name.
    pub fn url(&self, email: &str, company: &str) -> Result<String, Error> {
        // A colon separates the two.
        let plain = |text: &str| text.replace(':', " ");
        let named = self.builder().with_account_name(plain(email)).with_issuer(Some(plain(company)));
        let url = named.build().and_then(|totp| totp.to_url());
        url.map_err(|error| Error::internal(Fault::caused("the address of a second factor", error)))
    }

    /// Step of a code that is good at `now`, or was a step ago, or will be a step later; nothing for any other code.
    pub fn step(&self, code: &str, now: Timestamp) -> Result<Option<u64>, Error> {
        let totp: Totp = self
            .builder()
            .build()
            .map_err(|error| Error::internal(Fault::caused("the secret of a second factor", error)))?;
        Ok(u64::try_from(now.as_second()).ok().and_then(|seconds| totp.check(code, seconds)))
    }

    fn secret(&self) -> Secret {
        Secret::new(self.0.clone().into())
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.secret())
    }
}

/// A code without the blanks and dashes that people type between its parts.
pub fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// Whether a plain code is one of an app; others are recovery codes.
pub fn is_of_app(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Hash of a plain recovery code. The code has 80 random bits, which nobody finds from the hash.
pub fn recovery_hash(code: &str) -> String {
    sha256_hex(code.as_bytes())
}

/// The factor once a code as it was typed has been used, of the app or for recovery; nothing if the code is wrong or was
/// used before.
pub fn used(factor: &SecondFactor, code: &str, now: Timestamp) -> Result<Option<SecondFactor>, Error> {
    let code = plain(code);
    if !is_of_app(&code) {
        return Ok(factor.recovered(&recovery_hash(&code)));
    }
    let step = SharedSecret::of(factor)?.step(&code, now)?;
    Ok(step.and_then(|step| factor.used(step)))
}

/// The factor once the code has been used that a person gives as proof. Refuses the field `/code` if it is not good.
pub fn proven(factor: &SecondFactor, code: &str, now: Timestamp) -> Result<SecondFactor, Error> {
    let wrong = || Error::field("/code", "wrong_code", "This code is not right, or it was used already.");
    used(factor, code, now)?.ok_or_else(wrong)
}

/// Makes recovery codes: `abcd-efgh-ijkl-mnop`.
pub fn recovery_codes() -> Result<Vec<String>, Error> {
    let code = || {
        let bytes = random_bytes::<10>().ok_or_else(|| Error::internal("no randomness"))?;
        let text = Secret::new(Box::new(bytes)).to_base32().to_ascii_lowercase();
        let parts: Vec<&str> = [0..4, 4..8, 8..12, 12..16].into_iter().filter_map(|part| text.get(part)).collect();
        Ok(parts.join("-"))
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).expect("a time")
    }

    /// RFC 6238, appendix B, with the last six of the eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = SharedSecret(b"12345678901234567890".into());
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(secret.step(code, at(seconds)).expect("checked"), Some(seconds.unsigned_abs() / 30));
        }
    }

    #[test]
    fn a_code_is_good_a_step_before_and_after() {
        let secret = SharedSecret(b"12345678901234567890".into());
        let good = |seconds| secret.step("287082", at(seconds)).expect("checked");
        for seconds in [0, 30, 59, 60, 89] {
            assert_eq!(good(seconds), Some(1), "{seconds}");
        }
        assert_eq!(good(90), None);
        assert_eq!(secret.step("287083", at(59)).expect("checked"), None);
        assert_eq!(secret.step("", at(59)).expect("checked"), None);
    }

    #[test]
    fn an_app_reads_secret_person_and_company() {
        let secret = SharedSecret(b"12345678901234567890".into());
        let url = secret.url("kari@example.com", "XYZ: Co.").expect("an address");
        assert!(url.starts_with("otpauth://totp/"), "{url}");
        assert!(url.contains(&format!("secret={}", secret.text())), "{url}");
        assert!(url.contains("issuer=XYZ") && url.contains("kari"), "{url}");
    }

    #[test]
    fn recovery_codes_are_read_as_people_type_them() {
        let codes = recovery_codes().expect("made");
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in &codes {
            assert_eq!(code.len(), 19, "{code}");
            assert!(!is_of_app(&plain(code)));
            assert_eq!(recovery_hash(&plain(code)), recovery_hash(&plain(&code.to_uppercase().replace('-', " "))));
        }
        assert!(is_of_app(&plain("123 456")) && !is_of_app(&plain("1234567")));
    }
}
