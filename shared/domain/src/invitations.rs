//! Invitations: a mail asks a person to join, with a link that is good once, for seven days. The job that sends the
//! mail makes the secret in the link. The secret is kept nowhere; the invitation has only its hash.

use crate::accounts::Account;
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::error::{Error, FieldError};
use crate::hats::{ALL_HATS, Hat, HatKind, Role};
use crate::ids::{AccountId, HatId, InvitationId, PersonId, QueueId};
use crate::jobs::Job;
use crate::people;
use crate::people::jobs::SendInvitation;
use crate::people::{Invitation, MailLink, Person, PersonStatus, is_address};
use crate::record::Resource as _;
use crate::settings::Versioned;
use crate::store::StoreResult;
use crate::text;
use crate::tickets::settings::{Queue, TicketSettings};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::future::Future;

/// Time for which an invitation can be accepted.
pub const INVITATION_LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Link in the mail of an invitation.
pub type InvitationLink = MailLink<InvitationId>;

/// An invitation with the person who is invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The invitation.
    pub invitation: Invitation,
    /// Person who is invited.
    pub person: Person,
    /// Ticket settings with the queues, as they are.
    pub queues: Option<Versioned<TicketSettings>>,
}

impl Invited {
    /// Whether the invitation can be accepted at `now`: it is the person's latest, not accepted and not too old.
    pub fn stands(&self, now: Timestamp) -> bool {
        let Self { invitation, person, .. } = self;
        person.status == PersonStatus::Invited
            && person.invitation == Some(invitation.id)
            && invitation.expires_at > now
    }

    /// Whether `hash` is the hash of the secret in one of the invitation's links.
    pub fn is_link(&self, hash: &str) -> bool {
        self.invitation.link_hashes.iter().any(|link| link == hash)
    }

    /// Accepts the invitation. The person can sign in from now on, and be given tickets of their queues. `act` is the
    /// person's own.
    pub fn accept(self, act: &ActionContext) -> (Person, Change) {
        let Self { invitation, person, queues } = self;
        let joined = Person { status: PersonStatus::Active, invitation: None, ..person.clone() };
        let (person, change) = person.changed_to(joined, act);
        let used = Invitation::discard(invitation.person, invitation.id);
        let staffed = queues.and_then(|before| {
            let settings = before.section.clone().joined_by(&person);
            (settings != before.section).then(|| before.replace(act, settings))
        });
        (person, change.write(used).writes(staffed.into_iter().flatten()))
    }
}

/// Somebody who is to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Full name of the person.
    pub name: String,
    /// E-mail address that the person will sign in with.
    pub email: String,
    /// Language as a BCP 47 tag.
    pub locale: String,
    /// Time zone by its IANA name.
    pub time_zone: String,
    /// Hats of the person, the usual one first.
    pub hats: Vec<Hat>,
}

impl Newcomer {
    /// Returns the newcomer with each value in its usual spelling, or an error for every field that cannot be accepted.
    fn checked(self) -> Result<Self, Error> {
        let mut errors = Vec::new();
        let (name, email) = (self.name.trim().to_owned(), self.email.trim().to_lowercase());
        if text::shown(&name) == 0 {
            errors.push(FieldError::new("/name", "required", "Give the name."));
        }
        if let Err(error) = text::person_name(&name, "/name") {
            errors.push(error);
        }
        if !is_address(&email) {
            let detail = "This is not an e-mail address, such as kim@example.com.";
            errors.push(FieldError::new("/email", "not_an_address", detail));
        }
        let mut said =
            |value: Result<String, FieldError>| value.map_err(|error| errors.push(error)).unwrap_or_default();
        let (time_zone, locale) = (said(people::time_zone(&self.time_zone)), said(people::locale(&self.locale)));
        if self.hats.is_empty() {
            errors.push(FieldError::new("/hats", "required", "Say as what they are invited."));
        }
        if errors.is_empty() {
            Ok(Self { name, email, locale, time_zone, hats: self.hats })
        } else {
            Err(Error::Input(errors))
        }
    }
}

/// Invites a new person, or again one who has not accepted yet. `before` is the person who has the address, if any.
pub fn invite(act: &ActionContext, newcomer: Newcomer, before: Option<Person>) -> Result<(Person, Change), Error> {
    let Newcomer { name, email, locale, time_zone, hats } = newcomer.checked()?;
    let taken = |detail: &str| Error::field("/email", "taken", detail);
    let invitation = Invitation {
        id: act.id(),
        version: 1,
        person: before.as_ref().map_or_else(|| act.id(), |person| person.id),
        invited_by: (!act.caller.is_system()).then(|| act.caller.name.clone()),
        link_hashes: Vec::new(),
        created_at: act.now,
        expires_at: act.now + INVITATION_LIFETIME,
    };
    let current = Some(invitation.id);
    let (person, change) = match before {
        None => {
            let person = Person {
                id: invitation.person,
                version: 1,
                name,
                email,
                phone: None,
                locale,
                time_zone,
                status: PersonStatus::Invited,
                hats,
                created_at: act.now,
                updated_at: act.now,
                sessions_from: None,
                epoch: 0,
                mail_stop: None,
                invitation: current,
                second_factor: false,
                mails_off: Vec::new(),
            };
            let account = person.hats.iter().find_map(|hat| hat.account);
            let change = Change::new(act.touch(person.record(), account));
            let writes = person.create(None);
            (person, change.writes(writes))
        }
        Some(person) if person.status == PersonStatus::Active => {
            return Err(taken("Somebody with this address has joined already."));
        }
        Some(person) if person.status == PersonStatus::Disabled => {
            return Err(taken("Somebody with this address has been disabled. Let them in again on their page."));
        }
        Some(person) if person.stopped().is_some() => {
            let detail = "What was sent to this address came back. Have mail sent to them again on their page first.";
            return Err(Error::field("/email", "mail_stopped", detail));
        }
        Some(person) => {
            let again = Person { name, locale, time_zone, hats, invitation: current, ..person.clone() };
            let (person, change) = person.changed_to(again, act);
            (person, Change { touch: change.touch.with_detail("once more"), ..change })
        }
    };
    let mail = Job::now(act, &SendInvitation { person: person.id, invitation: invitation.id });
    Ok((person, change.write(Write::create(&invitation)).job(mail)))
}

