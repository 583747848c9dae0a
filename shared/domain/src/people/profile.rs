//! Profile of a person: the fields that people change themselves, in the spelling that is stored.

use crate::error::{Error, FieldError};
use crate::text;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Change of a person's own profile. Absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// Full name of the person.
    pub name: Option<String>,
    /// Phone; an empty text removes it.
    pub phone: Option<String>,
    /// Language as a BCP 47 tag.
    pub locale: Option<String>,
    /// Time zone by its IANA name.
    pub time_zone: Option<String>,
}

impl ProfileChange {
    /// Returns the change with each value in its usual spelling, or an error for every invalid value.
    pub fn checked(self) -> Result<Self, Error> {
        let name = self.name.map(|name| text::person_name(&name, "/name").map(|()| name)).transpose();
        let time_zone = self.time_zone.map(|given| time_zone(&given)).transpose();
        let locale = self.locale.map(|given| locale(&given)).transpose();
        match (name, time_zone, locale) {
            (Ok(name), Ok(time_zone), Ok(locale)) => Ok(Self { name, phone: self.phone, locale, time_zone }),
            (name, time_zone, locale) => {
                Err(Error::Input([name.err(), time_zone.err(), locale.err()].into_iter().flatten().collect()))
            }
        }
    }
}

/// Entries of the time zone database that name no place, but the setting of a machine.
const NO_ZONES: &[&str] = &["Factory", "localtime", "posixrules"];

/// Returns the IANA name of a time zone, spelt as in the database. The database is compiled in, so that the result is
/// the same on every machine.
pub fn time_zone(given: &str) -> Result<String, FieldError> {
    let zone = TimeZoneDatabase::bundled().get(given).ok();
    let name = zone.as_ref().and_then(TimeZone::iana_name).filter(|name| !NO_ZONES.contains(name));
    name.map(str::to_owned).ok_or_else(|| {
        FieldError::new("/time_zone", "not_one_of", "This is not a time zone we know, such as Europe/Oslo.")
    })
}

/// Returns a language tag (BCP 47) in its usual spelling: a language, optionally with script and region, such as `en`
/// or `pt-BR`.
pub fn locale(given: &str) -> Result<String, FieldError> {
    let refused = || FieldError::new("/locale", "wrong_format", "This is not a language tag, such as en or pt-BR.");
    text::language_tag(given).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::hats::Role;
    use crate::people::PersonStatus;
    use crate::testing::{act, customer, monday, person_of};

    #[test]
    fn zones_are_places_and_not_what_a_machine_is_set_to() {
        assert_eq!(time_zone("europe/oslo").expect("a zone"), "Europe/Oslo");
        assert_eq!(time_zone("UTC").expect("a zone"), "UTC");
        for given in ["localtime", "posixrules", "Factory", "Europe/Atlantis", "../../etc/passwd", ""] {
            assert_eq!(time_zone(given).expect_err(given).code, "not_one_of");
        }
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(locale("EN").expect("a tag"), "en");
        assert_eq!(locale("pt-br").expect("a tag"), "pt-BR");
        assert_eq!(locale("zh-hant-TW").expect("a tag"), "zh-Hant-TW");
        for given in ["english please", "e", "en_", "en_US", "12", "und", "<b>", "", "english", "de-1996", "en-x-mine"]
        {
            assert_eq!(locale(given).expect_err(given).code, "wrong_format");
        }
    }

    #[test]
    fn all_that_is_wrong_with_a_profile_is_said_at_once() {
        let person = person_of(1, PersonStatus::Active);
        let by = act(customer(1, Role::Member), Action::ChangeProfile, monday());
        let given =
            ProfileChange { locale: Some("!".into()), time_zone: Some("Nowhere".into()), ..ProfileChange::default() };
        let Err(Error::Input(errors)) = person.change_profile(&by, given) else { panic!("it was taken") };
        assert_eq!(errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), ["/time_zone", "/locale"]);
    }
}
