//! Signing in through the company's identity provider (OpenID Connect): who is let in by what the provider says. The
//! provider vouches for an e-mail address; the rules here decide which person that is, or who may be created.
//!
//! Nothing here speaks to the provider or reads its tokens: an adapter does, and checks them.

pub mod begun;
pub mod ports;
pub mod settings;

use crate::act::ActionContext;
use crate::caller::Caller;
use crate::change::Change;
use crate::hats::{Hat, HatKind};
use crate::ids::{HatId, PersonId, SessionId};
use crate::invitations::Invited;
use crate::people::{self, Person, PersonStatus, is_address};
use crate::record::{RecordRef, Resource as _};
use crate::text::{is_line, person_name};
use jiff::Timestamp;
use settings::{IdentityProviderSettings, NewcomerRule};

/// Claims of the provider about the person who signed in there. Signature, issuer, audience, time and nonce of the
/// token were checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderClaims {
    /// E-mail address, as the provider writes it.
    pub email: Option<String>,
    /// Whether the provider has checked that the person has the address.
    pub email_verified: bool,
    /// Full name of the person.
    pub name: Option<String>,
    /// Language as a BCP 47 tag.
    pub locale: Option<String>,
    /// Time zone by its IANA name.
    pub time_zone: Option<String>,
}

impl ProviderClaims {
    /// Address that the provider vouches for, in lower case; nothing if it is unverified or of another domain than those
    /// of the settings.
    pub fn address(&self, settings: &IdentityProviderSettings) -> Option<String> {
        let address = self.email.as_ref().filter(|_| self.email_verified)?.trim().to_lowercase();
        let (_, domain) = address.rsplit_once('@')?;
        let known = is_address(&address) && settings.domains.iter().any(|known| known == domain);
        known.then_some(address)
    }
}

/// A person whom the provider lets in, with their state before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Somebody who can sign in already.
    Known(Person),
    /// Somebody who has not accepted their invitation yet, and accepts it now.
    Invited(Invited),
    /// Somebody whom a rule creates.
    New(Person),
}

/// IDs for a person who is created, with the time zone of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewcomerIds {
    /// ID of the person.
    pub person: PersonId,
    /// ID of the hat.
    pub hat: HatId,
}

impl Arrival {
    /// The arrival of a person who exists; nothing if they may not sign in, or not this way.
    pub fn of(
        person: Person,
        invited: Option<Invited>,
        settings: &IdentityProviderSettings,
        now: Timestamp,
    ) -> Option<Self> {
        settings.hat_of(&person)?;
        match (person.status, invited) {
            (PersonStatus::Active, _) => Some(Self::Known(person)),
            // The invitation is read together with its person, whose state then counts.
            (PersonStatus::Invited, Some(invited)) if invited.stands(now) => {
                settings.hat_of(&invited.person)?;
                Some(Self::Invited(invited))
            }
            _ => None,
        }
    }

    /// The arrival of a person whom `rule` creates with this address. `company` is the company's name.
    pub fn created(
        rule: &NewcomerRule,
        claims: &ProviderClaims,
        address: String,
        company: &str,
        ids: NewcomerIds,
        now: Timestamp,
    ) -> Self {
        let name = claims.name.as_deref().map(str::trim).unwrap_or_default();
        let name = if is_line(name, 100) && person_name(name, "/name").is_ok() { name.into() } else { named(&address) };
        let hat = Hat {
            id: ids.hat,
            kind: rule.kind,
            role: rule.role,
            account: None,
            partner: None,
            organisation: company.to_owned(),
            queues: Vec::new(),
        };
        Self::New(Person {
            id: ids.person,
            version: 1,
            name,
            email: address,
            phone: None,
            locale: claims.locale.as_deref().and_then(|tag| people::locale(tag).ok()).unwrap_or_else(|| "en".into()),
            time_zone: claims
                .time_zone
                .as_deref()
                .and_then(|zone| people::time_zone(zone).ok())
                .unwrap_or_else(|| "UTC".into()),
            status: PersonStatus::Active,
            hats: vec![hat],
            created_at: now,
            updated_at: now,
            sessions_from: None,
            epoch: 0,
            mail_stop: None,
            invitation: None,
            second_factor: false,
            mails_off: Vec::new(),
        })
    }

    /// The person as they were before.
    pub fn person(&self) -> &Person {
        match self {
            Self::Known(person) | Self::New(person) => person,
            Self::Invited(invited) => &invited.person,
        }
    }

    /// The person as a caller in a session that may begin, with their first hat of a portal that the provider serves.
    pub fn caller(&self, settings: &IdentityProviderSettings, session: SessionId) -> Option<Caller> {
        let person = self.person();
        let hat = settings.hat_of(person)?.clone();
        Some(Caller { person: person.id, name: person.name.clone(), hat, session })
    }

    /// Lets the person in: they accept their invitation, or are created. `act` is the person's own, `session` the session
    /// that begins.
    pub fn let_in(self, act: &ActionContext, session: RecordRef) -> (Person, Change) {
        match self {
            Self::Known(person) => {
                let change = Change::new(act.touch(Some(session), None));
                (person, change)
            }
            Self::Invited(invited) => {
                let (person, change) = invited.accept(act);
                (person, Change { touch: change.touch.with_detail("accepted the invitation"), ..change })
            }
            Self::New(person) => {
                let touch = act.touch(person.record(), None).with_detail("created by the rule of the domain");
                let change = Change::new(touch).writes(person.create(None));
                (person, change)
            }
        }
    }
}

/// Name for a person of whom only the address is known: its words before the sign.
fn named(address: &str) -> String {
    let mailbox = address.split('@').next().unwrap_or_default();
    let words: Vec<&str> =
        mailbox.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "New colleague".into() } else { words.join(" ") }
}

impl IdentityProviderSettings {
    /// First hat of a person for a portal that the provider serves.
    pub fn hat_of<'a>(&self, person: &'a Person) -> Option<&'a Hat> {
        person.hats.iter().find(|hat| self.serves(hat.kind))
    }

    /// Whether people of this portal sign in through the provider.
    pub fn serves(&self, face: HatKind) -> bool {
        self.enabled && self.faces.contains(&face)
    }

    /// The rule that creates people with an address of this domain.
    pub fn rule_for(&self, address: &str) -> Option<&NewcomerRule> {
        let (_, domain) = address.rsplit_once('@')?;
        self.newcomers.iter().find(|rule| rule.domain == domain)
    }
}

#[cfg(test)]
mod tests;
