//! Settings of the portals: the company's name and colours, and the capabilities of each portal and role.

use crate::action::Capability;
use crate::error::FieldError;
use crate::hats::{HatKind, Role};
use crate::settings::Section;
use crate::settings::difference::{DifferenceValue, Differences};
use crate::text::is_line;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Settings of the portals: their look, and the capabilities of each portal and role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalSettings {
    /// The company's name.
    pub company_name: String,
    /// Colour of the company: `#rrggbb`.
    pub brand_color: String,
    /// E-mail address of the support team.
    pub support_email: String,
    /// Telephone number of the support team.
    pub support_phone: String,
    /// Capabilities that are removed from portals and roles. Settings can never grant one.
    #[serde(default)]
    pub taken_away: Vec<TakenAway>,
    /// Days after the sign-in at which a session ends, however much it is used.
    #[serde(default = "session_days")]
    pub session_days: u16,
    /// Largest numbers of actions of one person in an hour.
    #[serde(default)]
    pub rates: HourlyRates,
}

/// Default of [`PortalSettings::session_days`].
const fn session_days() -> u16 {
    30
}

/// The most that one person can do in any hour: far more than anybody does by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HourlyRates {
    /// Tickets opened.
    pub tickets: u32,
    /// Files announced.
    pub uploads: u32,
}

impl Default for HourlyRates {
    fn default() -> Self {
        Self { tickets: 60, uploads: 300 }
    }
}

/// A capability that is removed from a portal or role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenAway {
    /// Capability that is removed.
    pub capability: Capability,
    /// Portal that loses the capability.
    pub face: HatKind,
    /// Role that loses the capability; all roles of the portal if absent.
    pub role: Option<Role>,
}

impl TakenAway {
    /// The capability, the portal and, if it is only one, the role.
    fn in_words(&self) -> Vec<DifferenceValue> {
        let of = [DifferenceValue::word("capability", &self.capability), DifferenceValue::word("face", &self.face)];
        of.into_iter().chain(self.role.map(|role| DifferenceValue::word("role", &role))).collect()
    }
}

impl PortalSettings {
    /// Longest duration of a session.
    pub fn longest_session(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.session_days))
    }

    /// Whether a hat has a capability, as far as the settings go.
    pub fn has(&self, capability: Capability, kind: HatKind, role: Role) -> bool {
        capability == Capability::Personal
            || !self.taken_away.iter().any(|taken| {
                taken.capability == capability && taken.face == kind && taken.role.is_none_or(|only| only == role)
            })
    }
}

impl Default for PortalSettings {
    /// Returns the settings that apply until a company has written its own.
    fn default() -> Self {
        Self {
            company_name: "Portico".into(),
            brand_color: "#1f5fa8".into(),
            support_email: String::new(),
            support_phone: String::new(),
            taken_away: Vec::new(),
            session_days: session_days(),
            rates: HourlyRates::default(),
        }
    }
}

impl Section for PortalSettings {
    const NAME: &'static str = "portal";

    fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut refuse = |found: bool, pointer: &str, code: &str, detail: &str| {
            if found {
                errors.push(FieldError::new(pointer, code, detail));
            }
        };
        let name = "Write a name on one line, of at most 100 characters.";
        refuse(!is_line(&self.company_name, 100), "/company_name", "wrong_format", name);
        let format = "Write a colour as # and six hexadecimal digits, such as #1f5fa8.";
        refuse(!is_color(&self.brand_color), "/brand_color", "wrong_format", format);
        let mail = &self.support_email;
        let mail = !(mail.is_empty() || is_line(mail, 254) && mail.contains('@'));
        refuse(mail, "/support_email", "wrong_format", "This is not an e-mail address.");
        let phone = !self.support_phone.is_empty() && !is_line(&self.support_phone, 40);
        refuse(phone, "/support_phone", "wrong_format", "Write a telephone number on one line.");
        let days = "A session lasts between one day and a year.";
        refuse(!(1..=366).contains(&self.session_days), "/session_days", "out_of_range", days);
        let rate = "At least one must be allowed.";
        refuse(self.rates.tickets == 0, "/rates/tickets", "out_of_range", rate);
        refuse(self.rates.uploads == 0, "/rates/uploads", "out_of_range", rate);
        for (index, taken) in self.taken_away.iter().enumerate() {
            // If every administrator lost these, nobody could give them back.
            let staff = taken.face == HatKind::Staff && taken.role.is_none_or(|role| role == Role::Administrator);
            let kept = taken.capability == Capability::Personal
                || (staff && matches!(taken.capability, Capability::Settings | Capability::People));
            let detail = "Everybody keeps their own pages, and administrators people and settings.";
            refuse(kept, &format!("/taken_away/{index}"), "not_allowed", detail);
        }
        errors
    }

    fn differences(&self, before: &Self, found: &mut Differences) {
        found
            .text("company_name", None, &before.company_name, &self.company_name)
            .text("brand_color", None, &before.brand_color, &self.brand_color)
            .text("support_email", None, &before.support_email, &self.support_email)
            .text("support_phone", None, &before.support_phone, &self.support_phone)
            .text("session_days", None, before.session_days, self.session_days)
            .text("hourly_tickets", None, before.rates.tickets, self.rates.tickets)
            .text("hourly_uploads", None, before.rates.uploads, self.rates.uploads);
        for gone in before.taken_away.iter().filter(|taken| !self.taken_away.contains(taken)) {
            found.values("capability_given_back", None, Vec::new(), gone.in_words());
        }
        for new in self.taken_away.iter().filter(|taken| !before.taken_away.contains(taken)) {
            found.values("capability_taken_away", None, Vec::new(), new.in_words());
        }
    }
}

/// Whether a text is a colour: `#rrggbb`.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_portal_is_named_part_by_part() {
        let before = PortalSettings::default();
        let away = TakenAway { capability: Capability::Knowledge, face: HatKind::Partner, role: Some(Role::Seller) };
        let after = PortalSettings {
            brand_color: "#0a0a0a".into(),
            support_email: "help@xyz.example".into(),
            taken_away: vec![away],
            ..before.clone()
        };
        let found = |before: &PortalSettings, after: &PortalSettings| {
            let mut found = Differences::default();
            after.differences(before, &mut found);
            found.found()
        };
        let there = found(&before, &after);
        let parts: Vec<_> = there.iter().map(|one| &*one.part).collect();
        assert_eq!(parts, ["brand_color", "support_email", "capability_taken_away"]);
        assert_eq!((&*there[0].before[0].text, &*there[0].after[0].text), ("#1f5fa8", "#0a0a0a"));
        let words: Vec<_> = there[2].after.iter().map(|value| &*value.text).collect();
        assert_eq!(words, ["knowledge", "partner", "seller"]);
        assert_eq!(found(&after, &before)[2].part, "capability_given_back");
        assert_eq!(found(&after, &after), []);
    }
}
