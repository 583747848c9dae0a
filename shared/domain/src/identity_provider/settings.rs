//! Settings of the company's identity provider.

use crate::error::FieldError;
use crate::hats::{ALL_HATS, HatKind, Role};
use crate::people::is_domain;
use crate::settings::Section;
use crate::settings::difference::{DifferenceValue, Differences};
use crate::text::is_line;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Largest number of domains.
const MOST_DOMAINS: usize = 50;

/// Settings of the company's identity provider. Nobody signs in through one before they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProviderSettings {
    /// Whether people can sign in through the provider.
    pub enabled: bool,
    /// The provider's issuer identifier: the URL under which it publishes its configuration.
    pub issuer: String,
    /// ID under which the provider knows this portal.
    pub client_id: String,
    /// Name of the secret that the provider knows this portal by; absent if it asks for none. The secret itself is no
    /// setting.
    pub client_secret: Option<String>,
    /// Name of the provider on the button, such as "XYZ account".
    pub label: String,
    /// Portals whose people sign in through the provider.
    pub faces: Vec<HatKind>,
    /// Domains of e-mail addresses for which the provider vouches.
    pub domains: Vec<String>,
    /// Rules that create people who do not exist yet, one for each domain at most.
    pub newcomers: Vec<NewcomerRule>,
}

/// Rule that creates a person with a hat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewcomerRule {
    /// Domain of the person's e-mail address.
    pub domain: String,
    /// Portal of the hat.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
}

impl Section for IdentityProviderSettings {
    const NAME: &'static str = "identity_provider";

    fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut refuse = |found: bool, pointer: &str, code: &str, detail: &str| {
            if found {
                errors.push(FieldError::new(pointer, code, detail));
            }
        };
        let issuer = "Write the address of the provider: https, without a question mark or a fragment.";
        refuse(!is_issuer(&self.issuer), "/issuer", "wrong_format", issuer);
        let id = "Write the ID that the provider gave this portal, on one line.";
        refuse(!is_line(&self.client_id, 200), "/client_id", "wrong_format", id);
        let secret = "Write the name of the secret in small letters, digits and dashes, not the secret itself.";
        refuse(!self.client_secret.as_deref().is_none_or(is_name), "/client_secret", "wrong_format", secret);
        let label = "Write the provider's name on one line, of at most 40 characters.";
        refuse(!is_line(&self.label, 40), "/label", "wrong_format", label);
        refuse(self.faces.is_empty(), "/faces", "required", "Name at least one portal.");
        refuse(self.domains.is_empty(), "/domains", "required", "Name at least one domain.");
        refuse(self.domains.len() > MOST_DOMAINS, "/domains", "too_many", "Name at most 50 domains.");
        let mut seen = BTreeSet::new();
        for (index, face) in self.faces.iter().enumerate() {
            let pointer = format!("/faces/{index}");
            let other = !matches!(face, HatKind::Employee | HatKind::Staff);
            refuse(other, &pointer, "not_one_of", "Employees and staff sign in through the provider.");
            refuse(!seen.insert(*face), &pointer, "duplicate", "This is listed twice.");
        }
        let mut seen = BTreeSet::new();
        for (index, domain) in self.domains.iter().enumerate() {
            let pointer = format!("/domains/{index}");
            let detail = "Write a domain in small letters, such as example.com.";
            refuse(!is_domain(domain) || *domain != domain.to_lowercase(), &pointer, "wrong_format", detail);
            refuse(!seen.insert(domain), &pointer, "duplicate", "This is listed twice.");
        }
        let mut seen = BTreeSet::new();
        for (index, rule) in self.newcomers.iter().enumerate() {
            let at = |field: &str| format!("/newcomers/{index}/{field}");
            let known = self.domains.contains(&rule.domain);
            refuse(!known, &at("domain"), "not_one_of", "Name one of the domains above.");
            refuse(!seen.insert(&rule.domain), &at("domain"), "duplicate", "This domain has a rule already.");
            let served = self.faces.contains(&rule.kind);
            refuse(!served, &at("kind"), "not_one_of", "Name one of the portals above.");
            let role = ALL_HATS.contains(&(rule.kind, rule.role)) && rule.role != Role::Administrator;
            let detail = "Name a role of that portal. Administrators are made by other administrators alone.";
            refuse(!role, &at("role"), "not_one_of", detail);
        }
        errors
    }

    fn differences(&self, before: &Self, found: &mut Differences) {
        let secret = |settings: &Self| settings.client_secret.clone().unwrap_or_default();
        let faces = |settings: &Self| settings.faces.iter().map(|face| DifferenceValue::word("face", face)).collect();
        let domains = |settings: &Self| settings.domains.iter().map(DifferenceValue::text).collect();
        found
            .yes_no("provider_enabled", None, before.enabled, self.enabled)
            .text("provider_label", None, &before.label, &self.label)
            .text("issuer", None, &before.issuer, &self.issuer)
            .text("client_id", None, &before.client_id, &self.client_id)
            .text("client_secret_name", None, secret(before), secret(self))
            .set("provider_faces", None, faces(before), faces(self))
            .set("provider_domains", None, domains(before), domains(self));
        let rules = [&*before.newcomers, &*self.newcomers];
        found.things(
            "newcomer_rule",
            rules,
            |rule| &rule.domain,
            |rule| rule.domain.clone(),
            |found, before, after| {
                let hat = |rule: &NewcomerRule| {
                    vec![DifferenceValue::word("face", &rule.kind), DifferenceValue::word("role", &rule.role)]
                };
                found.values("newcomer_hat", Some(&after.domain), hat(before), hat(after));
            },
        );
    }
}

/// Whether a text is a name of a secret.
fn is_name(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=60).contains(&text.len()) && text.bytes().all(letter)
}

/// Whether a text is the URL of an issuer (OpenID Connect Discovery, section 3). Plain HTTP is for this machine alone.
fn is_issuer(text: &str) -> bool {
    let plain = ["http://127.0.0.1:", "http://localhost:"].iter().find_map(|start| text.strip_prefix(start));
    let rest = text.strip_prefix("https://").or(plain);
    is_line(text, 300)
        && rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.contains(['?', '#', '@', '\\'])
        && !text.contains(char::is_whitespace)
}
