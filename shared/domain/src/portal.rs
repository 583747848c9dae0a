//! Settings of the portals: the company's name and colours, and the capabilities of each portal and role.

use crate::action::Capability;
use crate::error::FieldError;
use crate::hats::{HatKind, Role};
use crate::settings::Section;
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
}

/// Whether a text is a colour: `#rrggbb`.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}
