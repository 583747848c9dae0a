//! Passwords, kept as argon2id (RFC 9106) with 19 MiB, two passes and one lane: the OWASP minimum.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::people::{Credential, Person};

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Number of characters by which a password is judged. Judging more would take long.
const JUDGED: usize = 64;
/// Largest number of words about the person by which a password is judged.
const MOST_WORDS: usize = 30;

/// A hash nobody's password has: verified when there is no such person, so that both answers cost the same.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$PWwTxhWbp7ZcYQb7gM2HTbqFVaxNwVTzXdBCvJ7N0eM";

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| Error::internal(Fault::caused("argon2 parameters", error)))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The PHC string of a password.
pub fn hash(password: &str) -> Result<String, Error> {
    argon2()?
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::internal(Fault::caused("a password could not be hashed", error)))
}

/// Whether `password` is the one behind `hash`. Without a hash it takes as long, and it is not.
pub fn verify(password: &str, hash: Option<&str>) -> Result<bool, Error> {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else {
        return Err(Error::internal("a stored password hash cannot be read"));
    };
    let right = argon2()?.verify_password(password.as_bytes(), &parsed).is_ok();
    Ok(right && hash.is_some())
}

/// Refuses the field at `pointer` unless it is the person's present password.
pub fn present(password: &str, credential: &Credential, pointer: &str) -> Result<(), Error> {
    if verify(password, credential.password_hash.as_deref())? {
        return Ok(());
    }
    Err(Error::field(pointer, "wrong_password", "This is not your present password."))
}

/// Refuses the field at `pointer` if the password is easy to guess for one who knows the person and the company.
pub fn strong(password: &str, person: &Person, company: &str, pointer: &str) -> Result<(), Error> {
    let known = [person.name.as_str(), person.email.as_str(), company, "portico"];
    let words = known.iter().flat_map(|text| text.split(|char: char| !char.is_alphanumeric()));
    let words = words.filter(|word| word.chars().count() > 2).take(MOST_WORDS);
    let inputs: Vec<&str> = known.into_iter().chain(words).collect();
    let beginning: String = password.chars().take(JUDGED).collect();
    if zxcvbn::zxcvbn(&beginning, &inputs).score() >= zxcvbn::Score::Three {
        return Ok(());
    }
    let detail =
        "This password is easy to guess. Take several words that do not belong together, without names or dates.";
    Err(Error::field(pointer, "easy_to_guess", detail))
}

/// Whether a hash was made with weaker parameters than new ones are.
pub fn outdated(hash: &str) -> bool {
    let current = format!("m={MEMORY_KIB},t={PASSES},p={LANES}");
    !(hash.starts_with("$argon2id$") && hash.contains(&current))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use portico_domain::hats::{HatKind, Role};
    use portico_testing::records;

    #[test]
    fn the_right_password_and_no_other() {
        let hash = hash("correct horse battery").expect("hashed");
        assert_eq!(verify("correct horse battery", Some(&hash)), Ok(true));
        assert_eq!(verify("correct horse batteries", Some(&hash)), Ok(false));
        assert!(!outdated(&hash));
    }

    #[test]
    fn without_a_hash_nothing_is_right() {
        assert_eq!(verify("anything", None), Ok(false));
    }

    #[test]
    fn comparing_with_nobodys_password_is_as_dear_as_with_a_new_one() {
        assert!(!outdated(NOBODY));
        let parsed = PasswordHash::new(NOBODY).expect("a PHC string");
        assert!(parsed.salt.is_some() && parsed.hash.is_some_and(|hash| hash.len() == 32));
    }

    fn kari() -> Person {
        let hats = vec![records::hat(HatKind::Employee, Role::Employee)];
        Person {
            name: "Kari Nordmann".into(),
            email: "kari.nordmann@xyz.example".into(),
            ..records::person(hats, Timestamp::UNIX_EPOCH)
        }
    }

    #[test]
    fn what_is_easy_to_guess_is_refused() {
        let judged = |password: &str| strong(password, &kari(), "Halvorsen Marine", "/password");
        for weak in [
            "passwordpassword",
            "aaaaaaaaaaaaaaaa",
            "123456789012345",
            "qwertyuiopasdfgh",
            "kari nordmann 1",
            "kari.nordmann@xyz.example",
            "halvorsenmarine",
            "Halvorsen Marine 1",
        ] {
            let refused = judged(weak).expect_err(weak);
            assert!(matches!(&refused, Error::Input(errors) if errors[0].code == "easy_to_guess"), "{weak}");
        }
        for good in
            ["another sentence that is easy", "correct horse battery", "fjord teapot velvet", "Ⅻ ✓ häßlich øre åtte"]
        {
            assert_eq!(judged(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_long_password_is_judged_by_its_beginning() {
        let long = |text: &str| text.chars().cycle().take(200).collect::<String>();
        assert!(strong(&long("a"), &kari(), "", "/password").is_err());
        assert_eq!(strong(&long("every wombat brews lukewarm coffee "), &kari(), "", "/password"), Ok(()));
        let person = Person { name: long("many words "), ..kari() };
        assert_eq!(strong("fjord teapot velvet", &person, &long("ab cde "), "/password"), Ok(()));
    }

    #[test]
    fn weaker_hashes_are_recognised() {
        assert!(outdated("$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHQ$aGFzaA"));
        assert!(outdated("$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"));
    }
}