/// A hat that somebody is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedHat {
    /// ID of a hat that stays; none of a new one.
    pub id: Option<HatId>,
    /// Kind of the hat.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
    /// The account of a customer's hat.
    pub account: Option<AccountId>,
    /// The queues an agent works on.
    pub queues: Vec<QueueId>,
}

/// Returns the hats, or the errors in them. `before` are the person's present hats: one that stays keeps its ID, portal
/// and organization. `accounts` are the wanted accounts that exist, `queues` are all queues.
pub fn hats(
    act: &ActionContext,
    wanted: &[WantedHat],
    before: &[Hat],
    company: &str,
    accounts: &[Account],
    queues: &[Queue],
) -> Result<Vec<Hat>, Error> {
    let mut errors = Vec::new();
    let mut made: Vec<Hat> = Vec::new();
    for (index, hat) in wanted.iter().enumerate() {
        let mut wrong = |field: &str, code: &str, detail: &str| {
            errors.push(FieldError::new(format!("/hats/{index}/{field}"), code, detail));
        };
        let account = accounts.iter().find(|account| Some(account.id) == hat.account);
        let stays = hat.id.and_then(|id| before.iter().find(|one| one.id == id));
        if hat.id.is_some() && stays.is_none() {
            wrong("id", "not_one_of", "They have no such role. Leave out the ID of a new one.");
        }
        if hat.id.is_some() && wanted[..index].iter().any(|other| other.id == hat.id) {
            wrong("id", "duplicate", "This hat is listed twice.");
        }
        match (hat.kind, hat.account) {
            _ if stays.is_some_and(|one| one.kind != hat.kind) => {
                wrong("kind", "not_one_of", "A role stays in its portal. Remove it, and add another one.");
            }
            _ if stays.is_some_and(|one| one.account != hat.account) => {
                wrong("account_id", "not_one_of", "A role stays with its account. Remove it, and add another one.");
            }
            (HatKind::Partner, _) if stays.is_none() => {
                wrong("kind", "not_one_of", "Partner companies are not kept here yet: nobody can be invited to one.");
            }
            (HatKind::Customer, None) => wrong("account_id", "required", "Say to which account they belong."),
            (HatKind::Customer, Some(_)) if account.is_none() => {
                wrong("account_id", "not_one_of", "There is no such account.");
            }
            (HatKind::Employee | HatKind::Staff, Some(_)) => {
                wrong("account_id", "not_one_of", "Only customers belong to an account.");
            }
            _ => {}
        }
        if !ALL_HATS.contains(&(hat.kind, hat.role)) {
            wrong("role", "not_one_of", "There is no such role there.");
        }
        let unknown = hat.queues.iter().any(|id| !queues.iter().any(|queue| queue.id == *id));
        if unknown || (hat.role != Role::Agent && !hat.queues.is_empty()) {
            wrong("queue_ids", "not_one_of", "Agents work on queues, and only on those there are.");
        }
        let partner = stays.and_then(|one| one.partner);
        let same = |other: &WantedHat| (other.kind, other.role, other.account) == (hat.kind, hat.role, hat.account);
        if wanted[..index].iter().zip(&made).any(|(other, one)| same(other) && one.partner == partner) {
            wrong("role", "duplicate", "This hat is listed twice.");
        }
        let of_partner = stays.filter(|one| one.kind == HatKind::Partner).map(|one| &one.organisation);
        let organisation = account.map(|account| &account.name).or(of_partner);
        made.push(Hat {
            id: stays.map_or_else(|| act.id(), |one| one.id),
            kind: hat.kind,
            role: hat.role,
            account: account.map(|account| account.id),
            partner,
            organisation: organisation.map_or_else(|| company.to_owned(), String::clone),
            queues: hat.queues.iter().copied().collect::<BTreeSet<_>>().into_iter().collect(),
        });
    }
    if errors.is_empty() { Ok(made) } else { Err(Error::Input(errors)) }
}

/// Port of invitations under way.
pub trait Invitations {
    /// Reads an invitation with its person; nothing if either is missing.
    fn invited(
        &self,
        person: PersonId,
        invitation: InvitationId,
    ) -> impl Future<Output = StoreResult<Option<Invited>>> + Send;
}

#[cfg(test)]
mod tests;
