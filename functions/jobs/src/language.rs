//! Languages that mails are written in, and words of theirs that no template has.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use portico_domain::hats::{Hat, Role};
use portico_domain::people::Person;
use portico_domain::tickets::Severity;

/// Language of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// English, also for a person whose language has no mails.
    English,
    /// Spanish, in the polite form.
    Spanish,
}

/// Text in each language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Localized {
    /// The text in English.
    pub en: &'static str,
    /// The text in Spanish.
    pub es: &'static str,
}

impl Localized {
    /// Returns the text in a language.
    pub(crate) const fn text(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Spanish => self.es,
        }
    }
}

/// Template of a mail in each language, by the name of its file.
macro_rules! template {
    ($file:literal) => {
        $crate::language::Localized {
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/en/", $file, ".txt")),
            es: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/es/", $file, ".txt")),
        }
    };
}
pub(crate) use template;

const WEEKDAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

impl Language {
    /// Languages that there are mails in.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Returns the language for a person, by the first part of their locale.
    pub(crate) fn of(reader: &Person) -> Self {
        let language = reader.locale.split('-').next().unwrap_or_default();
        if language.eq_ignore_ascii_case("es") { Self::Spanish } else { Self::English }
    }

    /// BCP 47 tag of the language.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Formats a time in the reader's time zone.
    pub(crate) fn moment(self, time: Timestamp, reader: &Person) -> String {
        let zone = TimeZone::get(&reader.time_zone).unwrap_or(TimeZone::UTC);
        let time = time.to_zoned(zone);
        match self {
            Self::English => time.strftime("%A %-d %B %Y, %H:%M (%Z)").to_string(),
            Self::Spanish => {
                let weekday = WEEKDAYS[usize::from(time.weekday().to_monday_zero_offset().unsigned_abs())];
                let month = MONTHS[usize::from(time.month().unsigned_abs()) - 1];
                format!("{weekday} {} de {month} de {}", time.day(), time.strftime("%Y, %H:%M (%Z)"))
            }
        }
    }

    /// Severity as the portal names it.
    pub(crate) const fn severity(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::English, _) => severity.label(),
            (Self::Spanish, Severity::Critical) => "1-Crítica",
            (Self::Spanish, Severity::High) => "2-Alta",
            (Self::Spanish, Severity::Medium) => "3-Media",
            (Self::Spanish, Severity::Low) => "4-Baja",
        }
    }

    /// Name of a hat as the portal shows it: "Halvorsen Marine, manager".
    pub(crate) fn hat(self, hat: &Hat) -> String {
        if self == Self::English {
            return hat.label();
        }
        let role = match hat.role {
            Role::Member => "miembro",
            Role::Manager => "responsable",
            Role::Seller => "vendedor",
            Role::Employee => "empleado",
            Role::Contractor => "colaborador externo",
            Role::Agent => "agente",
            Role::Sales => "ventas",
            Role::Editor => "editor",
            Role::Operations => "operaciones",
            Role::Hr => "RR. HH.",
            Role::Administrator => "administrador",
        };
        format!("{}, {role}", hat.organisation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_testing::records;

    fn reader(locale: &str, time_zone: &str) -> Person {
        let now = "2026-11-23T10:00:00Z".parse().expect("a timestamp");
        Person { locale: locale.into(), time_zone: time_zone.into(), ..records::person(Vec::new(), now) }
    }

    #[test]
    fn the_language_is_that_of_the_locale_and_english_for_any_other() {
        for locale in ["es", "es-ES", "es-MX", "ES"] {
            assert_eq!(Language::of(&reader(locale, "UTC")), Language::Spanish, "{locale}");
        }
        for locale in ["en", "en-GB", "de-DE", "est", ""] {
            assert_eq!(Language::of(&reader(locale, "UTC")), Language::English, "{locale}");
        }
    }

    #[test]
    fn a_time_is_that_of_the_readers_zone_in_their_language() {
        let time: Timestamp = "2026-03-01T23:30:00Z".parse().expect("a timestamp");
        let madrid = reader("es-ES", "Europe/Madrid");
        assert_eq!(Language::Spanish.moment(time, &madrid), "lunes 2 de marzo de 2026, 00:30 (CET)");
        assert_eq!(Language::English.moment(time, &madrid), "Monday 2 March 2026, 00:30 (CET)");
        let mexico = reader("es-MX", "America/Mexico_City");
        assert_eq!(Language::Spanish.moment(time, &mexico), "domingo 1 de marzo de 2026, 17:30 (CST)");
        let summer: Timestamp = "2026-12-31T12:00:00Z".parse().expect("a timestamp");
        assert_eq!(Language::Spanish.moment(summer, &madrid), "jueves 31 de diciembre de 2026, 13:00 (CET)");
    }

    #[test]
    fn every_hat_has_a_name_in_every_language() {
        let hat = records::hat(portico_domain::hats::HatKind::Customer, Role::Manager);
        assert_eq!(Language::English.hat(&hat), hat.label());
        assert_eq!(Language::Spanish.hat(&hat), format!("{}, responsable", hat.organisation));
    }
}
